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

/** dialogs R5.7; the documented system names carry underscores. */
const variables = z
  .record(z.string().regex(/^\w{1,200}$/, 'letters, digits and _'), z.string().max(65_536))
  .refine((all) => Object.keys(all).length <= 1_000, 'at most 1,000 variables')
const newEnvironment = z.strictObject({ name, variables: variables.default({}) })
const change = z.strictObject({ name: name.optional(), variables: variables.optional() })
const environment = z.object({ id: z.number(), name: z.string(), variables: z.record(z.string(), z.string()) })
const path = inAccount.extend({ id: z.coerce.number().int().min(1) })

/** Sets of variables that bots are linked to, such as one for tests and one for production. */
export const environments: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  const tags = ['bots']
  app.post(
    '/environments',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: newEnvironment,
        response: { 201: environment, ...writeRefusals },
      },
    },
    async ({ params, body }, reply) => reply.code(201).send(await authored.createEnvironment(params.accountId, body)),
  )
  app.get(
    '/environments',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(environment), ...refusals },
      },
    },
    async ({ params, query }) =>
      page(await authored.listEnvironments(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/environments/:id',
    { schema: { tags, security, params: path, response: { 200: environment, ...refusals } } },
    async ({ params }) => orNotFound(await authored.findEnvironment(params.accountId, params.id), 'environment'),
  )
  app.patch(
    '/environments/:id',
    { schema: { tags, security, params: path, body: change, response: { 200: environment, ...writeRefusals } } },
    async ({ params, body }) => {
      const changed = await authored.updateEnvironment(params.accountId, params.id, given(body))
      house.settingsChanged(params.accountId)
      return orNotFound(changed, 'environment')
    },
  )
  app.delete(
    '/environments/:id',
    { schema: { tags, security, params: path, response: { 204: z.null(), ...refusals } } },
    async ({ params }, reply) => {
      if (!(await authored.deleteEnvironment(params.accountId, params.id))) throw notFound('environment')
      house.settingsChanged(params.accountId)
      return reply.code(204).send(null)
    },
  )
  done()
}
