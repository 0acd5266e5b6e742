import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@baton/base'
import { CREDENTIAL_KINDS, type CredentialKind, type Seal } from '@baton/outbound'
import { hostsOf, OWN_TOKEN_KIND, ownFacts, sealSecrets } from '@baton/runtime'
import type { CredentialFacts } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { readClientCertificate } from './clientCertificate.ts'
import {
  inAccount,
  name,
  namedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  tokenPath,
  writeRefusals,
} from './schemas.ts'

const hosts = z
  .array(z.string().regex(/^[A-Za-z0-9.[\]:-]{1,255}$/, 'host or host:port'))
  .max(50)
  .optional()
  .describe('Hosts that it is shown to; absent: to all')
const kinds = Object.keys(CREDENTIAL_KINDS) as [CredentialKind, ...CredentialKind[]]
const kind = z.enum(kinds)
const fields = z.record(z.string().max(40), z.union([z.string().max(64_000), z.number()]))
const secretFields = fields.describe(
  'By kind. A client certificate (mutualTls) is a `store` (.pfx, .p12 or .jks as base64) with its `storePassword`, or a `certificate` and its `key` as PEM; with a `passphrase` where the key has one of its own, and whom to `trust`.',
)
const newCredential = z.strictObject({
  name,
  kind,
  facts: fields.default({}),
  secrets: secretFields.default({}),
  hosts,
})
const change = z
  .strictObject({ name: name.optional(), facts: fields.optional(), secrets: secretFields.optional(), hosts })
  .refine(({ facts, secrets, hosts: shown }) => secrets !== undefined || (facts === undefined && shown === undefined), {
    path: ['secrets'],
    message: 'Whoever changes where a secret is shown enters the secret again.',
  })
const credential = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    facts: z.record(z.string(), z.unknown()),
    changedAt: z.number(),
  })
  .describe('Without its secrets: they are never shown again')

/** What integrations show to the systems that they call. Secrets come in here, and never go out. */
export const credentials: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { integrations } = house.storage
  const tags = ['integrations']
  const noting = {
    kind: 'credential',
    told: ({ name: called, kind: which, facts }: CredentialFacts) => ({ name: called, kind: which, facts }),
  }

  app.post(
    '/credentials',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: newCredential,
        response: { 201: credential, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      const { name: called, kind: which, ...given } = request.body
      if (which === OWN_TOKEN_KIND && (await integrations.findCredentialOfKind(accountId, which)) !== undefined)
        throw new HttpProblem(409, 'one-per-account', 'An account has one credential of this kind.', { path: '/kind' })
      const read = await readFields(which, given)
      const whose = { id: randomUUID(), accountId, kind: which, facts: read.facts }
      const made = {
        ...whose,
        name: called,
        changedAt: house.clock.now(),
        ...sealSecrets(requireSeal(house), whose, read.secrets),
      }
      await integrations.createCredential(made, noteOf(house, request, 'credential.created', noting))
      return reply.code(201).send(shown(made))
    },
  )
  app.get(
    '/credentials',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: namedPage,
        response: { 200: pageOf(credential), ...refusals },
      },
    },
    async ({ params, query }) => {
      const found = await integrations.listCredentials(params.accountId, pageRequest(query))
      return page(found.map(shown), query.limit)
    },
  )
  app.get(
    '/credentials/:id',
    { schema: { tags, security, params: tokenPath, response: { 200: credential, ...refusals } } },
    async ({ params }) =>
      shown(orNotFound(await integrations.findCredential(params.accountId, params.id), 'credential')),
  )
  app.patch(
    '/credentials/:id',
    { schema: { tags, security, params: tokenPath, body: change, response: { 200: credential, ...writeRefusals } } },
    async (request) => {
      const { accountId, id } = request.params
      const before = orNotFound(await integrations.findCredential(accountId, id), 'credential')
      const { name: called, secrets, facts = ownFacts(before.facts), hosts: which = hostsNow(before) } = request.body
      const changed = {
        changedAt: house.clock.now(),
        ...(called !== undefined && { name: called }),
        ...(secrets !== undefined && (await resealed(before, { facts, secrets, hosts: which }))),
      }
      const note = noteOf(house, request, 'credential.changed', noting)
      return shown(orNotFound(await integrations.updateCredential(accountId, id, changed, note), 'credential'))
    },
  )
  app.delete(
    '/credentials/:id',
    {
      schema: {
        tags,
        security,
        params: tokenPath,
        response: { 204: z.undefined().describe('Gone'), ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { accountId, id } = request.params
      const note = noteOf(house, request, 'credential.deleted', noting)
      if (!(await integrations.deleteCredential(accountId, id, note))) throw notFound('credential')
      return reply.code(204).send()
    },
  )
  done()

  async function resealed(before: CredentialFacts, given: Given) {
    const read = await readFields(before.kind as CredentialKind, given)
    const whose = { ...before, facts: read.facts }
    return { facts: read.facts, ...sealSecrets(requireSeal(house), whose, read.secrets) }
  }
}

interface Given {
  readonly facts: Record<string, unknown>
  readonly secrets: Record<string, unknown>
  readonly hosts?: string[] | undefined
}

/** @throws HttpProblem that names the field, and never what stands in it */
async function readFields(
  which: CredentialKind,
  { facts, secrets, hosts: shownTo }: Given,
): Promise<{ facts: JsonObject; secrets: JsonObject }> {
  const rules = CREDENTIAL_KINDS[which]
  const own = parsed(rules.facts, facts, '/facts')
  const plain = which === 'mutualTls' ? await readClientCertificate(secrets) : secrets
  const sealed = parsed(rules.secrets, plain, '/secrets')
  return { facts: shownTo === undefined ? own : { ...own, hosts: shownTo }, secrets: sealed }
}

function parsed(rules: z.ZodType, given: unknown, at: string): JsonObject {
  const { success, data, error } = rules.safeParse(given)
  if (success) return data as JsonObject
  const [first] = error.issues
  const path = [at, ...(first?.path ?? [])].join('/')
  throw new HttpProblem(422, 'invalid-credential', first?.message ?? 'This credential is not complete.', { path })
}

export function requireSeal({ seal }: House): Seal {
  if (seal !== undefined) return seal
  throw new HttpProblem(409, 'no-secret-key', 'Set SECRET_KEY, the same on every server, before credentials are kept.')
}

/** Whoever replaces a secret does not widen where it is shown. */
const hostsNow = (kept: CredentialFacts): string[] | undefined => {
  const hosts = hostsOf(kept)
  return hosts && [...hosts]
}

const shown = ({ id, name: called, kind: which, facts, changedAt }: CredentialFacts) => ({
  ...{ id, name: called, kind: which, facts: facts as Record<string, unknown>, changedAt },
})
