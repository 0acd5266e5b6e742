import type { AccessToken } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { requireRightsOver } from './requireRightsOver.ts'
import {
  agentId,
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

const kind = z.enum(['admin', 'agent'])
const newToken = z.strictObject({ kind, name, personId: agentId.optional() })
const token = z.object({
  id: z.string(),
  kind,
  name: z.string(),
  personId: z.number().optional(),
  createdAt: z.number(),
})
const shownOnce = token.extend({ token: z.string().describe('Shown this once; only its hash is kept') })

const OF_TOKEN = {
  kind: 'token',
  told: ({ kind: of, name: called, personId }: AccessToken) => ({ kind: of, name: called, personId }),
}

/** Access tokens of one account. */
export const tokens: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['tokens']

  app.post(
    '/tokens',
    { schema: { tags, security, params: inAccount, body: newToken, response: { 201: shownOnce, ...writeRefusals } } },
    async (request, reply) => {
      const { body } = request
      const { accountId } = request.params
      const { personId } = body
      if ((body.kind === 'agent') !== (personId !== undefined)) {
        const message = 'An agent’s token names its person; an admin token names nobody.'
        throw new HttpProblem(422, 'person-expected', message, { path: '/personId' })
      }
      const person = personId === undefined ? undefined : await settings.findPerson(accountId, personId)
      const { role } = personId === undefined ? { role: 'admin' as const } : orNotFound(person, 'person')
      requireRightsOver(callerOf(request), role)
      const wanted = { accountId, kind: body.kind, name: body.name, ...(personId !== undefined && { personId }) }
      const made = await house.identity.access.create(wanted, noteOf(house, request, 'token.created', OF_TOKEN))
      return reply.code(201).send({ ...made.kept, token: made.token })
    },
  )
  app.get(
    '/tokens',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: namedPage,
        response: { 200: pageOf(token), ...refusals },
      },
    },
    async ({ params, query }) => page(await settings.listTokens(params.accountId, pageRequest(query)), query.limit),
  )
  app.delete(
    '/tokens/:id',
    {
      schema: {
        tags,
        security,
        params: tokenPath,
        response: { 204: z.undefined().describe('Gone'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { params } = request
      const note = noteOf<AccessToken>(house, request, 'token.deleted', OF_TOKEN)
      if (!(await settings.deleteToken(params.accountId, params.id, note))) throw notFound('token')
      house.agents.tokenDeleted(params.id)
      return reply.code(204).send()
    },
  )
  done()
}
