import type { AccountId, ConsumerId, EpochMs, JsonObject } from '@baton/base'
import type { Note } from './auditEntry.ts'
import type { PageRequest } from './settings.ts'

/** What bots call other systems with. One code for both dialects. Every call is within one account. */
export interface IntegrationsStore {
  /** @throws SettingsConflict at `/name`, or when there are `MAX_CREDENTIALS` already */
  createCredential(credential: KeptCredential, note?: Note<CredentialFacts>): Promise<void>
  findCredential(accountId: AccountId, id: string): Promise<KeptCredential | undefined>
  findCredentialByName(accountId: AccountId, name: string): Promise<KeptCredential | undefined>
  /** Without what is sealed. */
  listCredentials(accountId: AccountId, page: PageRequest): Promise<CredentialFacts[]>
  updateCredential(
    accountId: AccountId,
    id: string,
    change: CredentialChange,
    note?: Note<CredentialFacts>,
  ): Promise<CredentialFacts | undefined>
  deleteCredential(accountId: AccountId, id: string, note?: Note<CredentialFacts>): Promise<boolean>
  /** Any one of them. */
  findCredentialOfKind(accountId: AccountId, kind: string): Promise<CredentialFacts | undefined>

  /** What a consumer can show for themselves; takes the place of the one before. */
  keepConsumerToken(token: ConsumerToken): Promise<void>
  /** @returns undefined where there is none, or it is over */
  findConsumerToken(
    accountId: AccountId,
    consumerId: ConsumerId,
    credentialId: string,
    now: EpochMs,
  ): Promise<Pick<ConsumerToken, 'keyId' | 'sealed'> | undefined>

  /** @throws SettingsConflict at `/name`, or when there are `MAX_FUNCTIONS` already */
  createFunction(made: NewFunction, note?: Note<KeptFunction>): Promise<KeptFunction>
  findFunction(accountId: AccountId, id: string): Promise<KeptFunction | undefined>
  findFunctionByName(accountId: AccountId, name: string): Promise<KeptFunction | undefined>
  /** Without their code. */
  listFunctions(accountId: AccountId, page: PageRequest): Promise<Omit<KeptFunction, 'code' | 'deployed'>[]>
  updateFunction(
    accountId: AccountId,
    id: string,
    change: FunctionChange,
    note?: Note<KeptFunction>,
  ): Promise<KeptFunction | undefined>
  /** From now on the draft is what runs. */
  deployFunction(
    accountId: AccountId,
    id: string,
    at: EpochMs,
    note?: Note<KeptFunction>,
  ): Promise<KeptFunction | undefined>
  deleteFunction(accountId: AccountId, id: string, note?: Note<KeptFunction>): Promise<boolean>
}

/** What may be told of a credential. */
export interface CredentialFacts {
  readonly id: string
  readonly accountId: AccountId
  /** Integrations name it by this. */
  readonly name: string
  readonly kind: string
  /** Fields that are no secret. */
  readonly facts: JsonObject
  readonly changedAt: EpochMs
}
export interface KeptCredential extends CredentialFacts {
  /** Whose key opens it. */
  readonly keyId: string
  readonly sealed: string
}
export type CredentialChange = Partial<Pick<KeptCredential, 'name' | 'facts' | 'keyId' | 'sealed'>> & {
  readonly changedAt: EpochMs
}

export interface ConsumerToken {
  readonly accountId: AccountId
  readonly consumerId: ConsumerId
  /** The credential that shows it. */
  readonly credentialId: string
  readonly keyId: string
  readonly sealed: string
  readonly endsAt: EpochMs
}

export interface NewFunction {
  readonly id: string
  readonly accountId: AccountId
  readonly name: string
  readonly description: string
  readonly code: string
  readonly changedAt: EpochMs
}
export interface KeptFunction extends NewFunction {
  /** What runs; absent: it was never deployed. */
  readonly deployed?: string
  /** How often it was deployed. */
  readonly version: number
  readonly deployedAt?: EpochMs
}
export type FunctionChange = Partial<Pick<NewFunction, 'name' | 'description' | 'code'>> & {
  readonly changedAt: EpochMs
}

export const MAX_CREDENTIALS = 500
export const MAX_FUNCTIONS = 500
