import { type Clock, type EpochMs, hours } from '@baton/base'
import type { Link, PeopleStore, Person } from '@baton/storage'
import { hashOf, isSecretShape, makeSecret } from './secrets.ts'

const VALID_MS = { invitation: hours(24 * 7), reset: hours(1) } as const

/** Links that let somebody in once, to set a password. Only their hash is kept. */
export interface Links {
  /**
   * Makes one with which the first administrator comes in; all others are void once one was used.
   * @param keep so many earlier ones stay valid beside it; by default none
   */
  firstRun(keep?: number): Promise<MadeLink>
  /** Earlier ones of the same kind for this person are void. */
  forPerson(kind: 'invitation' | 'reset', person: Person): Promise<MadeLink & { readonly expiresAt: EpochMs }>
  /** @returns undefined for every secret that opens nothing now */
  find(secret: string): Promise<Link | undefined>
  /** Takes it away: of two who come with it, one gets it. */
  take(secret: string): Promise<Link | undefined>
}

export interface MadeLink {
  /** For the address; shown this once. */
  readonly secret: string
}

export function createLinks(people: PeopleStore, clock: Clock): Links {
  const alive = (link: Link | undefined): Link | undefined =>
    link === undefined || (link.kind !== 'firstRun' && clock.now() >= link.expiresAt) ? undefined : link
  return {
    async firstRun(keep) {
      const secret = makeSecret()
      await people.createLink({ kind: 'firstRun', hash: hashOf(secret), createdAt: clock.now() }, keep)
      return { secret }
    },

    async forPerson(kind, { accountId, id: personId }) {
      const secret = makeSecret()
      const createdAt = clock.now()
      const expiresAt = (createdAt + VALID_MS[kind]) as EpochMs
      await people.createLink({ kind, hash: hashOf(secret), accountId, personId, createdAt, expiresAt })
      return { secret, expiresAt }
    },

    find: async (secret) => (isSecretShape(secret) ? alive(await people.findLink(hashOf(secret))) : undefined),
    take: async (secret) => (isSecretShape(secret) ? alive(await people.takeLink(hashOf(secret))) : undefined),
  }
}
