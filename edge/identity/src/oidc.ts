import { hkdfSync, randomBytes } from 'node:crypto'
import { type AccountId, type Clock, err, minutes, ok, type Result, seconds } from '@baton/base'
import type { Outbound } from '@baton/outbound'
import type { OidcSettings, Settings } from '@baton/storage'
import { EncryptJWT, jwtDecrypt } from 'jose'
import * as client from 'openid-client'

/** From the button to the way back. */
export const OIDC_TRANSACTION_MS = minutes(10)
const KEEP_PROVIDER_MS = minutes(60)
const REMEMBERED = 100
const TIMEOUT_S = 10

/** What an identity provider says of somebody; whether they may come in is decided by who asked. */
export interface ProvidedPerson {
  readonly accountId: AccountId
  readonly issuer: string
  readonly subject: string
  /** In lower case, and only where the provider has checked it. */
  readonly email?: string
  readonly name?: string
}

export type OidcRefusal = 'oidc-not-set-up' | 'oidc-unavailable' | 'oidc-refused'

/** Sign-in with a brand's identity provider: code flow with PKCE, state and nonce. */
export interface Oidc {
  /** @returns where to send the browser, and what it must bring back in a cookie */
  start(
    accountId: AccountId,
    settings: OidcSettings,
    redirectUri: string,
  ): Promise<Result<{ readonly url: string; readonly transaction: string }, OidcRefusal>>
  /**
   * @param transaction the cookie's value
   * @param arrivedAt the whole address to which the provider sent the browser back
   */
  finish(
    transaction: string,
    arrivedAt: URL,
    settingsOf: (accountId: AccountId) => Promise<OidcSettings | undefined>,
  ): Promise<Result<ProvidedPerson, OidcRefusal>>
}

interface Transaction {
  readonly accountId: AccountId
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export async function createOidc(
  outbound: Outbound,
  settings: Settings,
  clock: Clock,
  secret: string | undefined,
): Promise<Oidc> {
  const key = await keyOf(settings, secret)
  const providers = new Providers(outbound, clock)
  return {
    async start(accountId, oidc, redirectUri) {
      const provider = await providers.of(oidc).catch(() => undefined)
      if (provider === undefined) return err('oidc-unavailable')
      const state = client.randomState()
      const nonce = client.randomNonce()
      const verifier = client.randomPKCECodeVerifier()
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return ok({ url: url.href, transaction: await seal(key, clock, { accountId, state, nonce, verifier }) })
    },

    async finish(sealed, arrivedAt, settingsOf) {
      const transaction = await unseal(key, clock, sealed)
      if (transaction === undefined) return err('oidc-refused')
      const { accountId, state, nonce, verifier } = transaction
      const oidc = await settingsOf(accountId)
      if (oidc === undefined) return err('oidc-not-set-up')
      const provider = await providers.of(oidc).catch(() => undefined)
      if (provider === undefined) return err('oidc-unavailable')
      try {
        const tokens = await client.authorizationCodeGrant(provider, arrivedAt, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) return err('oidc-refused')
        const more =
          claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
            ? await client.fetchUserInfo(provider, tokens.access_token, claims.sub)
            : {}
        return ok(personOf(accountId, claims.iss, { ...more, ...claims }))
      } catch {
        return err('oidc-refused') // an error of theirs, an answer that was not for us, or one that was changed
      }
    },
  }
}

function personOf(accountId: AccountId, issuer: string, claims: Record<string, unknown>): ProvidedPerson {
  const { sub, email, email_verified: isVerified, name } = claims
  const isUsable = typeof email === 'string' && email.length <= 254 && isVerified === true
  return {
    accountId,
    issuer,
    subject: String(sub),
    ...(isUsable && { email: email.toLowerCase() }),
    ...(typeof name === 'string' && name.trim() !== '' && { name: name.trim().slice(0, 100) }),
  }
}

/** What providers say of themselves, kept for a while. */
class Providers {
  readonly #kept = new Map<string, { readonly config: Promise<client.Configuration>; readonly at: number }>()

  constructor(
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  of(oidc: OidcSettings): Promise<client.Configuration> {
    const name = JSON.stringify([oidc.issuer, oidc.clientId, oidc.clientSecret])
    const known = this.#kept.get(name)
    if (known !== undefined && this.clock.now() - known.at < KEEP_PROVIDER_MS) return known.config
    const config = this.#discover(oidc)
    this.#kept.delete(name)
    this.#kept.set(name, { config, at: this.clock.now() })
    config.catch(() => this.#kept.delete(name))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > REMEMBERED && oldest !== undefined) this.#kept.delete(oldest)
    return config
  }

  #discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
    // Over http only where the operator's own list of addresses permits it; the way out sees to that.
    const insecure = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
    return client.discovery(new URL(issuer), clientId, clientSecret, authenticateWith(clientSecret), {
      execute: [...insecure, client.enableNonRepudiationChecks],
      timeout: TIMEOUT_S,
      [client.customFetch]: fetchThrough(this.outbound),
    })
  }
}

/** As the provider prefers it; the standard's default is `Basic`. */
function authenticateWith(secret: string): client.ClientAuth {
  const basic = client.ClientSecretBasic(secret)
  const post = client.ClientSecretPost(secret)
  return (server, metadata, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported
    const takesBasic = methods === undefined || methods.includes('client_secret_basic')
    return (takesBasic ? basic : post)(server, metadata, body, headers)
  }
}

const fetchThrough =
  (outbound: Outbound): client.CustomFetch =>
  async (url, { method, headers, body, signal }) => {
    const text = body === null || body === undefined ? undefined : body instanceof Uint8Array ? body : String(body)
    const answer = await outbound.request({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers: { ...headers },
      timeoutMs: seconds(TIMEOUT_S),
      maxResponseBytes: 1_048_576,
      ...(text !== undefined && { body: text }),
      ...(signal && { signal }),
    })
    const hasBody = answer.status !== 204 && answer.status !== 304
    return new Response(hasBody ? new Uint8Array(answer.body) : null, {
      status: answer.status,
      headers: answer.headers,
    })
  }

async function seal(key: Uint8Array, clock: Clock, { accountId, ...rest }: Transaction): Promise<string> {
  return new EncryptJWT({ ...rest, account: accountId })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(Math.floor((clock.now() + OIDC_TRANSACTION_MS) / 1000))
    .encrypt(key)
}

async function unseal(key: Uint8Array, clock: Clock, sealed: string): Promise<Transaction | undefined> {
  if (sealed.length > 4_096) return undefined
  const opened = await jwtDecrypt(sealed, key, { currentDate: new Date(clock.now()) }).catch(() => undefined)
  if (opened === undefined) return undefined
  const { account, state, nonce, verifier } = opened.payload as Record<string, string>
  if (account === undefined || state === undefined || nonce === undefined || verifier === undefined) return undefined
  return { accountId: account as AccountId, state, nonce, verifier }
}

async function keyOf(settings: Settings, secret: string | undefined): Promise<Uint8Array> {
  if (secret !== undefined) return new Uint8Array(hkdfSync('sha256', secret, '', 'baton oidc transactions v1', 32))
  const kept = await settings.putSecretOnce('oidc-transaction-key', randomBytes(32).toString('base64'))
  return new Uint8Array(Buffer.from(kept, 'base64'))
}
