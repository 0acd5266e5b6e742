import { createHash, randomBytes } from 'node:crypto'
import type { Outbound } from '../outbound.ts'
import { askForTokens, type OauthClient, type Tokens } from './askForTokens.ts'

/** Of one consent: what only this server knows of it until it is over (RFC 7636). */
export const newVerifier = (): string => randomBytes(32).toString('base64url')

interface Asked {
  readonly authUrl: string
  readonly clientId: string
  readonly scope?: string | undefined
  readonly redirectUri: string
  readonly state: string
  readonly verifier: string
}

/** Where a browser is sent, so that somebody consents (RFC 6749 §4.1.1). What the author wrote into the address stays there. */
export function consentUrl({ authUrl, clientId, scope, redirectUri, state, verifier }: Asked): string {
  const url = new URL(authUrl)
  const said = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(scope !== undefined && scope !== '' && { scope }),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Takes what the browser brought back to the token service (RFC 6749 §4.1.3).
 * @throws TokenRefused, OutboundFailed, OutboundRefused
 */
export function exchangeCode(
  client: OauthClient,
  { code, verifier, redirectUri }: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
  outbound: Pick<Outbound, 'request'>,
  timeoutMs: number,
): Promise<Tokens> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
  return askForTokens(client, form, outbound, timeoutMs)
}
