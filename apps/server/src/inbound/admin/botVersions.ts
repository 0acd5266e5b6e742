import { createHash } from 'node:crypto'
import { type AccountId, type BotId, canonicalJson, isJsonObject, type JsonObject, pointer } from '@baton/base'
import { checkDefinition, integrationSchema, parseDefinition, settingsSchema } from '@baton/dialog'
import type { BotVersion } from '@baton/storage'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { callerOf } from '../caller.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { botPath, type inAccount, pageOf, refusals, security, writeRefusals } from './schemas.ts'

/** A bot with 50,000 interactions fits. */
export const DEFINITION_LIMIT = 64 * 1_048_576

const comment = z.string().max(1_000).default('')
const problems = z
  .array(
    z.object({
      path: z.string(),
      rule: z.string(),
      message: z.string(),
      severity: z.literal('warning').optional().describe('Absent: an error'),
    }),
  )
  .readonly()
const listed = z.object({
  version: z.number().describe('0 is the draft'),
  hash: z.string(),
  problems,
  comment: z.string(),
  savedAt: z.number(),
  savedBy: z.string(),
})
export const version = listed.extend({ definition: z.unknown() })
const versionPath = botPath.extend({ version: z.coerce.number().int().min(1) })
const draftBody = z.strictObject({
  definition: z.unknown().describe('As `docs/contract` describes it; kept even with errors'),
  comment,
  expectedHash: z.string().max(100).optional().describe("Of the draft that this one replaces; '' for none"),
})
const publishBody = z.strictObject({ hash: z.string().max(100), comment })
const fieldsBody = z.strictObject({
  fields: z.array(z.strictObject({ key: z.string().min(1).max(400), path: z.string().max(2_000) })).max(500),
})
const pages = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.coerce.number().int().min(1).optional(),
})

/** What bots are that are written here: a draft, and versions that never change. */
export const botVersions: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  const tags = ['bots']

  app.get(
    '/bots/:id/draft',
    { schema: { tags, security, params: botPath, response: { 200: version, ...refusals } } },
    async ({ params }) => draftOf(house, params.accountId, params.id),
  )
  app.put(
    '/bots/:id/draft',
    {
      bodyLimit: DEFINITION_LIMIT,
      schema: { tags, security, params: botPath, body: draftBody, response: { 200: version, ...writeRefusals } },
    },
    async (request) => {
      const { params, body } = request
      await requireAuthored(house, params)
      return save(house, request, params, body)
    },
  )
  app.put(
    '/bots/:id/draft/settings',
    {
      schema: {
        tags,
        security,
        params: botPath,
        body: settingsSchema,
        description: "Replaces the settings in the draft's definition.",
        response: { 200: version, ...writeRefusals },
      },
    },
    async (request) => {
      const draft = await draftOf(house, request.params.accountId, request.params.id)
      const definition = { ...draft.definition, settings: request.body as JsonObject }
      return save(house, request, request.params, { definition, comment: draft.comment, expectedHash: draft.hash })
    },
  )
  app.put(
    '/bots/:id/draft/integrations/:integrationId/fields',
    {
      schema: {
        tags,
        security,
        params: botPath.extend({ integrationId: z.string().max(200) }),
        body: fieldsBody,
        description: "Replaces the custom data fields of one integration in the draft's definition.",
        response: { 200: version, ...writeRefusals },
      },
    },
    async (request) => {
      const { params, body } = request
      const draft = await draftOf(house, params.accountId, params.id)
      const definition = withFields(draft.definition, params.integrationId, body.fields)
      return save(house, request, params, { definition, comment: draft.comment, expectedHash: draft.hash })
    },
  )
  app.post(
    '/bots/:id/publish',
    {
      schema: {
        tags,
        security,
        params: botPath,
        body: publishBody,
        description:
          'New conversations get it from now on. A draft with errors cannot be published; one with warnings can.',
        response: { 201: version, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const draft = await draftOf(house, params.accountId, params.id)
      const errors = draft.problems.filter(({ severity }) => severity !== 'warning')
      if (draft.hash === body.hash && errors.length > 0) {
        const message = 'The draft has errors; nothing was published.'
        throw new HttpProblem(422, 'draft-has-errors', message, { path: '/hash', problems: errors.slice(0, 100) })
      }
      const note = noteOf<BotVersion>(house, request, 'bot.published', noting(params.id))
      const by = nameOf(request)
      const published = await authored.publish(params.accountId, params.id, { ...body, by }, note)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(published)
    },
  )
  app.get(
    '/bots/:id/versions',
    { schema: { tags, security, params: botPath, querystring: pages, response: { 200: pageOf(listed), ...refusals } } },
    async ({ params, query: { limit, after } }) => {
      await requireAuthored(house, params)
      const page = { limit, ...(after !== undefined && { after }) }
      const items = await authored.listVersions(params.accountId, params.id, page)
      const last = items.at(-1)
      return { items, ...(items.length === limit && last !== undefined && last.version > 1 && { next: last.version }) }
    },
  )
  app.get(
    '/bots/:id/versions/:version',
    { schema: { tags, security, params: versionPath, response: { 200: version, ...refusals } } },
    async ({ params }) =>
      orNotFound(await authored.findVersion(params.accountId, params.id, params.version), 'version of this bot'),
  )
  app.post(
    '/bots/:id/versions/:version/restore',
    {
      schema: {
        tags,
        security,
        params: versionPath,
        description: 'Makes this version the draft; publish it to have it back.',
        response: { 200: version, ...writeRefusals },
      },
    },
    async (request) => {
      const { params } = request
      const found = await authored.findVersion(params.accountId, params.id, params.version)
      const { definition } = orNotFound(found, 'version of this bot')
      return save(house, request, params, { definition, comment: `As version ${params.version}` })
    },
  )
  done()
}

/** Nobody mends more than these at a time. */
const MOST_PROBLEMS = 1_000

type Params = z.infer<typeof inAccount> & { readonly id: BotId }

/** Checks it and makes it the draft, with all that is wrong with it. */
export async function save(
  house: House,
  request: FastifyRequest,
  { accountId, id }: Params,
  {
    definition,
    comment: why,
    expectedHash,
  }: { definition: unknown; comment: string; expectedHash?: string | undefined },
): Promise<BotVersion> {
  if (!isJsonObject(definition)) {
    throw new HttpProblem(422, 'definition-shape', 'A bot is one JSON object.', { path: '/definition' })
  }
  const found = parseDefinition(definition)
  const hash = createHash('sha256').update(canonicalJson(definition)).digest('hex')
  const meant = found.definition === undefined ? [] : checkDefinition(found.definition)
  const problems = [...found.problems, ...meant].slice(0, MOST_PROBLEMS)
  const draft = { hash, definition, problems, comment: why, by: nameOf(request) }
  const note = noteOf<BotVersion>(house, request, 'bot.drafted', noting(id))
  return house.storage.authored.saveDraft(accountId, id, draft, expectedHash, note)
}

async function requireAuthored(house: House, { accountId, id }: Params): Promise<void> {
  const found = await house.storage.settings.findBot(accountId, id)
  if (found?.kind !== 'authored') throw notFound('bot that is written here')
}

export async function draftOf(house: House, accountId: AccountId, id: BotId): Promise<BotVersion> {
  return orNotFound(await house.storage.authored.findDraft(accountId, id), 'draft of a bot')
}

function withFields(
  definition: JsonObject,
  integrationId: string,
  fields: z.infer<typeof fieldsBody>['fields'],
): JsonObject {
  const integrations = Array.isArray(definition.integrations) ? definition.integrations : []
  const at = integrations.findIndex((one) => isJsonObject(one) && one.id === integrationId)
  const integration = integrations[at]
  if (!isJsonObject(integration)) throw notFound('integration in this draft')
  const changed = { ...integration, fields }
  const checked = integrationSchema.safeParse(changed)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const path = (issue?.path ?? []).reduce<string>((base, key) => pointer(base, String(key)), '')
    throw new HttpProblem(422, 'definition-shape', issue?.message ?? 'Not an integration.', { path })
  }
  return { ...definition, integrations: integrations.with(at, changed) }
}

/** The record of changes names versions by their content; what is in them is in the versions themselves. */
const noting = (id: BotId) => ({
  kind: 'bot',
  id,
  told: ({ version: number, hash, comment: why }: BotVersion) => ({ version: number, hash, comment: why }),
})

function nameOf(request: FastifyRequest): string {
  const { who } = callerOf(request)
  return 'name' in who && typeof who.name === 'string' ? who.name : 'id' in who ? `${who.kind} ${who.id}` : who.kind
}
