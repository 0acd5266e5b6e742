import type { Clock } from '@baton/base'
import type { Settings } from '@baton/storage'
import { type AccessTokens, createAccessTokens } from './accessTokens.ts'
import { type ConsumerTokens, createConsumerTokens } from './consumerTokens.ts'

/** Who someone is. What they may do is decided where the data is. */
export interface Identity {
  readonly consumers: ConsumerTokens
  readonly access: AccessTokens
}

export interface IdentityOptions {
  readonly settings: Settings
  readonly clock: Clock
  /** The operator's secret, at least 32 characters; without one, a key is made at the first start and kept. */
  readonly secret?: string
}

export async function createIdentity({ settings, clock, secret }: IdentityOptions): Promise<Identity> {
  return {
    consumers: await createConsumerTokens(settings, clock, secret),
    access: createAccessTokens(settings, clock),
  }
}
