import { createHmac, createSign, randomUUID } from 'node:crypto'
import type { ClientIdentity } from '../outbound.ts'
import { TokenRefused } from './askForTokens.ts'
import { packBasic } from './basic.ts'
import type { Credential } from './credential.ts'
import type { OauthTokens, TokenRequest } from './oauthTokens.ts'

/** What a credential adds to a call. */
export interface Shown {
  /** Left out as soon as a redirect leads to another host. */
  readonly headers: Readonly<Record<string, string>>
  readonly identity?: ClientIdentity
  /** The service did not accept it; what was fetched is fetched anew. Absent where nothing was. */
  readonly renew?: () => void
}

export interface ShowingPorts {
  readonly tokens: OauthTokens
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly timeoutMs: number
  /** Keeps the refresh token that takes the place of the one before. */
  readonly renewed?: (refreshToken: string) => Promise<void>
}

/**
 * scripting 2.4: how each kind alters the request.
 * @throws TokenRefused, OutboundFailed, OutboundRefused when a token has to be fetched and is not to be had
 */
export async function applyCredential(credential: Credential, ports: ShowingPorts): Promise<Shown> {
  switch (credential.kind) {
    case 'basic':
      return { headers: { authorization: packBasic(credential.facts.username, credential.secrets.password) } }
    case 'accessToken':
      return { headers: { authorization: `${credential.facts.tokenType} ${credential.secrets.token}` } }
    case 'apiKey':
      return { headers: { [credential.facts.header.toLowerCase()]: credential.secrets.key } }
    case 'oauthClient': {
      const { clientId, tokenUrl, scope } = credential.facts
      return withToken({ clientId, tokenUrl, scope, clientSecret: credential.secrets.clientSecret }, ports)
    }
    case 'oauthCode': {
      const { clientId, tokenUrl, scope } = credential.facts
      const { clientSecret, refreshToken, grantId, accessToken, accessUntil = 0 } = credential.secrets
      if (refreshToken !== undefined)
        return withToken({ clientId, tokenUrl, scope, clientSecret, refreshToken, grantId }, ports)
      if (accessToken === undefined) throw new TokenRefused('Nobody has given their consent yet.')
      if (accessUntil <= ports.now()) throw new TokenRefused('The consent is over; somebody has to give it again.')
      return { headers: { authorization: `Bearer ${accessToken}` } }
    }
    case 'jwt':
      return { headers: { authorization: `Bearer ${signed(credential, ports.now())}` } }
    case 'consumerToken':
      throw new TokenRefused('It is a consumer’s own; only an integration in their conversation shows it.')
    case 'mutualTls': {
      const { certificate, key, passphrase, trust } = credential.secrets
      const more = { ...(passphrase !== undefined && { passphrase }), ...(trust !== undefined && { ca: trust }) }
      return { headers: {}, identity: { cert: certificate, key, ...more } }
    }
  }
}

async function withToken(request: TokenRequest, { tokens, timeoutMs, renewed }: ShowingPorts): Promise<Shown> {
  const token = await tokens.get(request, timeoutMs, renewed)
  return { headers: { authorization: `Bearer ${token}` }, renew: () => tokens.drop(request, token) }
}

/** RFC 7519; every one has an id of its own, so that a service can refuse to hear one twice. */
function signed({ facts, secrets }: Extract<Credential, { kind: 'jwt' }>, now: number): string {
  const { algorithm, issuer, audience, subject, keyId, lifeSeconds } = facts
  const seconds = Math.floor(now / 1_000)
  const header = { alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) }
  const claims = {
    iss: issuer,
    sub: subject ?? issuer,
    ...(audience !== undefined && { aud: audience }),
    iat: seconds,
    exp: seconds + lifeSeconds,
    jti: randomUUID(),
  }
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${signatureOf(text, algorithm, secrets.key)}`
}

function signatureOf(text: string, algorithm: 'HS256' | 'RS256' | 'ES256', key: string): string {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(text).digest('base64url')
  return createSign('sha256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url')
}
