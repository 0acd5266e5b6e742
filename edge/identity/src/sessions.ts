import { randomUUID } from 'node:crypto'
import { type AccountId, type AgentId, type Clock, type EpochMs, hours, minutes } from '@baton/base'
import type { PeopleStore, Person, Session, Settings } from '@baton/storage'
import { hashOf, isSecretShape, makeSecret, sameText } from './secrets.ts'

/** A session that nobody uses ends after this time; whoever comes back the next morning signs in again. */
export const SESSION_IDLE_MS = hours(8)
/** However busy it is, a session ends after this time. */
export const SESSION_MS = hours(24 * 30)
/** Being seen is written at most this often. */
const TOUCH_EVERY_MS = minutes(5)

export interface SignedInPerson {
  readonly session: Session
  readonly person: Person
  /** What every request but a reading one must bring, so that no other page can make one. */
  readonly csrf: string
}

/** People's sessions: rows in the database, found by the hash of a cookie. */
export interface Sessions {
  /** @returns the cookie's value, shown this once, and ids of sessions that ended for the new one */
  start(person: Person, device: Session['device']): Promise<StartedSession>
  /** @returns undefined for every value that is no session now, whatever is wrong with it */
  find(token: string): Promise<SignedInPerson | undefined>
  /** The session is used; also by a socket that stays open. */
  touch(session: Session): Promise<void>
  isOver(session: Session): boolean
  list(accountId: AccountId, personId: AgentId): Promise<Session[]>
}

export interface StartedSession extends SignedInPerson {
  readonly token: string
  readonly ended: readonly string[]
}

export function createSessions(people: PeopleStore, settings: Settings, clock: Clock): Sessions {
  const isOver = ({ seenAt, endsAt }: Session): boolean => {
    const now = clock.now()
    return now >= endsAt || now - seenAt >= SESSION_IDLE_MS
  }
  const touch = async ({ id, seenAt }: Session): Promise<void> => {
    if (clock.now() - seenAt >= TOUCH_EVERY_MS) await people.touchSession(id, clock.now())
  }
  return {
    isOver,
    touch,

    async start(person, device) {
      const token = makeSecret()
      const now = clock.now()
      const session: Session = {
        id: randomUUID(),
        hash: hashOf(token),
        accountId: person.accountId,
        personId: person.id,
        createdAt: now,
        seenAt: now,
        endsAt: (now + SESSION_MS) as EpochMs,
        device: { userAgent: device.userAgent.slice(0, 300), address: device.address.slice(0, 64) },
      }
      const ended = await people.createSession(session)
      return { token, session, person, csrf: csrfOf(token), ended }
    },

    async find(token) {
      if (!isSecretShape(token)) return undefined
      const hash = hashOf(token)
      const session = await people.findSession(hash)
      if (session === undefined || !sameText(session.hash, hash) || isOver(session)) return undefined
      const person = await settings.findPerson(session.accountId, session.personId)
      if (person === undefined || !person.enabled) return undefined
      await touch(session)
      return { session, person, csrf: csrfOf(token) }
    },

    async list(accountId, personId) {
      return (await people.listSessions(accountId, personId)).filter((session) => !isOver(session))
    },
  }
}

/** Made from the cookie's value, which no page can read: it needs no place of its own. */
const csrfOf = (token: string): string => hashOf(`csrf ${token}`).slice(0, 43)
