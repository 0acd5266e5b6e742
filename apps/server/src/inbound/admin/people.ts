import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { orNotFound } from '../httpProblem.ts'
import {
  agentPath,
  given,
  inAccount,
  name,
  numberedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  skillId,
  writeRefusals,
} from './schemas.ts'

const role = z.enum(['admin', 'manager', 'agent', 'builder'])
const skillIds = z.array(skillId).max(500)
const capacity = z.int().min(0).max(1_000)

const newPerson = z.strictObject({
  fullName: name,
  nickname: name,
  role: role.default('agent'),
  skillIds: skillIds.default([]),
  capacity: capacity.default(5),
  enabled: z.boolean().default(true),
})
const change = z.strictObject({
  fullName: name.optional(),
  nickname: name.optional(),
  role: role.optional(),
  skillIds: skillIds.optional(),
  capacity: capacity.optional(),
  enabled: z.boolean().optional(),
})
const person = z.object({
  id: z.number(),
  fullName: z.string(),
  nickname: z.string(),
  role,
  skillIds: z.array(z.number()).readonly(),
  capacity: z.number(),
  enabled: z.boolean(),
})

/** The brand's people. A change of rights reaches their open sockets at once. */
export const people: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['people']

  app.post(
    '/people',
    { schema: { tags, security, params: inAccount, body: newPerson, response: { 201: person, ...writeRefusals } } },
    async ({ params, body }, reply) => {
      const made = await settings.createPerson(params.accountId, body)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(made)
    },
  )
  app.get(
    '/people',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: numberedPage,
        response: { 200: pageOf(person), ...refusals },
      },
    },
    async ({ params, query }) => page(await settings.listPeople(params.accountId, pageRequest(query)), query.limit),
  )
  app.get(
    '/people/:id',
    { schema: { tags, security, params: agentPath, response: { 200: person, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findPerson(params.accountId, params.id), 'person'),
  )
  app.patch(
    '/people/:id',
    { schema: { tags, security, params: agentPath, body: change, response: { 200: person, ...writeRefusals } } },
    async ({ params, body }) => {
      const changed = orNotFound(await settings.updatePerson(params.accountId, params.id, given(body)), 'person')
      house.settingsChanged(params.accountId)
      await house.agents.personChanged(params.accountId, params.id)
      return changed
    },
  )
  done()
}
