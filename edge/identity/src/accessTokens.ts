import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { AccountId, AgentId, Clock } from '@baton/base'
import type { AccessToken, Settings } from '@baton/storage'

/** Whom an access token speaks for. */
export type Access =
  /** The operator of the whole installation; the only one who may make accounts. */
  | { readonly kind: 'installation' }
  | { readonly kind: 'admin'; readonly accountId: AccountId; readonly tokenId: string }
  | { readonly kind: 'agent'; readonly accountId: AccountId; readonly tokenId: string; readonly personId: AgentId }

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
  create(token: NewAccessToken): Promise<{ readonly token: string; readonly kept: AccessToken }>
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
export const makeAccessToken = (): string => `baton_${randomBytes(32).toString('base64url')}`

export const isAccessTokenShape = (token: string): boolean => SHAPE.test(token)

export function createAccessTokens(settings: Settings, clock: Clock): AccessTokens {
  return {
    async create({ accountId, kind, personId, name }) {
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
      await settings.createToken(kept)
      return { token, kept }
    },

    async find(token) {
      if (!SHAPE.test(token)) return undefined
      const hash = hashOf(token)
      const installation = await settings.readSecret(INSTALLATION)
      if (installation !== undefined && sameText(installation, hash)) return { kind: 'installation' }
      const kept = await settings.findToken(hash)
      if (kept === undefined || !sameText(kept.hash, hash)) return undefined
      const { accountId, id: tokenId, personId } = kept
      if (kept.kind === 'admin') return { kind: 'admin', accountId, tokenId }
      return personId === undefined ? undefined : { kind: 'agent', accountId, tokenId, personId }
    },

    async claimInstallation(token) {
      const hash = hashOf(token)
      return (await settings.putSecretOnce(INSTALLATION, hash)) === hash
    },

    hasInstallationToken: async () => (await settings.readSecret(INSTALLATION)) !== undefined,
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Takes the same time whether the first or the last character differs. */
function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
