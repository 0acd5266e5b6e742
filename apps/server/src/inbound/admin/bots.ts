import { type AccountId, pointer } from '@baton/base'
import { CONNECTION_REASONS, CONNECTION_STEPS, endpointConfig } from '@baton/connector'
import { authoredConfig } from '@baton/runtime'
import type { Bot } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import {
  botPath,
  given,
  inAccount,
  name,
  numberedPage,
  page,
  pageOf,
  pageRequest,
  refusals,
  security,
  skillId,
  writeRefusals,
} from './schemas.ts'

const config = endpointConfig.strict()
/** Of a bot that is written here; what it says is in its versions. */
const written = authoredConfig.strict()
const skillIds = z.array(skillId).max(500)
const groupId = z.int().min(1)
const capacity = z.int().min(1).max(999)

const newBot = z.strictObject({
  name,
  nickname: name,
  skillIds: skillIds.default([]),
  enabled: z.boolean().default(false),
  capacity: capacity.default(999),
  groupId: groupId.optional(),
})
const newOne = z.union([
  newBot.extend({ kind: z.literal('authored'), config: written.prefault({}) }),
  newBot.extend({ kind: z.literal('endpoint').default('endpoint'), config }),
])
const change = z.strictObject({
  name: name.optional(),
  nickname: name.optional(),
  skillIds: skillIds.optional(),
  enabled: z.boolean().optional(),
  capacity: capacity.optional(),
  /** Null: in no group any more. */
  groupId: groupId.nullable().optional(),
  /** Replaces the whole. */
  config: z.looseObject({}).optional(),
})
const bot = z.object({
  id: z.number(),
  name: z.string(),
  nickname: z.string(),
  kind: z.enum(['endpoint', 'authored']),
  skillIds: z.array(z.number()).readonly(),
  enabled: z.boolean(),
  capacity: z.number(),
  groupId: z.number().optional(),
  config: z.unknown(),
})
const botPage = numberedPage.extend({
  order: z
    .enum(['number', 'group'])
    .default('number')
    .describe('By group: those of one beside each other, at last those that are in none'),
})
const connectionTest = z.object({
  ok: z.boolean(),
  message: z.string(),
  status: z.number().optional(),
  state: z.string().optional(),
  version: z.string().optional(),
  durationMs: z.number(),
  warnings: z.array(z.string()).readonly(),
  steps: z
    .array(
      z.object({
        step: z.enum(CONNECTION_STEPS),
        outcome: z.enum(['fine', 'failed', 'warning', 'not-reached']),
        message: z.string().optional(),
        reason: z
          .object({ code: z.enum(CONNECTION_REASONS), values: z.record(z.string(), z.string()).optional() })
          .optional(),
        path: z.string().optional().describe('The setting at fault'),
      }),
    )
    .readonly(),
})

/** Bots that live behind HTTP. */
export const bots: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings } = house.storage
  const tags = ['bots']

  app.post(
    '/bots',
    { schema: { tags, security, params: inAccount, body: newOne, response: { 201: bot, ...writeRefusals } } },
    async (request, reply) => {
      const { params, body } = request
      await checkEnabled(house, params.accountId, body)
      const note = noteOf<Bot>(house, request, 'bot.created', { kind: 'bot' })
      const made = await settings.createBot(params.accountId, given(body) as Omit<Bot, 'id' | 'accountId'>, note)
      house.settingsChanged(params.accountId)
      return reply.code(201).send(made)
    },
  )
  app.get(
    '/bots',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        querystring: botPage,
        response: { 200: pageOf(bot), ...refusals },
      },
    },
    async ({ params, query }) => {
      const list = query.order === 'group' ? settings.listBotsByGroup : settings.listBots
      return page(await list(params.accountId, pageRequest(query)), query.limit)
    },
  )
  app.get(
    '/bots/:id',
    { schema: { tags, security, params: botPath, response: { 200: bot, ...refusals } } },
    async ({ params }) => orNotFound(await settings.findBot(params.accountId, params.id), 'bot'),
  )
  app.patch(
    '/bots/:id',
    { schema: { tags, security, params: botPath, body: change, response: { 200: bot, ...writeRefusals } } },
    async (request) => {
      const { params, body } = request
      const before = orNotFound(await settings.findBot(params.accountId, params.id), 'bot')
      const { groupId: group, ...rest } = body
      const inGroup = group === undefined ? {} : { groupId: group ?? undefined }
      const wish = { ...given(rest), ...inGroup, ...(body.config && { config: configOf(before.kind, body.config) }) }
      await checkEnabled(house, params.accountId, { ...before, ...wish })
      const note = noteOf<Bot>(house, request, 'bot.changed', { kind: 'bot' })
      const changed = orNotFound(await settings.updateBot(params.accountId, params.id, wish, note), 'bot')
      house.settingsChanged(params.accountId)
      return changed
    },
  )
  app.post(
    '/bots/test',
    {
      schema: {
        tags,
        security,
        params: inAccount,
        body: z.strictObject({ config }),
        description: 'The same for settings that are not saved yet.',
        response: { 200: connectionTest, ...writeRefusals },
      },
    },
    ({ params, body }) => house.connector.test(params.accountId, body.config),
  )
  app.post(
    '/bots/:id/test',
    {
      schema: {
        tags,
        security,
        params: botPath,
        description: 'Asks the service how it is (connector R1.8); changes nothing.',
        response: { 200: connectionTest, ...writeRefusals },
      },
    },
    async ({ params }) => {
      const found = orNotFound(await settings.findBot(params.accountId, params.id), 'bot')
      if (found.kind !== 'endpoint') {
        throw new HttpProblem(422, 'not-an-endpoint', 'This bot is written here; there is no connection to test.')
      }
      return house.connector.test(params.accountId, endpointConfig.parse(found.config))
    },
  )
  done()
}

/** @throws HttpProblem with the path to the setting at fault */
function configOf(kind: Bot['kind'], given: unknown): Bot['config'] {
  const read = (kind === 'authored' ? written : config).safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? [])
  const path = field.reduce<string>((base, key) => pointer(base, String(key)), '/config')
  throw new HttpProblem(400, 'invalid', issue?.message ?? 'Not usable as settings.', { path })
}

/** Where a bot's errors lead must exist before consumers meet it (connector R1.1). */
async function checkEnabled(
  house: House,
  accountId: AccountId,
  { enabled, kind, config: unread }: Pick<Bot, 'enabled' | 'kind' | 'config'>,
): Promise<void> {
  if (!enabled) return
  const path = '/config/defaultSkill'
  const { defaultSkill } = (kind === 'authored' ? authoredConfig : endpointConfig).parse(unread)
  if (defaultSkill === undefined) {
    const message = 'A bot is enabled only with a default skill, to which its errors lead.'
    throw new HttpProblem(422, 'default-skill-missing', message, { path })
  }
  const found = await house.storage.settings.findSkillByName(accountId, defaultSkill)
  if (found === undefined) throw new HttpProblem(422, 'unknown-skill', 'There is no skill of this name.', { path })
}
