import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { notFound, orNotFound } from '../httpProblem.ts'
import {
  given,
  inAccount,
  name,
  numberedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  writeRefusals,
} from './schemas.ts'

const transferMessage = z.string().max(1_000).describe('Said when one bot takes over from another; empty: nothing is')
const newGroup = z.strictObject({
  name,
  collaborates: z.boolean().default(true),
  transferMessage: transferMessage.default(''),
})
const change = z.strictObject({
  name: name.optional(),
  collaborates: z.boolean().optional(),
  transferMessage: transferMessage.optional(),
})
const group = z.object({ id: z.number(), name: z.string(), collaborates: z.boolean(), transferMessage: z.string() })
const path = inAccount.extend({ id: z.coerce.number().int().min(1) })

/** Bots that look among themselves for one who knows, before they say that they do not. */
export const botGroups: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['bots']
  app.post(
    '/bot-groups',
    { schema: { tags, security, params: inAccount, body: newGroup, response: { 201: group, ...writeRefusals } } },
    async ({ params, body }, reply) => {
      const made = await settings.createBotGroup(params.accountId, body)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(made)
    },
  )
  app.get(
    '/bot-groups',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(group), ...refusals },
      },
    },
    async ({ params, query }) => page(await settings.listBotGroups(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/bot-groups/:id',
    { schema: { tags, security, params: path, response: { 200: group, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findBotGroup(params.accountId, params.id), 'group of bots'),
  )
  app.patch(
    '/bot-groups/:id',
    { schema: { tags, security, params: path, body: change, response: { 200: group, ...writeRefusals } } },
    async ({ params, body }) => {
      const changed = await settings.updateBotGroup(params.accountId, params.id, given(body))
      house.settingsChanged(params.accountId)
      return orNotFound(changed, 'group of bots')
    },
  )
  app.delete(
    '/bot-groups/:id',
    { schema: { tags, security, params: path, response: { 204: z.null(), ...refusals } } },
    async ({ params }, reply) => {
      if (!(await settings.deleteBotGroup(params.accountId, params.id))) throw notFound('group of bots')
      house.settingsChanged(params.accountId)
      return reply.code(204).send(null)
    },
  )
  done()
}
