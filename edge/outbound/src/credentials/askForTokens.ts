import { isJsonObject } from '@baton/base'
import type { Outbound } from '../outbound.ts'
import { packBasic } from './basic.ts'

/** Who asks a token service. */
export interface OauthClient {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
}

export interface Tokens {
  readonly accessToken: string
  /** How long it lives, in seconds. */
  readonly lifeSeconds: number
  readonly refreshToken?: string
}

/** Says why in the words of the standard's own codes; nothing else of what the service said. */
export class TokenRefused extends Error {
  readonly code = 'token-refused'
}

const MAX_ANSWER_BYTES = 65_536
/** Of a token that does not say how long it lives, in seconds. */
const USUAL_LIFE = 300
const MOST_LIFE = 86_400
const ERROR_CODE = /^[a-z_]{1,40}$/

/**
 * Asks a token service (RFC 6749 §3.2). Shows the client's secret in the form, and as HTTP does it to a service that wants that.
 * @throws TokenRefused, OutboundFailed, OutboundRefused
 */
export async function askForTokens(
  client: OauthClient,
  form: Readonly<Record<string, string>>,
  outbound: Pick<Outbound, 'request'>,
  timeoutMs: number,
): Promise<Tokens> {
  const { clientId, clientSecret } = client
  const secret = clientSecret === undefined ? {} : { client_secret: clientSecret }
  const first = await ask(client.tokenUrl, { ...form, client_id: clientId, ...secret }, {}, outbound, timeoutMs)
  const isUnknown = first.status === 401 || (isJsonObject(first.said) && first.said.error === 'invalid_client')
  if (!isUnknown || clientSecret === undefined) return read(first)
  const authorization = packBasic(encodeURIComponent(clientId), encodeURIComponent(clientSecret))
  return read(await ask(client.tokenUrl, form, { authorization }, outbound, timeoutMs))
}

interface Answered {
  readonly status: number
  readonly said: unknown
}

async function ask(
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  outbound: Pick<Outbound, 'request'>,
  timeoutMs: number,
): Promise<Answered> {
  const { status, body } = await outbound.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    body: new URLSearchParams(form).toString(),
    maxResponseBytes: MAX_ANSWER_BYTES,
    timeoutMs,
  })
  return { status, said: readJson(body) }
}

function read({ status, said }: Answered): Tokens {
  const {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: life,
    error,
  } = isJsonObject(said) ? said : {}
  if (status !== 200 || typeof accessToken !== 'string' || accessToken === '') {
    const code = ERROR_CODE.test(String(error)) && error !== undefined ? ` and "${error}"` : ''
    throw new TokenRefused(`The token service answered with status ${status}${code}.`)
  }
  return {
    accessToken,
    lifeSeconds: Math.min(Number(life) > 0 ? Number(life) : USUAL_LIFE, MOST_LIFE),
    ...(typeof refreshToken === 'string' && refreshToken !== '' && { refreshToken }),
  }
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
