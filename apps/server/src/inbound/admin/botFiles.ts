import { type BotId, isJsonObject, type JsonObject } from '@baton/base'
import { anyJson, definitionSchema, parseDefinition } from '@baton/dialog'
import { exportBot, importReport, type ReadBot, readBotFile } from '@baton/exchange'
import { authoredConfig } from '@baton/runtime'
import type { Bot } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { noteOf } from '../audit.ts'
import { HttpProblem, orNotFound } from '../httpProblem.ts'
import { DEFINITION_LIMIT, draftOf, save, version } from './botVersions.ts'
import { botPath, inAccount, name, security, writeRefusals } from './schemas.ts'

// It holds itself: whoever describes it needs a name for it.
z.globalRegistry.add(anyJson, { id: 'Json', description: 'Any JSON' })

const importBody = z.strictObject({
  file: z
    .union([z.string().max(DEFINITION_LIMIT), z.looseObject({})])
    .describe('A bot of Baton, or an export of LivePerson Conversation Builder: its JSON, or its text'),
  name: name.optional().describe("Absent: the bot's own, with date and time"),
  domains: definitionSchema.shape.domains.describe('That an export names and does not hold'),
})
const finding = z.object({
  severity: z.enum(['E', 'W', 'I']),
  code: z.string(),
  jsonPointer: z.string(),
  dialog: z.string().optional(),
  interaction: z.string().optional(),
  message: z.string(),
})
const imported = z.object({
  bot: z.object({ id: z.number(), name: z.string() }),
  draft: version.omit({ definition: true }),
  report: z.object({
    format: z.enum(['baton', 'liveperson']),
    counts: z.record(z.string(), z.number()).optional(),
    interactionTypes: z.record(z.string(), z.number()).optional(),
    unknown: z.number(),
    dangling: z.number(),
    findings: z.array(finding).readonly(),
    findingsLeftOut: z.number().optional(),
  }),
})
const exportQuery = z.object({
  format: z.enum(['baton', 'liveperson']).default('baton'),
  version: z.coerce.number().int().min(0).default(0).describe('0 is the draft'),
})

/** Nobody reads more than these. */
const MOST_FINDINGS = 1_000
const LONGEST_NAME = 100

/** Bots come in from a file and go out as one. */
export const botFiles: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const tags = ['bots']

  app.post(
    '/bots/import',
    {
      bodyLimit: DEFINITION_LIMIT,
      schema: {
        tags,
        security,
        params: inAccount,
        body: importBody,
        description:
          'Makes a new bot, switched off, with the file as its draft (dialogs R1.13). Nothing in it is run or called.',
        response: { 201: imported, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params
      const { file, name: wished, domains = [] } = request.body
      const read = readBotFile(typeof file === 'string' ? file : JSON.stringify(file), { domains })
      const definition = usable(read)
      const bot = await house.storage.settings.createBot(
        accountId,
        {
          name: wished ?? datedName(definition.name, house.clock.now()),
          nickname: definition.name.slice(0, LONGEST_NAME).trim() || 'Bot',
          ...{ skillIds: [], enabled: false, capacity: 999, kind: 'authored' },
          config: authoredConfig.parse({}),
        },
        noteOf<Bot>(house, request, 'bot.created', { kind: 'bot' }),
      )
      house.settingsChanged(accountId)
      const params = { accountId, id: bot.id as BotId }
      const { definition: _kept, ...draft } = await save(house, request, params, { definition, comment: 'As imported' })
      const { findings, imported: _is, bot: _named, ...told } = importReport(read as ReadBot)
      const leftOut = findings.length - MOST_FINDINGS
      const report = {
        ...told,
        findings: findings.slice(0, MOST_FINDINGS),
        ...(leftOut > 0 && { findingsLeftOut: leftOut }),
      }
      return reply.code(201).send({ bot: { id: bot.id, name: bot.name }, draft, report })
    },
  )
  app.get(
    '/bots/:id/export',
    {
      schema: {
        tags,
        security,
        params: botPath,
        querystring: exportQuery,
        description:
          "The bot's file, as Baton or as LivePerson Conversation Builder writes it. Credentials are never in it.",
        response: { 200: z.looseObject({}), ...writeRefusals },
      },
    },
    async ({ params, query }, reply) => {
      const { accountId, id } = params
      const found =
        query.version === 0
          ? await draftOf(house, accountId, id)
          : orNotFound(await house.storage.authored.findVersion(accountId, id, query.version), 'version of this bot')
      const body = query.format === 'baton' ? found.definition : toExport(found.definition)
      const fileName = `bot-${id}${query.version === 0 ? '' : `-v${query.version}`}.json`
      return reply.header('content-disposition', `attachment; filename="${fileName}"`).send(body)
    },
  )
  done()
}

/** @throws HttpProblem that names what is wrong, and where in the file */
function usable(read: ReadBot | undefined): JsonObject & { readonly name: string } {
  if (read === undefined) {
    const message = 'The file is neither a bot of Baton nor an export of LivePerson Conversation Builder.'
    throw new HttpProblem(422, 'bot-file', message, { path: '/file' })
  }
  if (read.definition !== undefined && isJsonObject(read.definition)) return read.definition as never
  const errors = read.findings.filter(({ severity }) => severity === 'E')
  const [first] = errors
  throw new HttpProblem(422, 'bot-file', first?.message ?? 'The file cannot be used.', {
    path: `/file${first?.jsonPointer ?? ''}`,
    problems: errors
      .slice(0, 100)
      .map(({ jsonPointer, code, message }) => ({ path: `/file${jsonPointer}`, rule: code, message })),
  })
}

/** dialogs R1.13. */
function datedName(own: string, now: number): string {
  const when = new Date(now).toISOString().slice(0, 19).replace('T', ' ')
  return `${own.slice(0, LONGEST_NAME - when.length - 1).trim()} ${when}`
}

function toExport(written: JsonObject): JsonObject {
  const { definition, problems } = parseDefinition(written)
  if (definition !== undefined) return exportBot(definition)
  const message = 'The bot has errors that keep it from being written in this format.'
  throw new HttpProblem(422, 'definition-shape', message, { problems: problems.slice(0, 100) })
}
