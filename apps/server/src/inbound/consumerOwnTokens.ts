import { type AccountId, after, type ConsumerId, type EpochMs, hours } from '@baton/base'
import { OWN_TOKEN_KIND, placeOfOwnToken } from '@baton/runtime'
import type { House } from '../house.ts'

/** However long the brand says that a token lives. */
const LONGEST_MS = hours(24)

/**
 * Keeps the token with which the brand says who a consumer is, where the account has a credential that shows it to the brand's own
 * services (scripting 2.4). Each sign-in replaces the one before.
 */
export async function keepOwnToken(
  house: House,
  accountId: AccountId,
  { consumerId, until }: { readonly consumerId: ConsumerId; readonly until: EpochMs },
  token: string,
): Promise<void> {
  const { seal, clock, storage } = house
  if (seal === undefined) return
  const credential = await storage.integrations.findCredentialOfKind(accountId, OWN_TOKEN_KIND)
  if (credential === undefined) return
  const { id: credentialId } = credential
  const endsAt = Math.min(until, after(clock.now(), LONGEST_MS)) as EpochMs
  const sealed = seal.close(token, placeOfOwnToken(accountId, consumerId, credentialId))
  await storage.integrations.keepConsumerToken({
    accountId,
    consumerId,
    credentialId,
    keyId: seal.keyId,
    sealed,
    endsAt,
  })
}
