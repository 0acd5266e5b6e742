import type { EntryPoint } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { orNotFound } from '../httpProblem.ts'
import {
  entryPointId,
  entryPointPath,
  given,
  inAccount,
  language,
  name,
  namedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  skillId,
  writeRefusals,
} from './schemas.ts'

/** Exactly what a browser sends as `Origin`. */
const origin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text && !text.includes('*'),
    'an origin: https://host or https://host:port, nothing after it, no wildcard',
  )
const origins = z.array(origin).max(100)
const title = z.string().trim().max(100)

const newEntryPoint = z.strictObject({
  id: entryPointId,
  name,
  skillId,
  /** Empty: pages and programs on the server's own machine only. */
  origins: origins.default([]),
  language: language.optional(),
  enabled: z.boolean().default(true),
  title: title.default(''),
})
const change = z.strictObject({
  name: name.optional(),
  skillId: skillId.optional(),
  origins: origins.optional(),
  language: language.optional(),
  enabled: z.boolean().optional(),
  title: title.optional(),
})
const entryPoint = z.object({
  id: z.string(),
  name: z.string(),
  skillId: z.number(),
  origins: z.array(z.string()).readonly(),
  language: z.string(),
  enabled: z.boolean(),
  title: z.string(),
})

/** Where consumers come in. */
export const entryPoints: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['entry points']

  app.post(
    '/entry-points',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: newEntryPoint,
        response: { 201: entryPoint, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const account = orNotFound(await settings.findAccount(params.accountId), 'account')
      const chosen = body.language ?? account.defaultLanguage
      const note = noteOf<EntryPoint>(house, request, 'entryPoint.created', { kind: 'entryPoint' })
      const made = await settings.createEntryPoint(params.accountId, { ...body, language: chosen }, note)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(made)
    },
  )
  app.get(
    '/entry-points',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: namedPage,
        response: { 200: pageOf(entryPoint), ...refusals },
      },
    },
    async ({ params, query }) =>
      page(await settings.listEntryPoints(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/entry-points/:id',
    { schema: { tags, security, params: entryPointPath, response: { 200: entryPoint, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findEntryPoint(params.accountId, params.id), 'entry point'),
  )
  app.patch(
    '/entry-points/:id',
    {
      schema: { tags, security, params: entryPointPath, body: change, response: { 200: entryPoint, ...writeRefusals } },
    },
    async (request) => {
      const { params, body } = request
      const note = noteOf<EntryPoint>(house, request, 'entryPoint.changed', { kind: 'entryPoint' })
      const updated = await settings.updateEntryPoint(params.accountId, params.id, given(body), note)
      const changed = orNotFound(updated, 'entry point')
      house.settingsChanged(params.accountId)
      return changed
    },
  )
  done()
}
