import { randomUUID } from 'node:crypto'
import { type AccountId, type Clock, seconds } from '@baton/base'
import { SignJWT } from 'jose'
import type { SigningKeys } from './signingKeys.ts'

/** In seconds, as the field publishes it (connector R2.9). */
const LIFETIME = 3_600
/** A token that ends sooner than this is renewed first (connector R2.11). */
const MARGIN_MS = seconds(60)
const MAX_CACHED = 10_000

export interface TokenFor {
  readonly accountId: AccountId
  readonly clientId: string
  readonly scope: string
}

interface Cached {
  readonly token: Promise<string>
  readonly expiresAt: number
}

/** Bearer tokens that prove to a bot's service who calls. One renewal at a time for each client. */
export class Tokens {
  readonly #cached = new Map<string, Cached>()

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly issuer: string,
  ) {}

  get(wanted: TokenFor): Promise<string> {
    const name = nameOf(wanted)
    const cached = this.#cached.get(name)
    if (cached && cached.expiresAt - this.clock.now() >= MARGIN_MS) return cached.token
    const issuedAt = Math.floor(this.clock.now() / 1_000)
    const token = this.#sign(wanted, issuedAt)
    this.#remember(name, { token, expiresAt: (issuedAt + LIFETIME) * 1_000 })
    // A failure must not be remembered as if it were a token.
    token.catch(() => this.#forget(name, token))
    return token
  }

  /** The service did not take this token; the next call gets another one, unless someone renewed it already. */
  async drop(wanted: TokenFor, refused: string): Promise<void> {
    const name = nameOf(wanted)
    const cached = this.#cached.get(name)
    if (cached && (await cached.token) === refused) this.#forget(name, cached.token)
  }

  async #sign({ accountId, clientId, scope }: TokenFor, issuedAt: number): Promise<string> {
    const { kid, privateKey } = await this.keys.current()
    // The id makes a token that is asked for again in the same second another token.
    return new SignJWT({ azp: clientId, scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setIssuer(this.issuer)
      .setAudience(accountId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME)
      .setJti(randomUUID())
      .sign(privateKey)
  }

  #remember(name: string, cached: Cached): void {
    this.#cached.delete(name)
    this.#cached.set(name, cached)
    const [oldest] = this.#cached.keys()
    if (this.#cached.size > MAX_CACHED && oldest !== undefined) this.#cached.delete(oldest)
  }

  #forget(name: string, token: Promise<string>): void {
    if (this.#cached.get(name)?.token === token) this.#cached.delete(name)
  }
}

/** Accounts are letters and digits; the length keeps client id and scope apart, whatever they hold. */
const nameOf = ({ accountId, clientId, scope }: TokenFor): string =>
  `${accountId}/${clientId.length}/${clientId}/${scope}`
