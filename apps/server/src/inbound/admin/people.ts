import type { AccountId, AgentId } from '@baton/base'
import type { Person } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { orNotFound } from '../httpProblem.ts'
import { email, role } from '../signIn/schemas.ts'
import { invitation, sendLink } from './personLinks.ts'
import { requireRightsOver } from './requireRightsOver.ts'
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

const skillIds = z.array(skillId).max(500)
const capacity = z.int().min(0).max(1_000)

const newPerson = z.strictObject({
  fullName: name,
  nickname: name,
  email: email.optional().describe('With one, the answer holds an invitation'),
  role: role.default('agent'),
  skillIds: skillIds.default([]),
  capacity: capacity.default(5),
  enabled: z.boolean().default(true),
})
const change = z.strictObject({
  fullName: name.optional(),
  nickname: name.optional(),
  email: email.optional(),
  role: role.optional(),
  skillIds: skillIds.optional(),
  capacity: capacity.optional(),
  enabled: z.boolean().optional(),
})
const person = z.object({
  id: z.number(),
  fullName: z.string(),
  nickname: z.string(),
  email: z.string().optional(),
  role,
  skillIds: z.array(z.number()).readonly(),
  capacity: z.number(),
  enabled: z.boolean(),
})
const made = person.extend({ invitation: invitation.optional() })

/** The brand's people. A change of rights reaches their open sockets at once. */
export const people: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['people']

  app.post(
    '/people',
    { schema: { tags, security, params: inAccount, body: newPerson, response: { 201: made, ...writeRefusals } } },
    async (request, reply) => {
      const { accountId } = request.params
      const { email: address, ...rest } = request.body
      requireRightsOver(callerOf(request), rest.role)
      const note = noteOf<Person>(house, request, 'person.created', { kind: 'person' })
      const wanted = { ...rest, ...(address !== undefined && { email: address }) }
      const created = await settings.createPerson(accountId, wanted, note)
      house.settingsChanged(accountId)
      const sent = address !== undefined && created.enabled && (await sendLink(house, 'invitation', created))
      return reply.code(201).send({ ...created, ...(sent && { invitation: sent }) })
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
    async (request) => {
      const { accountId, id } = request.params
      const before = orNotFound(await settings.findPerson(accountId, id), 'person')
      const after: Person = { ...before, ...given(request.body) }
      const caller = callerOf(request)
      requireRightsOver(caller, before.role)
      requireRightsOver(caller, after.role)
      const note = noteOf<Person>(house, request, 'person.changed', { kind: 'person' })
      const how = { note, keepAdministrator: caller.via !== 'installation' }
      const changed = orNotFound(await settings.updatePerson(accountId, id, given(request.body), how), 'person')
      house.settingsChanged(accountId)
      if (!changed.enabled) await endSessions(house, accountId, id)
      await house.agents.personChanged(accountId, id)
      return changed
    },
  )
  done()
}

async function endSessions(house: House, accountId: AccountId, id: AgentId): Promise<void> {
  house.agents.sessionsEnded(await house.storage.people.endSessions(accountId, id))
}
