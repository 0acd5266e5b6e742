import { randomUUID } from 'node:crypto'
import type { AccountId, AgentId, Clock, EpochMs } from '@baton/base'
import type { AccessToken, ApiKey, Note, PeopleStore, Settings } from '@baton/storage'
import { isRight, type Right } from './rights.ts'
import { hashOf, makeSecret, sameText } from './secrets.ts'

/** Whom an access token speaks for. */
export type Access =
  /** The operator of the whole installation; the only one who may make accounts. */
  | { readonly kind: 'installation' }
  | ({ readonly kind: 'admin' } & OfAccount)
  | ({ readonly kind: 'agent'; readonly personId: AgentId } & OfAccount)
  /** A program, with the rights that it was given. */
  | ({ readonly kind: 'key'; readonly scopes: readonly Right[] } & OfAccount)

interface OfAccount {
  readonly accountId: AccountId
  readonly tokenId: string
  /** What people call it in a list. */
  readonly name: string
}

export interface NewApiKey {
  readonly accountId: AccountId
  readonly name: string
  readonly scopes: readonly Right[]
  readonly expiresAt?: EpochMs
}

export interface NewAccessToken {
  readonly accountId: AccountId
  readonly kind: 'admin' | 'agent'
  /** Whose token it is; required for `agent`. */
  readonly personId?: AgentId
  /** What people call it in a list. */
  readonly name: string
}

/** Tokens for the API and the agents' door: 32 random bytes, of which only the SHA-256 is kept. */
export interface AccessTokens {
  /** @returns the token, shown this once and kept nowhere, and what is kept of it */
  create(
    token: NewAccessToken,
    note?: Note<AccessToken>,
  ): Promise<{ readonly token: string; readonly kept: AccessToken }>
  /** @returns the key, shown this once and kept nowhere, and what is kept of it */
  createKey(key: NewApiKey, note?: Note<ApiKey>): Promise<{ readonly key: string; readonly kept: ApiKey }>
  /** @returns undefined for every token that is not known, whatever is wrong with it */
  find(token: string): Promise<Access | undefined>
  /**
   * Makes the installation's own token its first owner.
   * @returns true when it was the first; false when there is one already, which stays
   */
  claimInstallation(token: string): Promise<boolean>
  /** Whether the installation has its token. */
  hasInstallationToken(): Promise<boolean>
}

const INSTALLATION = 'installation-token-hash'
const SHAPE = /^baton_[A-Za-z0-9_-]{43}$/

/** Long enough that guessing is hopeless, with a prefix by which scanners of leaked secrets know it. */
export const makeAccessToken = (): string => `baton_${makeSecret()}`

export const isAccessTokenShape = (token: string): boolean => SHAPE.test(token)

export function createAccessTokens(settings: Settings, people: PeopleStore, clock: Clock): AccessTokens {
  async function findKey(hash: string): Promise<Access | undefined> {
    const key = await people.findKey(hash)
    if (key === undefined || !sameText(key.hash, hash)) return undefined
    if (key.expiresAt !== undefined && clock.now() >= key.expiresAt) return undefined
    const { accountId, id: tokenId, name, scopes } = key
    return { kind: 'key', accountId, tokenId, name, scopes: scopes.filter(isRight) }
  }

  return {
    async create({ accountId, kind, personId, name }, note) {
      const token = makeAccessToken()
      const kept: AccessToken = {
        id: randomUUID(),
        accountId,
        hash: hashOf(token),
        kind,
        name,
        createdAt: clock.now(),
        ...(personId !== undefined && { personId }),
      }
      await settings.createToken(kept, note)
      return { token, kept }
    },

    async createKey({ accountId, name, scopes, expiresAt }, note) {
      const key = makeAccessToken()
      const kept: ApiKey = {
        id: randomUUID(),
        accountId,
        hash: hashOf(key),
        name,
        scopes,
        createdAt: clock.now(),
        ...(expiresAt !== undefined && { expiresAt }),
      }
      await people.createKey(kept, note)
      return { key, kept }
    },

    async find(token) {
      if (!SHAPE.test(token)) return undefined
      const hash = hashOf(token)
      const installation = await settings.readSecret(INSTALLATION)
      if (installation !== undefined && sameText(installation, hash)) return { kind: 'installation' }
      const kept = await settings.findToken(hash)
      if (kept === undefined) return findKey(hash)
      if (!sameText(kept.hash, hash)) return undefined
      const { accountId, id: tokenId, personId, name } = kept
      if (kept.kind === 'admin') return { kind: 'admin', accountId, tokenId, name }
      return personId === undefined ? undefined : { kind: 'agent', accountId, tokenId, personId, name }
    },

    async claimInstallation(token) {
      const hash = hashOf(token)
      return (await settings.putSecretOnce(INSTALLATION, hash)) === hash
    },

    hasInstallationToken: async () => (await settings.readSecret(INSTALLATION)) !== undefined,
  }
}
