import type { EpochMs } from '@baton/base'
import { holdsAll, RIGHTS } from '@baton/identity'
import type { ApiKey } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import {
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

const scopes = z
  .array(z.enum(RIGHTS))
  .min(1)
  .max(RIGHTS.length)
  .transform((list) => [...new Set(list)])
const newKey = z.strictObject({
  name,
  scopes,
  expiresAt: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
const key = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).readonly(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
})
const shownOnce = key.extend({ key: z.string().describe('Shown this once; only its hash is kept') })

/** Keys for programs, each with no more rights than it was given. */
export const keys: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { people } = house.storage
  const tags = ['keys']

  app.post(
    '/keys',
    { schema: { tags, security, params: inAccount, body: newKey, response: { 201: shownOnce, ...writeRefusals } } },
    async (request, reply) => {
      const { accountId } = request.params
      const { expiresAt, ...rest } = request.body
      if (!holdsAll(callerOf(request).rights, rest.scopes)) {
        throw new HttpProblem(403, 'above-own-rights', 'Nobody gives a key rights that they do not have.', {
          path: '/scopes',
        })
      }
      if (expiresAt !== undefined && expiresAt <= house.clock.now()) {
        throw new HttpProblem(422, 'in-the-past', 'A key ends in the future.', { path: '/expiresAt' })
      }
      const wanted = { accountId, ...rest, ...(expiresAt !== undefined && { expiresAt: expiresAt as EpochMs }) }
      const made = await house.identity.access.createKey(wanted, noteOf(house, request, 'key.created', OF_KEY))
      return reply.code(201).send({ ...made.kept, key: made.key })
    },
  )
  app.get(
    '/keys',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: namedPage,
        response: { 200: pageOf(key), ...refusals },
      },
    },
    async ({ params, query }) => page(await people.listKeys(params.accountId, pageRequest(query)), query.limit),
  )
  app.delete(
    '/keys/:id',
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
      const note = noteOf<ApiKey>(house, request, 'key.deleted', OF_KEY)
      orNotFound(await people.deleteKey(accountId, id, note), 'key')
      return reply.code(204).send()
    },
  )
  done()
}

const OF_KEY = {
  kind: 'key',
  told: ({ name: called, scopes: given, expiresAt }: ApiKey) => ({ name: called, scopes: given, expiresAt }),
}
