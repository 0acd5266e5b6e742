import { createHash } from 'node:crypto'
import { isJsonObject } from '@baton/base'
import type { Outbound } from '../outbound.ts'

export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly scope?: string | undefined
  /** Present: it is exchanged; else the client speaks for itself (RFC 6749 §4.4, §6). */
  readonly refreshToken?: string | undefined
}

/** Access tokens that were fetched, until shortly before they end. Each process fetches its own: they are cheap, and secrets. */
export interface OauthTokens {
  /** @throws TokenRefused, OutboundFailed, OutboundRefused */
  get(request: TokenRequest, timeoutMs: number): Promise<string>
  /** The service did not take it: the next one is fetched. */
  drop(request: TokenRequest, token: string): void
}

/** Says why in the words of the standard's own codes; nothing else of what the service said. */
export class TokenRefused extends Error {
  readonly code = 'token-refused'
}

const MOST_TOKENS = 1_000
const MAX_ANSWER_BYTES = 65_536
/** Of a token that does not say how long it lives, in seconds. */
const USUAL_LIFE = 300
const ERROR_CODE = /^[a-z_]{1,40}$/

export function createOauthTokens(outbound: Pick<Outbound, 'request'>, now: () => number): OauthTokens {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  const underWay = new Map<string, Promise<string>>()

  async function fetchToken(request: TokenRequest, key: string, timeoutMs: number): Promise<string> {
    const { clientId, clientSecret, scope, refreshToken, tokenUrl } = request
    const form = new URLSearchParams({
      grant_type: refreshToken === undefined ? 'client_credentials' : 'refresh_token',
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(scope !== undefined && scope !== '' && { scope }),
    })
    const { status, body } = await outbound.request({
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      maxResponseBytes: MAX_ANSWER_BYTES,
      timeoutMs,
    })
    const said = readJson(body)
    const token = isJsonObject(said) ? said.access_token : undefined
    if (status !== 200 || typeof token !== 'string' || token === '') {
      const code = isJsonObject(said) && ERROR_CODE.test(String(said.error)) ? ` and "${said.error}"` : ''
      throw new TokenRefused(`The token service answered with status ${status}${code}.`)
    }
    const life = isJsonObject(said) && Number(said.expires_in) > 0 ? Number(said.expires_in) : USUAL_LIFE
    if (kept.size >= MOST_TOKENS) kept.clear()
    // A tenth of its life before the end, so that none ends on its way.
    kept.set(key, { token, until: now() + Math.min(life, 86_400) * 900 })
    return token
  }

  return {
    async get(request, timeoutMs) {
      const key = keyOf(request)
      const known = kept.get(key)
      if (known !== undefined && known.until > now()) return known.token
      const fetching = underWay.get(key) ?? fetchToken(request, key, timeoutMs).finally(() => underWay.delete(key))
      underWay.set(key, fetching)
      return fetching
    },
    drop(request, token) {
      const key = keyOf(request)
      if (kept.get(key)?.token === token) kept.delete(key)
    },
  }
}

const keyOf = (request: TokenRequest): string => createHash('sha256').update(JSON.stringify(request)).digest('base64')

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
