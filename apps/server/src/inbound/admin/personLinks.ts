import type { AgentId } from '@baton/base'
import type { Person, Session } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type House, linkUrl } from '../../house.ts'
import { noLetters } from '../../letters.ts'
import { audit, noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { toListed } from '../signIn/listedSessions.ts'
import { listedSession } from '../signIn/schemas.ts'
import { requireRightsOver } from './requireRightsOver.ts'
import { agentPath, refusals, security, writeRefusals } from './schemas.ts'

/** A one-time link, for whoever made it to hand on; it also goes by mail where mail is set up. */
export const invitation = z.object({
  url: z.string(),
  expiresAt: z.number(),
  mailed: z.boolean().describe('It is on its way by mail as well'),
})

const sessionPath = agentPath.extend({ sessionId: z.string().max(64) })
const gone = z.undefined().describe('Gone')

/** How people get in, and how they are put out. */
export const personLinks: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, people } = house.storage
  const tags = ['people']

  for (const kind of ['invitation', 'reset'] as const) {
    app.post(
      `/people/:id/${kind}`,
      { schema: { tags, security, params: agentPath, response: { 201: invitation, ...writeRefusals } } },
      async (request, reply) => {
        const { accountId, id } = request.params
        const person = orNotFound(await settings.findPerson(accountId, id), 'person')
        requireRightsOver(callerOf(request), person.role)
        if (person.email === undefined || !person.enabled) {
          const message = 'Only who is switched on and has an e-mail address can sign in.'
          throw new HttpProblem(422, 'cannot-sign-in', message, { path: '/email' })
        }
        const action = kind === 'invitation' ? 'person.invited' : 'person.passwordResetLinkMade'
        await audit(house, request, { action, target: `person/${id}` })
        return reply.code(201).send(await sendLink(house, kind, person))
      },
    )
  }
  app.get(
    '/people/:id/sessions',
    {
      schema: {
        tags,
        security,
        params: agentPath,
        response: { 200: z.object({ items: z.array(listedSession) }), ...refusals },
      },
    },
    async (request) => {
      const { accountId, id } = request.params
      orNotFound(await settings.findPerson(accountId, id), 'person')
      const sessions = await house.identity.sessions.list(accountId, id)
      return { items: sessions.map((session) => toListed(session, callerOf(request).session?.id)) }
    },
  )
  app.delete(
    '/people/:id/sessions',
    { schema: { tags, security, params: agentPath, response: { 204: gone, ...writeRefusals } } },
    async (request, reply) => {
      const { accountId, id } = request.params
      const person = orNotFound(await settings.findPerson(accountId, id), 'person')
      requireRightsOver(callerOf(request), person.role)
      const note = noteOf<readonly Session[]>(house, request, 'person.sessionsEnded', ofPerson(id))
      house.agents.sessionsEnded(await people.endSessions(accountId, id, note))
      return reply.code(204).send()
    },
  )
  app.delete(
    '/people/:id/sessions/:sessionId',
    { schema: { tags, security, params: sessionPath, response: { 204: gone, ...writeRefusals } } },
    async (request, reply) => {
      const { accountId, id, sessionId } = request.params
      const person = orNotFound(await settings.findPerson(accountId, id), 'person')
      requireRightsOver(callerOf(request), person.role)
      const note = noteOf<Session>(house, request, 'person.sessionsEnded', ofPerson(id))
      if (!(await people.endSession(accountId, id, sessionId, note))) throw notFound('session')
      house.agents.sessionsEnded([sessionId])
      return reply.code(204).send()
    },
  )
  done()
}

/** Of the sessions themselves nothing is told. */
const ofPerson = (id: AgentId) => ({ kind: 'person', id, told: () => ({}) })

/** A letter that does not arrive is no reason to fail: the link is in the answer. */
export async function sendLink(house: House, kind: 'invitation' | 'reset', person: Person) {
  const { secret, expiresAt } = await house.identity.links.forPerson(kind, person)
  const url = linkUrl(house, secret)
  const accountName = (await house.storage.settings.findAccount(person.accountId))?.name ?? person.accountId
  house.letters.send({ kind, person, accountName, url, expiresAt }).catch((fault: unknown) => {
    house.log.warn({ err: fault, kind }, 'a letter could not be sent')
  })
  return { url, expiresAt, mailed: house.letters !== noLetters }
}
