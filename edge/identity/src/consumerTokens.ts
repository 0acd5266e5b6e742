import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import {
  type AccountId,
  type Clock,
  type ConsumerId,
  type EntryPointId,
  type EpochMs,
  err,
  hours,
  minutes,
  ok,
  type Result,
} from '@baton/base'
import type { Settings } from '@baton/storage'
import { errors, jwtVerify, SignJWT } from 'jose'

/** Both published by the field for anonymous sign-in (messaging §0, R7.4). */
export const CONSUMER_TOKEN_MS = minutes(10)
export const CONSUMER_SESSION_MS = hours(730)
/** The brand's word for who somebody is holds for a day; then the page must give it again. */
export const SIGNED_IN_SESSION_MS = hours(24)
/** No token of ours is nearly as long; a longer text is not even decoded. */
const MAX_TOKEN_LENGTH = 2_048
const ISSUER = 'baton'
const ALGORITHM = 'HS256'

/** What a consumer's token says; believed only after `verify`. */
export interface ConsumerSession {
  readonly consumerId: ConsumerId
  readonly accountId: AccountId
  readonly entryPointId: EntryPointId
  /** The page's origin; absent when it was no page. */
  readonly origin?: string
  /** When this consumer first came; renewals end `CONSUMER_SESSION_MS` later. */
  readonly startedAt: EpochMs
  /** The brand said who this is. */
  readonly signedIn?: true
  /** Who they were before, anonymously; a socket of theirs may follow. */
  readonly was?: ConsumerId
  readonly expiresAt: EpochMs
}

export type ConsumerTokenRefusal = 'token-invalid' | 'token-expired' | 'origin-not-allowed'

export interface IssuedToken {
  readonly token: string
  readonly session: ConsumerSession
}

export interface ConsumerTokens {
  /** Signs in a consumer whom nobody has seen before. Whether the origin is welcome was decided by the caller. */
  issue(place: SignInPlace): Promise<IssuedToken>
  /**
   * Signs in a consumer whom the brand has named.
   * @param was the anonymous consumer that they were until now, on this very page
   */
  signIn(consumerId: ConsumerId, place: SignInPlace, was?: ConsumerId): Promise<IssuedToken>
  /**
   * A fresh token for the same consumer, account, entry point and origin.
   * @param token may have expired, but its session must not be older than 730 hours
   */
  renew(token: string, place: SignInPlace): Promise<Result<IssuedToken, ConsumerTokenRefusal>>
  /** @param origin the `Origin` header of the request that brings the token */
  verify(token: string, origin: string | undefined): Promise<Result<ConsumerSession, ConsumerTokenRefusal>>
}

export interface SignInPlace {
  readonly accountId: AccountId
  readonly entryPointId: EntryPointId
  readonly origin?: string
}

/**
 * Tokens are signed, not stored. The key comes from the operator's secret, which several nodes may share, or is made at the
 * first start and kept.
 *
 * @param secret at least 32 characters
 */
export async function createConsumerTokens(
  settings: Settings,
  clock: Clock,
  secret: string | undefined,
): Promise<ConsumerTokens> {
  const key = secret === undefined ? await keptKey(settings) : derivedKey(secret)

  async function sign(session: ConsumerSession): Promise<IssuedToken> {
    const token = await new SignJWT({
      entryPoint: session.entryPointId,
      started: session.startedAt,
      ...(session.origin !== undefined && { origin: session.origin }),
      ...(session.signedIn && { known: true }),
      ...(session.was !== undefined && { was: session.was }),
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(session.consumerId)
      .setAudience(`acc:${session.accountId}`)
      .setIssuedAt(Math.floor(clock.now() / 1000))
      .setExpirationTime(Math.floor(session.expiresAt / 1000))
      .sign(key)
    return { token, session }
  }

  /** @param forgiveMs how long ago the token may have expired */
  async function read(token: string, forgiveMs: number): Promise<Result<ConsumerSession, ConsumerTokenRefusal>> {
    if (token.length > MAX_TOKEN_LENGTH) return err('token-invalid')
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        requiredClaims: ['sub', 'aud', 'exp', 'iat'],
        currentDate: new Date(clock.now()),
        clockTolerance: Math.floor(forgiveMs / 1000),
      })
      const session = sessionOf(payload)
      return session === undefined ? err('token-invalid') : ok(session)
    } catch (fault) {
      return err(fault instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid')
    }
  }

  return {
    issue: ({ accountId, entryPointId, origin }) =>
      sign({
        consumerId: randomUUID() as string as ConsumerId,
        accountId,
        entryPointId,
        startedAt: clock.now(),
        expiresAt: wholeSeconds(clock.now() + CONSUMER_TOKEN_MS),
        ...(origin !== undefined && { origin }),
      }),

    signIn: (consumerId, { accountId, entryPointId, origin }, was) =>
      sign({
        consumerId,
        accountId,
        entryPointId,
        signedIn: true,
        startedAt: clock.now(),
        expiresAt: wholeSeconds(clock.now() + CONSUMER_TOKEN_MS),
        ...(origin !== undefined && { origin }),
        ...(was !== undefined && { was }),
      }),

    async renew(token, place) {
      const old = await read(token, CONSUMER_SESSION_MS)
      if (!old.ok) return old
      const { accountId, entryPointId, origin, startedAt } = old.value
      if (accountId !== place.accountId || entryPointId !== place.entryPointId) return err('token-invalid')
      if (origin !== place.origin) return err('origin-not-allowed')
      const endsAt = startedAt + (old.value.signedIn ? SIGNED_IN_SESSION_MS : CONSUMER_SESSION_MS)
      if (clock.now() >= endsAt) return err('token-expired')
      const expiresAt = wholeSeconds(Math.min(clock.now() + CONSUMER_TOKEN_MS, endsAt))
      const { was: _followedByNow, ...session } = old.value
      return ok(await sign({ ...session, expiresAt }))
    },

    async verify(token, origin) {
      const found = await read(token, 0)
      if (found.ok && found.value.origin !== origin) return err('origin-not-allowed')
      return found
    },
  }
}

/** A token counts whole seconds; so does what the client is told. */
const wholeSeconds = (instant: number): EpochMs => (Math.floor(instant / 1000) * 1000) as EpochMs

function sessionOf(payload: Record<string, unknown>): ConsumerSession | undefined {
  const { sub, aud, exp, entryPoint, started, origin, known, was } = payload
  if (typeof sub !== 'string' || typeof aud !== 'string' || !aud.startsWith('acc:')) return undefined
  if (typeof exp !== 'number' || typeof entryPoint !== 'string' || typeof started !== 'number') return undefined
  if (origin !== undefined && typeof origin !== 'string') return undefined
  if (was !== undefined && typeof was !== 'string') return undefined
  return {
    consumerId: sub as ConsumerId,
    accountId: aud.slice('acc:'.length) as AccountId,
    entryPointId: entryPoint as EntryPointId,
    startedAt: started as EpochMs,
    expiresAt: (exp * 1000) as EpochMs,
    ...(origin !== undefined && { origin }),
    ...(known === true && { signedIn: true as const }),
    ...(was !== undefined && { was: was as ConsumerId }),
  }
}

const derivedKey = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'baton consumer tokens v1', 32))

async function keptKey(settings: Settings): Promise<Uint8Array> {
  const kept = await settings.putSecretOnce('consumer-token-key', randomBytes(32).toString('base64'))
  return new Uint8Array(Buffer.from(kept, 'base64'))
}
