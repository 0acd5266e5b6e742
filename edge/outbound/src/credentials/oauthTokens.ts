import { createHash } from 'node:crypto'
import type { Outbound } from '../outbound.ts'
import { askForTokens } from './askForTokens.ts'

export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly scope?: string | undefined
  /** Present: it is exchanged; else the client speaks for itself (RFC 6749 §4.4, §6). */
  readonly refreshToken?: string | undefined
  /** Names what a refresh token came of; the same for those that follow it. */
  readonly grantId?: string | undefined
}

/** Access tokens that were fetched, until shortly before they end. Each process fetches its own: they are cheap, and secrets. */
export interface OauthTokens {
  /**
   * @param renewed told of the refresh token that takes the place of the one before, before the access token is used
   * @throws TokenRefused, OutboundFailed, OutboundRefused
   */
  get(request: TokenRequest, timeoutMs: number, renewed?: (refreshToken: string) => Promise<void>): Promise<string>
  /** The service did not take it: the next one is fetched. */
  drop(request: TokenRequest, token: string): void
}

const MOST_TOKENS = 1_000

export function createOauthTokens(outbound: Pick<Outbound, 'request'>, now: () => number): OauthTokens {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  const underWay = new Map<string, Promise<string>>()

  async function fetchToken(
    request: TokenRequest,
    timeoutMs: number,
    renewed?: (refreshToken: string) => Promise<void>,
  ): Promise<string> {
    const { scope, refreshToken } = request
    const form = {
      grant_type: refreshToken === undefined ? 'client_credentials' : 'refresh_token',
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(scope !== undefined && scope !== '' && { scope }),
    }
    const got = await askForTokens(request, form, outbound, timeoutMs)
    if (got.refreshToken !== undefined && got.refreshToken !== refreshToken) await renewed?.(got.refreshToken)
    if (kept.size >= MOST_TOKENS) kept.clear()
    // A tenth of its life before the end, so that none ends on its way.
    kept.set(keyOf(request), { token: got.accessToken, until: now() + got.lifeSeconds * 900 })
    return got.accessToken
  }

  return {
    async get(request, timeoutMs, renewed) {
      const key = keyOf(request)
      const known = kept.get(key)
      if (known !== undefined && known.until > now()) return known.token
      const fetching = underWay.get(key) ?? fetchToken(request, timeoutMs, renewed).finally(() => underWay.delete(key))
      underWay.set(key, fetching)
      return fetching
    },
    drop(request, token) {
      const key = keyOf(request)
      if (kept.get(key)?.token === token) kept.delete(key)
    },
  }
}

function keyOf({ grantId, refreshToken, ...request }: TokenRequest): string {
  const named = JSON.stringify({ ...request, of: grantId ?? refreshToken })
  return createHash('sha256').update(named).digest('base64')
}
