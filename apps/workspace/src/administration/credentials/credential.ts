import { z } from 'zod'
import { filled } from '../kit/ListEditor.tsx'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'

export const KINDS = [
  'accessToken',
  'basic',
  'apiKey',
  'oauthClient',
  'oauthCode',
  'jwt',
  'mutualTls',
  'consumerToken',
] as const
export type Kind = (typeof KINDS)[number]

/** What is entered for a kind. Facts may be read again; secrets go in, and never come out. */
export interface Field {
  readonly name: string
  readonly of: 'facts' | 'secrets'
  readonly input: 'text' | 'address' | 'number' | 'choice' | 'secret' | 'pem' | 'file'
  readonly isOptional?: boolean
  /** Another field that can be filled instead of it. */
  readonly unless?: string
  readonly choices?: readonly string[]
  readonly initially?: string
}

const fact = (name: string, more: Partial<Field> = {}): Field => ({ name, of: 'facts', input: 'text', ...more })
const secret = (name: string, more: Partial<Field> = {}): Field => ({ name, of: 'secrets', input: 'secret', ...more })
const isOptional = true

export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  basic: [fact('username'), secret('password')],
  accessToken: [fact('tokenType', { initially: 'Bearer' }), secret('token')],
  apiKey: [fact('header', { initially: 'X-Api-Key' }), secret('key')],
  oauthClient: [
    fact('clientId'),
    fact('tokenUrl', { input: 'address' }),
    fact('scope', { isOptional }),
    secret('clientSecret'),
  ],
  oauthCode: [
    fact('clientId'),
    fact('authUrl', { input: 'address' }),
    fact('tokenUrl', { input: 'address' }),
    fact('scope', { isOptional }),
    secret('clientSecret', { isOptional }),
    secret('refreshToken', { isOptional }),
  ],
  jwt: [
    fact('algorithm', { input: 'choice', choices: ['HS256', 'RS256', 'ES256'], initially: 'HS256' }),
    fact('issuer'),
    fact('audience', { isOptional }),
    fact('subject', { isOptional }),
    fact('keyId', { isOptional }),
    fact('lifeSeconds', { input: 'number', initially: '300' }),
    secret('key', { input: 'pem' }),
  ],
  mutualTls: [
    secret('store', { input: 'file', unless: 'certificate' }),
    secret('storePassword', { isOptional }),
    secret('certificate', { input: 'pem', unless: 'store' }),
    secret('key', { input: 'pem', unless: 'store' }),
    secret('passphrase', { isOptional }),
    secret('trust', { input: 'pem', isOptional }),
  ],
  consumerToken: [],
}

export const credential = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  facts: z.record(z.string(), z.unknown()),
  changedAt: z.number(),
})
export type Credential = z.infer<typeof credential>
export const isKind = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind)

export interface CredentialValues {
  readonly name: string
  readonly kind: Kind
  readonly facts: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly hosts: readonly string[]
}

export function newValues(kind: Kind): Pick<CredentialValues, 'kind' | 'facts' | 'secrets'> {
  const of = (which: Field['of']) =>
    Object.fromEntries(
      FIELDS[kind].filter((field) => field.of === which).map(({ name, initially = '' }) => [name, initially]),
    )
  return { kind, facts: of('facts'), secrets: of('secrets') }
}

/** What is kept of it, as far as it may be seen: its secrets are empty. */
export function valuesOf({ name, facts }: Credential, kind: Kind): CredentialValues {
  const empty = newValues(kind)
  const known = Object.fromEntries(Object.keys(empty.facts).map((key) => [key, textOf(facts[key])]))
  return { name, ...empty, facts: known, hosts: Array.isArray(facts.hosts) ? facts.hosts.map(String) : [] }
}

const textOf = (value: unknown): string => (value === undefined ? '' : String(value))

/** Whether where it is shown differs, so that the secret has to be entered again. */
export const isLedElsewhere = (values: CredentialValues, kept: CredentialValues): boolean =>
  JSON.stringify([values.facts, filled(values.hosts)]) !== JSON.stringify([kept.facts, filled(kept.hosts)])

const hasSecret = ({ secrets }: CredentialValues): boolean => Object.values(secrets).some((value) => value !== '')

/** @param kept what is saved; absent: it is a new one */
export function checkCredential(texts: AdminTexts, kept?: CredentialValues): (values: CredentialValues) => Complaints {
  return (values) => {
    const needsSecrets = kept === undefined || hasSecret(values) || isLedElsewhere(values, kept)
    const complaints = FIELDS[values.kind].map((field): [string, string | undefined] => {
      const value = values[field.of][field.name] ?? ''
      const path = `/${field.of}/${field.name}`
      if (value.trim() === '') {
        const isElsewhere = field.unless !== undefined && values[field.of][field.unless] !== ''
        const isMissing = !field.isOptional && !isElsewhere && (field.of === 'facts' || needsSecrets)
        const says = kept !== undefined && field.of === 'secrets' ? texts.credential.secretAgain : texts.required
        return [path, isMissing ? says : undefined]
      }
      return [
        path,
        field.input === 'address' && !/^https?:\/\/\S+$/.test(value.trim()) ? texts.addressWrong : undefined,
      ]
    })
    return { '/name': values.name.trim() === '' ? texts.required : undefined, ...Object.fromEntries(complaints) }
  }
}

/** A file holds certificate and key: texts beside it are not sent. */
const isReplaced = ({ secrets: { store = '' } }: CredentialValues, key: string): boolean =>
  store !== '' && (key === 'certificate' || key === 'key')

/** @param kept what is saved; absent: it is a new one */
export function toBody(values: CredentialValues, kept?: CredentialValues): object {
  const { kind } = values
  const name = values.name.trim()
  if (kept !== undefined && !hasSecret(values) && !isLedElsewhere(values, kept)) return { name }
  const given = (which: Field['of']) =>
    Object.fromEntries(
      FIELDS[kind].flatMap(({ name: key, of, input }) => {
        const value = values[which][key] ?? ''
        if (of !== which || value.trim() === '' || isReplaced(values, key)) return []
        return [[key, input === 'number' ? Number(value) : input === 'secret' ? value : value.trim()]]
      }),
    )
  const hosts = filled(values.hosts)
  return {
    name,
    ...(kept === undefined && { kind }),
    facts: given('facts'),
    secrets: given('secrets'),
    ...((kept !== undefined || hosts.length > 0) && { hosts }),
  }
}
