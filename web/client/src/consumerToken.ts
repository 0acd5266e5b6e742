import type { Environment } from './environment.ts'
import { SignInRefused } from './link.ts'

/** A consumer's sign-in as it is kept and shared between the tabs of a page. */
export interface ConsumerToken {
  readonly token: string
  /** By the server's clock. */
  readonly expiresAt: number
  readonly consumerId: string
}

export interface TokenOptions {
  /** http(s) base of the server. */
  readonly url: string
  readonly account: string
  readonly entryPoint: string
  readonly environment: Environment
  readonly storageKey: string
}

/** Keeps the one token with which this browser is this consumer. */
export interface TokenKeeper {
  /**
   * @param renew the server no longer takes the one at hand
   * @throws SignInRefused when the server knows neither account nor entry point, or not from this origin
   */
  get(renew: boolean): Promise<string>
  /** A fresh one for the same consumer, before the old one ends. */
  renew(): Promise<string>
}

export function createTokenKeeper(options: TokenOptions): TokenKeeper {
  const { environment, storageKey } = options
  const { storage } = environment
  let inUse: string | undefined

  async function renew(): Promise<string> {
    const old = readToken(storage.get(storageKey))
    const fresh = (await request(options, old?.token)) ?? (await request(options, undefined))
    if (fresh === undefined) throw new SignInRefused('the server gives no token')
    // Two tabs that open together both ask; the first one's answer counts for both.
    const other = old === undefined ? readToken(storage.get(storageKey)) : undefined
    const kept = other ?? fresh
    if (other === undefined) storage.set(storageKey, JSON.stringify(fresh))
    inUse = kept.token
    return kept.token
  }

  return {
    async get(mustRenew) {
      const stored = readToken(storage.get(storageKey))
      const another = stored !== undefined && stored.token !== inUse
      // Renewed by another tab meanwhile, or good from an earlier visit.
      const usable = stored !== undefined && (another || !mustRenew) && stored.expiresAt > environment.now()
      if (!usable) return renew()
      inUse = stored.token
      return stored.token
    },
    renew,
  }
}

/** @returns nothing when the server does not take the old token: it has ended for good */
async function request(options: TokenOptions, old: string | undefined): Promise<ConsumerToken | undefined> {
  const { url, account, entryPoint, environment } = options
  const response = await environment.fetch(`${url.replace(/\/+$/, '')}/api/v1/consumer-tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, entryPoint, ...(old !== undefined ? { token: old } : {}) }),
  })
  if (response.status === 401) return undefined
  if (response.status === 403 || response.status === 404) {
    throw new SignInRefused(`the server answered ${response.status} to account ${account}, entry point ${entryPoint}`)
  }
  if (!response.ok) throw new Error(`the server answered ${response.status} to the request for a token`)
  const token = toToken(await response.json())
  if (token === undefined) throw new Error('the server answered something that is no token')
  return token
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
  const { token, expiresAt, consumerId } = value as Partial<Record<keyof ConsumerToken, unknown>>
  if (typeof token !== 'string' || typeof expiresAt !== 'number' || typeof consumerId !== 'string') return undefined
  return { token, expiresAt, consumerId }
}
