import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { given, language, name } from '../admin/schemas.ts'
import { audit } from '../audit.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { toListed } from './listedSessions.ts'
import {
  density,
  givenPassword,
  gone,
  listedSession,
  newPassword,
  sessionBody,
  signInRefusals,
  theme,
  toSessionBody,
} from './schemas.ts'
import { sessionOf, tooMany } from './whoever.ts'

const change = z.strictObject({
  fullName: name.optional(),
  nickname: name.optional(),
  language: language.optional(),
  density: density.optional(),
  theme: theme.optional(),
  mailWhenWaiting: z.boolean().optional(),
})
const passwordChange = z.strictObject({ current: givenPassword, next: newPassword })

/** What people change about themselves; what others think of them, such as their role, is not among it. */
export const me: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, people } = house.storage
  const tags = ['me']

  app.put(
    '/api/v1/me',
    { schema: { tags, body: change, response: { 200: sessionBody, ...signInRefusals } } },
    async (request) => {
      const caller = sessionOf(request)
      const { person } = caller
      const { fullName, nickname, ...taste } = request.body
      const changed = await settings.updatePerson(person.accountId, person.id, {
        ...given({ fullName, nickname }),
        preferences: { ...person.preferences, ...given(taste) },
      })
      house.settingsChanged(person.accountId)
      const now = orNotFound(changed, 'person')
      const account = orNotFound(await settings.findAccount(person.accountId), 'account')
      return toSessionBody(account, now, caller)
    },
  )
  app.put(
    '/api/v1/me/password',
    { schema: { tags, body: passwordChange, response: { 204: gone, ...signInRefusals } } },
    async (request, reply) => {
      const { person, session } = sessionOf(request)
      if (!house.shared.signIns.take(request.ip)) throw tooMany()
      const { current, next } = request.body
      const confirmed = await house.identity.door.confirm(person, current)
      if (!confirmed.ok && confirmed.why === 'too-many-requests') throw tooMany(confirmed.retryAfterMs)
      if (!confirmed.ok) {
        throw new HttpProblem(422, 'wrong-password', 'This is not your password.', { path: '/current' })
      }
      const hash = await house.identity.passwords.hash(next)
      const ended = await people.setPassword(person.accountId, person.id, hash, session.id)
      house.agents.sessionsEnded(ended)
      await audit(house, request, { action: 'person.passwordChanged', target: `person/${person.id}` })
      return reply.code(204).send()
    },
  )
  app.get(
    '/api/v1/me/sessions',
    { schema: { tags, response: { 200: z.object({ items: z.array(listedSession) }), ...signInRefusals } } },
    async (request) => {
      const { person, session } = sessionOf(request)
      const sessions = await house.identity.sessions.list(person.accountId, person.id)
      return { items: sessions.map((one) => toListed(one, session.id)) }
    },
  )
  app.delete(
    '/api/v1/me/sessions/:sessionId',
    {
      schema: {
        tags,
        params: z.object({ sessionId: z.string().max(64) }),
        response: { 204: gone, ...signInRefusals },
      },
    },
    async (request, reply) => {
      const { person } = sessionOf(request)
      const { sessionId } = request.params
      if (!(await people.endSession(person.accountId, person.id, sessionId))) throw notFound('session')
      house.agents.sessionsEnded([sessionId])
      return reply.code(204).send()
    },
  )
  done()
}
