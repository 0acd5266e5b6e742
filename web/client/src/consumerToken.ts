import type { Environment } from './environment.ts'
import { type IdentitySource, subjectOf } from './identity.ts'
import { SignInRefused } from './link.ts'

/** A consumer's sign-in as it is kept and shared between the tabs of a page. */
export interface ConsumerToken {
  readonly token: string
  /** By the server's clock. */
  readonly expiresAt: number
  readonly consumerId: string
  /** Whom the brand said it is for; absent: for somebody unknown. */
  readonly subject?: string
}

export interface TokenOptions {
  /** http(s) base of the server. */
  readonly url: string
  readonly account: string
  readonly entryPoint: string
  readonly environment: Environment
  readonly storageKey: string
  readonly identity?: IdentitySource
}

/** Keeps the one token with which this browser is this consumer. */
export interface TokenKeeper {
  /** Whose token is in use; undefined before the first. */
  readonly consumerId: string | undefined
  /**
   * @param renew the server no longer takes the one at hand
   * @throws SignInRefused when the server knows neither account nor entry point, or not from this origin
   */
  get(renew: boolean): Promise<string>
  /** A fresh one for the same consumer, before the old one ends. */
  renew(): Promise<string>
  /** Who is signed in on the page may be another one from now on. @param source undefined: nobody */
  identify(source: IdentitySource | undefined): void
}

export function createTokenKeeper(options: TokenOptions): TokenKeeper {
  const { environment, storageKey } = options
  const { storage } = environment
  let inUse: string | undefined
  let consumerId: string | undefined
  let source = options.identity

  /** Where the page's own sign-in fails, the link tries again: an anonymous thread must not take the place of a known one. */
  async function identity(): Promise<string | undefined> {
    return source === undefined ? undefined : source()
  }

  async function renew(given?: string): Promise<string> {
    const brand = given ?? (await identity())
    const subject = brand === undefined ? undefined : subjectOf(brand)
    const stored = readToken(storage.get(storageKey))
    // Whoever was signed in here and is not any more leaves nothing behind for the next one.
    const old = stored?.subject === undefined || stored.subject === subject ? stored : undefined
    const fresh =
      (brand === undefined ? undefined : await request(options, old?.token, brand)) ??
      (brand === undefined ? undefined : await request(options, undefined, brand)) ??
      (await renewed(old)) ??
      (await request(options, undefined))
    if (fresh === undefined) throw new SignInRefused('the server gives no token')
    // Two tabs that open together both ask; the first one's answer counts for both.
    const other = stored === undefined ? readToken(storage.get(storageKey)) : undefined
    const isSame = other !== undefined && other.subject === fresh.subject
    const kept = isSame ? other : fresh
    if (!isSame) storage.set(storageKey, JSON.stringify(fresh))
    inUse = kept.token
    consumerId = kept.consumerId
    return kept.token
  }

  /** Without the brand's word, which may have run out: whoever was signed in stays so for a while. */
  async function renewed(old: ConsumerToken | undefined): Promise<ConsumerToken | undefined> {
    const fresh = old === undefined ? undefined : await request(options, old.token)
    return fresh === undefined || old?.subject === undefined ? fresh : { ...fresh, subject: old.subject }
  }

  return {
    get consumerId() {
      return consumerId
    },
    async get(mustRenew) {
      const stored = readToken(storage.get(storageKey))
      const brand = await identity()
      const subject = brand === undefined ? undefined : subjectOf(brand)
      const another = stored !== undefined && stored.token !== inUse
      // Renewed by another tab meanwhile, or good from an earlier visit; and of the one who is signed in on the page.
      const usable =
        stored !== undefined &&
        stored.subject === subject &&
        (another || !mustRenew) &&
        stored.expiresAt > environment.now()
      if (!usable) return renew(brand)
      inUse = stored.token
      consumerId = stored.consumerId
      return stored.token
    },
    renew: () => renew(),
    identify(next) {
      source = next
    },
  }
}

/**
 * @param old the token before, to stay the same consumer, or to bring an anonymous conversation along
 * @param identity the brand's word for who it is
 * @returns nothing when the server does not take what it was given
 */
async function request(
  options: TokenOptions,
  old: string | undefined,
  identity?: string,
): Promise<ConsumerToken | undefined> {
  const { url, account, entryPoint, environment } = options
  const response = await environment.fetch(`${url.replace(/\/+$/, '')}/api/v1/consumer-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      account,
      entryPoint,
      ...(old !== undefined ? { token: old } : {}),
      ...(identity !== undefined ? { identity } : {}),
    }),
  })
  if (response.status === 401) return undefined
  // This account takes no tokens of the brand's, or it is no token at all: as if there were none.
  if (identity !== undefined && (response.status === 422 || response.status === 400)) return undefined
  if (response.status === 403 || response.status === 404) {
    throw new SignInRefused(`the server answered ${response.status} to account ${account}, entry point ${entryPoint}`)
  }
  if (!response.ok) throw new Error(`the server answered ${response.status} to the request for a token`)
  const token = toToken(await response.json())
  if (token === undefined) throw new Error('the server answered something that is no token')
  const subject = identity === undefined ? undefined : subjectOf(identity)
  return subject === undefined ? token : { ...token, subject }
}

function readToken(text: string | undefined): ConsumerToken | undefined {
  if (text === undefined) return undefined
  try {
    return toToken(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toToken(value: unknown): ConsumerToken | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { token, expiresAt, consumerId, subject } = value as Partial<Record<keyof ConsumerToken, unknown>>
  if (typeof token !== 'string' || typeof expiresAt !== 'number' || typeof consumerId !== 'string') return undefined
  return { token, expiresAt, consumerId, ...(typeof subject === 'string' ? { subject } : {}) }
}
