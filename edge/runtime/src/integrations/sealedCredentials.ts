import { type AccountId, canonicalJson, isJsonObject, type JsonObject } from '@baton/base'
import { CREDENTIAL_KINDS, type Credential, isCredentialKind, type Seal, SealBroken } from '@baton/outbound'
import type { KeptCredential } from '@baton/storage'

interface Whose {
  readonly id: string
  readonly accountId: AccountId
  readonly kind: string
  readonly facts: JsonObject
}

/** Facts belong to the seal: whoever changes where a secret is shown cannot take the secret along. */
const placeOf = ({ accountId, id, kind, facts }: Whose): string => canonicalJson({ accountId, id, kind, facts })

/** @returns what is stored of a credential's secrets */
export function sealSecrets(seal: Seal, whose: Whose, secrets: JsonObject): Pick<KeptCredential, 'keyId' | 'sealed'> {
  return { keyId: seal.keyId, sealed: seal.close(JSON.stringify(secrets), placeOf(whose)) }
}

/** @throws SealBroken when the key is another one, or something of it was changed */
export function openCredential(seal: Seal, kept: KeptCredential): Credential {
  const { kind, facts } = kept
  const secrets: unknown = JSON.parse(seal.open(kept.sealed, kept.keyId, placeOf(kept)))
  if (!isCredentialKind(kind) || !isJsonObject(secrets))
    throw new SealBroken('This kind of credential is not known here.')
  const parsed = CREDENTIAL_KINDS[kind].facts.safeParse(ownFacts(facts))
  if (!parsed.success) throw new SealBroken('What is stored of it cannot be read; enter it again.')
  return { kind, facts: parsed.data, secrets } as unknown as Credential
}

/** What was entered of it, without what the house notes beside. */
export const ownFacts = ({ hosts: _hosts, consentedAt: _at, consentEndsAt: _until, ...own }: JsonObject): JsonObject =>
  own

/** Hosts that a credential is shown to; absent: to all. */
export const hostsOf = ({ facts }: Pick<KeptCredential, 'facts'>): readonly string[] | undefined =>
  Array.isArray(facts.hosts) && facts.hosts.length > 0 ? facts.hosts.map(String) : undefined
