import { z } from 'zod'

/**
 * What an integration shows to the system that it calls (scripting 2.4). Kept whole or not at all: facts may be read again, secrets
 * never.
 */
const text = z.string().min(1).max(4_000)
const secret = z.string().min(1).max(16_000)
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'the name of a header')
/** What goes into a header must not begin another one. */
const headerSafe = secret.regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'visible characters only')
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000)
const pem = (what: string) =>
  z
    .string()
    .max(64_000)
    .regex(new RegExp(`-----BEGIN [A-Z ]*${what}-----`), `PEM that holds a ${what.toLowerCase()}`)

/** By kind: what may be told, and what is sealed. */
export const CREDENTIAL_KINDS = {
  basic: { facts: z.strictObject({ username: text }), secrets: z.strictObject({ password: secret }) },
  accessToken: {
    facts: z.strictObject({
      tokenType: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,40}$/)
        .default('Bearer'),
    }),
    secrets: z.strictObject({ token: headerSafe }),
  },
  apiKey: { facts: z.strictObject({ header: headerName }), secrets: z.strictObject({ key: headerSafe }) },
  oauthClient: {
    facts: z.strictObject({ clientId: text, tokenUrl: httpUrl, scope: z.string().max(2_000).optional() }),
    secrets: z.strictObject({ clientSecret: secret }),
  },
  /** Somebody of the brand consents once, in their browser or elsewhere; what came of it is kept here. */
  oauthCode: {
    facts: z.strictObject({
      clientId: text,
      tokenUrl: httpUrl,
      authUrl: httpUrl.optional(),
      scope: z.string().max(2_000).optional(),
    }),
    secrets: z.strictObject({ clientSecret: secret.optional(), refreshToken: secret.optional() }),
  },
  /** A signed statement of who we are, made anew for every call (RFC 7523 without the exchange). */
  jwt: {
    facts: z.strictObject({
      algorithm: z.enum(['HS256', 'RS256', 'ES256']),
      issuer: text,
      audience: text.optional(),
      subject: text.optional(),
      keyId: text.optional(),
      lifeSeconds: z.int().min(10).max(3_600).default(300),
    }),
    secrets: z.strictObject({ key: secret }),
  },
  mutualTls: {
    facts: z.strictObject({}),
    secrets: z.strictObject({
      certificate: pem('CERTIFICATE'),
      key: pem('PRIVATE KEY'),
      passphrase: secret.optional(),
      trust: pem('CERTIFICATE').optional(),
    }),
  },
  /** The consumer's own: what the brand's page signed them in with, before they wrote. One for an account. */
  consumerToken: { facts: z.strictObject({}), secrets: z.strictObject({}) },
} as const satisfies Record<string, { facts: z.ZodType; secrets: z.ZodType }>

export type CredentialKind = keyof typeof CREDENTIAL_KINDS
type FactsOf<Kind extends CredentialKind> = z.infer<(typeof CREDENTIAL_KINDS)[Kind]['facts']>
type SecretsOf<Kind extends CredentialKind> = z.infer<(typeof CREDENTIAL_KINDS)[Kind]['secrets']>

/** What a consent left, beside a refresh token. */
export interface Granted {
  /** Names the consent: tokens that follow each other belong to one. */
  readonly grantId?: string
  /** Of a service that gives no refresh token: what there is until it ends, at these milliseconds since 1970. */
  readonly accessToken?: string
  readonly accessUntil?: number
}

/** One that was opened; it stays in this process, and in no log. */
export type Credential = {
  [Kind in CredentialKind]: {
    readonly kind: Kind
    readonly facts: Readonly<FactsOf<Kind>>
    readonly secrets: Readonly<Kind extends 'oauthCode' ? SecretsOf<Kind> & Granted : SecretsOf<Kind>>
  }
}[CredentialKind]

export const isCredentialKind = (text: string): text is CredentialKind => Object.hasOwn(CREDENTIAL_KINDS, text)
