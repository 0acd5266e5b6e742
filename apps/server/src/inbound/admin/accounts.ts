import { parseImageHostEntry } from '@baton/content'
import { FILE_KINDS } from '@baton/files'
import { checkPublicKey } from '@baton/identity'
import { problemOfPattern } from '@baton/runtime'
import type {
  Account,
  AccountChange,
  ConsumerSignIn,
  FileSettings,
  MaskingPattern,
  OidcSettings,
  SurveySettings,
} from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteAs, noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import { role } from '../signIn/schemas.ts'
import { prioritisation } from './prioritisation.ts'
import {
  accountId,
  farthest,
  given,
  inAccount,
  language,
  name,
  orAway,
  pageOf,
  refusals,
  security,
  suggestedMinutes,
  writeRefusals,
} from './schemas.ts'

const account = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  imageHosts: z.array(z.string()).readonly(),
  blockOlderCards: z
    .boolean()
    .optional()
    .describe('Cards that are not the newest message cannot be used, unless they say so'),
  cardsBlockText: z.boolean().optional().describe('While a card is the newest message, only what it offers answers'),
  defaultLanguage: z.string(),
  languages: z.array(z.string()).readonly(),
  ring: z.enum(['one', 'all', 'auto']),
  preferFormerAgent: z.boolean().optional().describe('Absent: yes'),
  warmUp: z.boolean().optional(),
  ringSeconds: z.number(),
  prioritisation: z
    .object({
      mix: z.object({ entrance: z.number(), interactive: z.number() }),
      rules: z.array(z.looseObject({ when: z.string(), velocity: z.number() })).readonly(),
    })
    .optional(),
  agentGoneMinutes: z.number().optional(),
  suggestedMinutes: z.number().optional().describe('Absent: 120'),
  mayPassTo: z
    .object({ agents: farthest, managers: farthest })
    .optional()
    .describe('Absent: agents to who is online, managers also to who is away'),
  retentionDays: z.number().optional(),
  maskCardNumbers: z.boolean().optional(),
  queueUpdateMinutes: z.number().optional(),
  surveys: z
    .object({ intervalDays: z.number(), samplePercent: z.number().optional() })
    .optional()
    .describe('Absent: nobody is asked twice within seven days'),
  maskingPatterns: z
    .array(z.object({ name: z.string(), pattern: z.string(), flags: z.string().optional() }))
    .readonly(),
  files: z
    .object({
      enabled: z.boolean(),
      fromConsumers: z.array(z.string()).readonly().optional(),
      fromAgents: z.array(z.string()).readonly().optional(),
      macros: z.boolean().optional(),
    })
    .optional()
    .describe('Absent: files are off'),
  consumerSignIn: z
    .object({
      issuer: z.string(),
      audience: z.string(),
      jwksUrl: z.string().optional(),
      publicKeyPem: z.string().optional(),
    })
    .optional(),
  oidc: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      name: z.string(),
      allowedDomains: z.array(z.string()).readonly().optional(),
      autoCreateRole: role.optional(),
    })
    .optional()
    .describe('The client secret is never shown'),
})
const surveys = z.strictObject({
  intervalDays: z
    .int()
    .min(0)
    .max(365)
    .describe('Nobody is asked again within so many days; 0: after every conversation'),
  samplePercent: z.int().min(1).max(100).optional().describe('Of a hundred conversations so many; absent: all'),
})
const newAccount = z.strictObject({ id: accountId, name })
const address = z.url({ protocol: /^https?$/ }).max(500)
const consumerSignIn = z
  .strictObject({
    issuer: z.string().min(1).max(500),
    audience: z.string().min(1).max(500),
    jwksUrl: address.optional(),
    publicKeyPem: z.string().max(8_192).optional(),
  })
  .refine(
    ({ jwksUrl, publicKeyPem }) => (jwksUrl === undefined) !== (publicKeyPem === undefined),
    'either jwksUrl or publicKeyPem',
  )
const oidc = z.strictObject({
  issuer: address,
  clientId: z.string().min(1).max(300),
  clientSecret: z.string().min(1).max(1_000).optional().describe('Absent: the one that is kept stays'),
  name,
  allowedDomains: z
    .array(
      z
        .string()
        .max(253)
        .regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'a domain such as example.com')
        .transform((domain) => domain.toLowerCase()),
    )
    .min(1)
    .max(100)
    .optional(),
  autoCreateRole: role.exclude(['admin']).optional(),
})
const fileKinds = z.array(z.enum(FILE_KINDS)).max(FILE_KINDS.length)
const files = z.strictObject({
  enabled: z.boolean(),
  fromConsumers: fileKinds.optional().describe('Absent: every kind that is known'),
  fromAgents: fileKinds.optional(),
  macros: z.boolean().optional().describe('Office documents with macros are let through'),
})
const maskingPattern = z.strictObject({
  name,
  pattern: z.string().min(1).max(500),
  flags: z
    .string()
    .regex(/^(?!.*(.).*\1)[ims]*$/, 'of i, m and s, each once')
    .optional(),
})
const change = z.strictObject({
  name: name.optional(),
  defaultLanguage: language.optional(),
  languages: z.array(language).min(1).max(50).optional(),
  /** Exact https hosts; wildcards are refused. */
  imageHosts: z.array(z.string().max(300)).max(500).optional(),
  blockOlderCards: z.boolean().optional(),
  cardsBlockText: z.boolean().optional(),
  ring: z.enum(['one', 'all', 'auto']).optional(),
  preferFormerAgent: z.boolean().optional(),
  warmUp: z.boolean().optional(),
  ringSeconds: z.int().min(5).max(600).optional(),
  // Null: not set any more.
  prioritisation: prioritisation.nullable().optional(),
  agentGoneMinutes: z.int().min(1).max(10_080).nullable().optional(),
  suggestedMinutes: suggestedMinutes.nullable().optional(),
  mayPassTo: z.strictObject({ agents: farthest, managers: farthest }).nullable().optional(),
  retentionDays: z.int().min(1).max(3_650).nullable().optional(),
  maskingPatterns: z
    .array(
      maskingPattern.superRefine((pattern, { addIssue }) => {
        const problem = problemOfPattern(given(pattern) as MaskingPattern)
        if (problem !== undefined) addIssue({ code: 'custom', path: ['pattern'], message: problem })
      }),
    )
    .max(50)
    .optional(),
  maskCardNumbers: z.boolean().optional(),
  queueUpdateMinutes: z.int().min(1).max(1_440).nullable().optional(),
  surveys: surveys.nullable().optional(),
  files: files.nullable().optional(),
  consumerSignIn: consumerSignIn.nullable().optional(),
  oidc: oidc.nullable().optional(),
})
type Wish = z.infer<typeof change>

/** Brands; only the operator of the installation makes and lists them. */
export const accounts: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage

  app.post(
    '/api/v1/accounts',
    { schema: { tags: ['accounts'], security, body: newAccount, response: { 201: account, ...writeRefusals } } },
    async (request, reply) => {
      const { who } = callerOf(request)
      const note = noteAs<Account>(house, request.body.id, who, 'account.created', { kind: 'account' })
      const made = await settings.createAccount(request.body, note)
      return reply.code(201).send(told(made))
    },
  )
  app.get(
    '/api/v1/accounts',
    {
      schema: {
        tags: ['accounts'],
        security,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(200) }),
        response: { 200: pageOf(account), ...refusals },
      },
    },
    async (request) => ({ items: (await settings.listAccounts(request.query.limit)).map(told) }),
  )
  done()
}

/** The account of the path, with its list of image hosts. */
export const oneAccount: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  app.get(
    '/',
    { schema: { tags: ['accounts'], security, params: inAccount, response: { 200: account, ...refusals } } },
    async ({ params }) => told(orNotFound(await settings.findAccount(params.accountId), 'account')),
  )
  app.patch(
    '/',
    {
      schema: {
        tags: ['accounts'],
        security,
        params: inAccount,
        body: change,
        response: { 200: account, ...writeRefusals },
      },
    },
    async (request) => {
      const { accountId: id } = request.params
      const before = orNotFound(await settings.findAccount(id), 'account')
      const wanted = await toChange(before, request.body)
      const note = noteOf<Account>(house, request, 'account.changed', { kind: 'account' })
      const changed = orNotFound(await settings.updateAccount(id, wanted, note), 'account')
      house.settingsChanged(id)
      return told(changed)
    },
  )
  done()
}

/** What is sent with every sign-in at the provider is shown to nobody. */
function told({ oidc: provider, ...rest }: Account) {
  if (provider === undefined) return rest
  const { clientSecret: _secret, ...shown } = provider
  return { ...rest, oidc: shown }
}

async function toChange(before: Account, wish: Wish): Promise<AccountChange> {
  const { imageHosts, languages, maskingPatterns, files: sharing, surveys: asking, ...more } = wish
  const { oidc: provider, consumerSignIn: how, ...plain } = more
  const defaultLanguage = plain.defaultLanguage ?? before.defaultLanguage
  if (how?.publicKeyPem !== undefined) {
    const wrong = await checkPublicKey(how.publicKeyPem)
    const path = '/consumerSignIn/publicKeyPem'
    if (wrong !== undefined) throw new HttpProblem(422, 'public-key', `The key ${wrong}.`, { path })
  }
  return {
    ...orAway(plain),
    ...(imageHosts !== undefined && { imageHosts: readImageHosts(imageHosts) }),
    ...(maskingPatterns && { maskingPatterns: maskingPatterns.map((one) => given(one) as MaskingPattern) }),
    // The default is always among them.
    languages: [...new Set([defaultLanguage, ...(languages ?? before.languages)])],
    ...(asking !== undefined && { surveys: asking === null ? undefined : (given(asking) as SurveySettings) }),
    ...(sharing !== undefined && { files: sharing === null ? undefined : (given(sharing) as FileSettings) }),
    ...(how !== undefined && { consumerSignIn: how === null ? undefined : (given(how) as ConsumerSignIn) }),
    ...(provider !== undefined && { oidc: provider === null ? undefined : withSecret(before.oidc, provider) }),
  }
}

/** A secret stays with the issuer and the client that it was given for. */
function withSecret(before: OidcSettings | undefined, provider: NonNullable<Wish['oidc']>): OidcSettings {
  const isSame = before?.issuer === provider.issuer && before.clientId === provider.clientId
  const clientSecret = provider.clientSecret ?? (isSame ? before.clientSecret : undefined)
  if (clientSecret === undefined) {
    throw new HttpProblem(422, 'secret-needed', 'The provider gave a secret; it is needed here.', {
      path: '/oidc/clientSecret',
    })
  }
  return { ...(given(provider) as Omit<OidcSettings, 'clientSecret'>), clientSecret }
}

/** @throws HttpProblem with every entry that cannot be read */
function readImageHosts(entries: readonly string[]): string[] {
  const read = entries.map((entry, index) => parseImageHostEntry(entry, `/imageHosts/${index}`))
  const problems = read.flatMap((entry) => (entry.ok ? [] : [entry.error]))
  const [first] = problems
  if (first !== undefined) {
    throw new HttpProblem(422, 'image-host-entry', first.message, { path: first.path, problems })
  }
  return [...new Set(read.flatMap((entry) => (entry.ok ? [entry.value] : [])))]
}
