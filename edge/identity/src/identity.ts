import type { Clock } from '@baton/base'
import type { Outbound } from '@baton/outbound'
import type { PeopleStore, Settings } from '@baton/storage'
import { type AccessTokens, createAccessTokens } from './accessTokens.ts'
import { type AttemptLimit, createAttemptLimit } from './attempts.ts'
import { type BrandTokens, createBrandTokens } from './brandTokens.ts'
import { type ConsumerTokens, createConsumerTokens } from './consumerTokens.ts'
import { createLinks, type Links } from './links.ts'
import { createOidc, type Oidc } from './oidc.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createPasswordDoor, type PasswordDoor } from './signIn.ts'

/** Who someone is, and what their role may do. What they may do with one conversation is decided where the data is. */
export interface Identity {
  readonly consumers: ConsumerTokens
  /** Consumers whom the brand signs in. */
  readonly brand: BrandTokens
  readonly access: AccessTokens
  readonly passwords: Passwords
  readonly door: PasswordDoor
  readonly attempts: AttemptLimit
  readonly sessions: Sessions
  readonly links: Links
  readonly oidc: Oidc
}

export interface IdentityOptions {
  readonly settings: Settings
  readonly people: PeopleStore
  readonly outbound: Outbound
  readonly clock: Clock
  /** The operator's secret, at least 32 characters; without one, a key is made at the first start and kept. */
  readonly secret?: string
}

export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { settings, people, outbound, clock, secret } = options
  const passwords = createPasswords()
  const attempts = createAttemptLimit(people, clock)
  return {
    consumers: await createConsumerTokens(settings, clock, secret),
    brand: createBrandTokens(outbound, clock),
    access: createAccessTokens(settings, people, clock),
    passwords,
    attempts,
    door: createPasswordDoor(people, passwords, attempts),
    sessions: createSessions(people, settings, clock),
    links: createLinks(people, clock),
    oidc: await createOidc(outbound, settings, clock, secret),
  }
}
