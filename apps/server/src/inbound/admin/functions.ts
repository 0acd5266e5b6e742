import { randomUUID } from 'node:crypto'
import type { JsonValue } from '@baton/base'
import type { KeptFunction } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { notFound, orNotFound } from '../httpProblem.ts'
import {
  given,
  inAccount,
  name,
  namedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  tokenPath,
  writeRefusals,
} from './schemas.ts'

const code = z.string().min(1).max(200_000).describe('Defines `lambda(input, callback)` or `async lambda(input)`')
const description = z.string().max(2_000)
const newFunction = z.strictObject({ name, description: description.default(''), code })
const change = z.strictObject({ name: name.optional(), description: description.optional(), code: code.optional() })
const listed = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.number().describe('How often it was deployed; 0: never'),
  deployedAt: z.number().optional(),
  changedAt: z.number(),
})
const one = listed.extend({ code: z.string(), deployed: z.string().optional().describe('What runs') })
const trial = z.strictObject({
  payload: z.unknown().optional(),
  headers: z
    .array(z.strictObject({ name: z.string().max(200), value: z.string().max(4_000) }))
    .max(50)
    .default([]),
})
const ended = z.object({
  ok: z.boolean(),
  value: z.unknown().optional(),
  status: z.number().optional(),
  cause: z.string().optional(),
  logs: z.array(z.object({ level: z.string(), text: z.string() })).readonly(),
  ms: z.number(),
})

/** The account's own functions: a draft, and what of it was deployed. */
export const functions: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { integrations } = house.storage
  const tags = ['integrations']
  const noting = {
    kind: 'function',
    told: ({ name: called, description: what, code: text, version }: KeptFunction) => ({
      name: called,
      description: what,
      code: text,
      version,
    }),
  }
  const note = (request: Parameters<typeof noteOf>[1], action: string) =>
    noteOf<KeptFunction>(house, request, action, noting)

  app.post(
    '/functions',
    { schema: { tags, security, params: inAccount, body: newFunction, response: { 201: one, ...writeRefusals } } },
    async (request, reply) => {
      const { accountId } = request.params
      const made = { ...request.body, id: randomUUID(), accountId, changedAt: house.clock.now() }
      return reply.code(201).send(await integrations.createFunction(made, note(request, 'function.created')))
    },
  )
  app.get(
    '/functions',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: namedPage,
        response: { 200: pageOf(listed), ...refusals },
      },
    },
    async ({ params, query }) =>
      page(await integrations.listFunctions(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/functions/:id',
    { schema: { tags, security, params: tokenPath, response: { 200: one, ...refusals } } },
    async ({ params }) => orNotFound(await integrations.findFunction(params.accountId, params.id), 'function'),
  )
  app.patch(
    '/functions/:id',
    { schema: { tags, security, params: tokenPath, body: change, response: { 200: one, ...writeRefusals } } },
    async (request) => {
      const { accountId, id } = request.params
      const changed = { ...given(request.body), changedAt: house.clock.now() }
      return orNotFound(
        await integrations.updateFunction(accountId, id, changed, note(request, 'function.changed')),
        'function',
      )
    },
  )
  app.delete(
    '/functions/:id',
    {
      schema: {
        tags,
        security,
        params: tokenPath,
        response: { 204: z.undefined().describe('Gone'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { accountId, id } = request.params
      if (!(await integrations.deleteFunction(accountId, id, note(request, 'function.deleted'))))
        throw notFound('function')
      return reply.code(204).send()
    },
  )
  app.post(
    '/functions/:id/deploy',
    { schema: { tags, security, params: tokenPath, response: { 200: one, ...writeRefusals } } },
    async (request) => {
      const { accountId, id } = request.params
      const at = house.clock.now()
      return orNotFound(
        await integrations.deployFunction(accountId, id, at, note(request, 'function.deployed')),
        'function',
      )
    },
  )
  app.post(
    '/functions/:id/try',
    { schema: { tags, security, params: tokenPath, body: trial, response: { 200: ended, ...writeRefusals } } },
    async ({ params, body }) => {
      const kept = orNotFound(await integrations.findFunction(params.accountId, params.id), 'function')
      return house.integrations.functions.run({
        accountId: params.accountId,
        of: { name: kept.name, code: kept.code },
        payload: (body.payload ?? null) as JsonValue,
        headers: body.headers,
        idempotencyKey: `try ${randomUUID()}`,
      })
    },
  )
  done()
}
