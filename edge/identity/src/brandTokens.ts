import { createHash } from 'node:crypto'
import {
  type AccountId,
  type Clock,
  type ConsumerId,
  type EpochMs,
  err,
  minutes,
  ok,
  type Result,
  seconds,
} from '@baton/base'
import type { Outbound } from '@baton/outbound'
import type { ConsumerSignIn } from '@baton/storage'
import {
  createLocalJWKSet,
  errors,
  importSPKI,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'

/** No alg none, and no shared secrets: what the brand publishes could sign tokens otherwise. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const MAX_TOKEN_LENGTH = 8_192
const MAX_SUBJECT_LENGTH = 255
/** Clocks of two servers differ. */
const TOLERANCE_S = 30

export interface BrandConsumer {
  /** The same for the same person on every device; tells nothing of who it is. */
  readonly consumerId: ConsumerId
  /** The end of what they showed. */
  readonly until: EpochMs
}

export type BrandTokenRefusal =
  | 'identity-invalid'
  | 'identity-expired'
  /** Their keys could not be had; the token may be fine. */
  | 'identity-unavailable'

/** Tokens with which the brand's page says who a consumer is (messaging R7.5). */
export interface BrandTokens {
  verify(accountId: AccountId, how: ConsumerSignIn, token: string): Promise<Result<BrandConsumer, BrandTokenRefusal>>
}

export function createBrandTokens(outbound: Outbound, clock: Clock): BrandTokens {
  const keySets = new KeySets(outbound, clock)
  return {
    async verify(accountId, how, token) {
      if (token.length > MAX_TOKEN_LENGTH) return err('identity-invalid')
      try {
        const { jwksUrl } = how
        const key: JWTVerifyGetKey =
          jwksUrl === undefined ? pemKey(how.publicKeyPem ?? '') : (header, jws) => keySets.find(jwksUrl, header, jws)
        const { payload } = await jwtVerify(token, key, {
          algorithms: ALGORITHMS,
          issuer: how.issuer,
          audience: how.audience,
          requiredClaims: ['sub', 'exp'],
          currentDate: new Date(clock.now()),
          clockTolerance: TOLERANCE_S,
        })
        const subject = subjectOf(payload)
        if (subject === undefined) return err('identity-invalid')
        const until = seconds(payload.exp ?? 0) as EpochMs
        return ok({ consumerId: derivedId(accountId, how.issuer, subject), until })
      } catch (fault) {
        if (fault instanceof errors.JWTExpired) return err('identity-expired')
        return err(fault instanceof KeysUnavailable ? 'identity-unavailable' : 'identity-invalid')
      }
    },
  }
}

function subjectOf({ sub }: JWTPayload): string | undefined {
  return typeof sub === 'string' && sub !== '' && sub.length <= MAX_SUBJECT_LENGTH ? sub : undefined
}

/** Opaque, and different for the same person in another account (messaging R1.8). */
const derivedId = (accountId: AccountId, issuer: string, subject: string): ConsumerId =>
  createHash('sha256')
    .update(JSON.stringify([accountId, issuer, subject]))
    .digest('hex') as ConsumerId

const pemKey =
  (pem: string): JWTVerifyGetKey =>
  ({ alg }) =>
    importSPKI(pem, alg ?? '')

/** @returns why a key cannot be used, in words; undefined when it can */
export async function checkPublicKey(pem: string): Promise<string | undefined> {
  for (const alg of ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA']) {
    const found = await importSPKI(pem, alg).catch(() => undefined)
    if (found !== undefined) return undefined
  }
  return 'is no public key of RSA, EC or Ed25519 in PEM (BEGIN PUBLIC KEY)'
}

class KeysUnavailable extends Error {}

type FindKey = ReturnType<typeof createLocalJWKSet>
interface KeptKeys {
  readonly find: FindKey
  readonly fetchedAt: number
}

const KEEP_MS = minutes(10)
/** Whoever sends tokens of unknown keys does not make us ask more often than this. */
const ASK_AGAIN_MS = seconds(30)
const REMEMBERED = 200

/** Brands' published keys, fetched through the one way out and kept for a while. */
class KeySets {
  readonly #kept = new Map<string, Promise<KeptKeys>>()

  constructor(
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  async find(url: string, ...[header, token]: Parameters<FindKey>): Promise<CryptoKey> {
    const kept = await this.#keysOf(url, KEEP_MS)
    try {
      return await kept.find(header, token)
    } catch (fault) {
      if (!(fault instanceof errors.JWKSNoMatchingKey)) throw fault
      const fresh = await this.#keysOf(url, ASK_AGAIN_MS) // they may have changed their key
      if (fresh === kept) throw fault
      return fresh.find(header, token)
    }
  }

  async #keysOf(url: string, maxAgeMs: number): Promise<KeptKeys> {
    const known = this.#kept.get(url)
    const kept = await known?.catch(() => undefined)
    if (kept !== undefined && this.clock.now() - kept.fetchedAt < maxAgeMs) return kept
    const current = this.#kept.get(url)
    if (current !== undefined && current !== known) return current // somebody else asks already
    const asked = this.#fetch(url)
    this.#kept.delete(url)
    this.#kept.set(url, asked)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > REMEMBERED && oldest !== undefined) this.#kept.delete(oldest)
    return asked
  }

  async #fetch(url: string): Promise<KeptKeys> {
    const fetchedAt = this.clock.now()
    try {
      const answer = await this.outbound.request({
        method: 'GET',
        url,
        headers: { accept: 'application/json' },
        timeoutMs: seconds(5),
        maxResponseBytes: 262_144,
      })
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
      const keys = JSON.parse(Buffer.from(answer.body).toString('utf8')) as JSONWebKeySet
      return { find: createLocalJWKSet(keys), fetchedAt }
    } catch (cause) {
      throw new KeysUnavailable(`the keys at ${url} cannot be had`, { cause })
    }
  }
}
