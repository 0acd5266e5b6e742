import { type Right, rightsOf, SESSION_MS } from '@baton/identity'
import type { Person } from '@baton/storage'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { House } from '../../house.ts'
import { cookieOf, isHttps, SESSION_COOKIE, setCookie } from '../cookies.ts'
import { orNotFound } from '../httpProblem.ts'
import { type SessionBody, toSessionBody } from './schemas.ts'

/** Somebody has shown who they are: a new session, never one that was there before. */
export async function startSession(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
): Promise<SessionBody> {
  const account = orNotFound(await house.storage.settings.findAccount(person.accountId), 'account')
  await endSessionOfCookie(house, request)
  const device = { userAgent: request.headers['user-agent'] ?? '', address: request.ip }
  const { token, session, csrf, ended } = await house.identity.sessions.start(person, device)
  house.agents.sessionsEnded(ended)
  setCookie(reply, SESSION_COOKIE, token, sessionCookie(house, request, SESSION_MS))
  const rights: ReadonlySet<Right> = new Set(rightsOf(person.role))
  return toSessionBody(account, person, { session, csrf, rights })
}

/** Whoever signs in again from the same browser leaves no session behind. */
async function endSessionOfCookie(house: House, request: FastifyRequest): Promise<void> {
  const cookie = cookieOf(request.headers.cookie, SESSION_COOKIE)
  const before = cookie === undefined ? undefined : await house.identity.sessions.find(cookie)
  if (before === undefined) return
  const { accountId, personId, id } = before.session
  await house.storage.people.endSession(accountId, personId, id)
  house.agents.sessionsEnded([id])
}

export const forgetCookie = (house: House, request: FastifyRequest, reply: FastifyReply): void =>
  setCookie(reply, SESSION_COOKIE, '', sessionCookie(house, request, 0))

const sessionCookie = (house: House, request: FastifyRequest, maxAgeMs: number) => ({
  path: '/',
  maxAgeMs,
  isHttps: isHttps(request, house.publicUrl),
})
