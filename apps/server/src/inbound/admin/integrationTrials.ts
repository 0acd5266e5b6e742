import { randomUUID } from 'node:crypto'
import { type AccountId, isJsonObject, type JsonValue } from '@baton/base'
import { MAX_FILE_BYTES } from '@baton/content'
import { parseDefinition } from '@baton/dialog'
import { FileStoreUnavailable } from '@baton/files'
import { takeTrialFile, tryIntegration } from '@baton/runtime'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { showingOf } from '../../integrationsOf.ts'
import { REFUSAL_TEXTS } from '../../texts.ts'
import { callerOf } from '../caller.ts'
import { FILE_STATUS } from '../files/fileDoor.ts'
import { HttpProblem, notFound, orNotFound } from '../httpProblem.ts'
import { botPath, security, writeRefusals } from './schemas.ts'

const path = botPath.extend({ integrationId: z.string().min(1).max(400) })
/** As much as base64 makes of the largest file, and one byte more, so that a larger one is told in its own words. */
const LONGEST_FILE = 4 * Math.ceil((MAX_FILE_BYTES + 1) / 3)
/** Beside the file. */
const REST_BYTES = 256 * 1_024
const testFile = z
  .strictObject({
    name: z.string().min(1).max(255),
    data: z.string().max(LONGEST_FILE).describe('The bytes as base64; 5 MB are allowed'),
    mediaType: z.string().max(200).default('application/octet-stream').describe('What it is, its bytes will tell'),
    caption: z.string().max(1_000).optional().describe('What the consumer writes with it'),
  })
  .describe('What a File integration brings to its service, in one attempt; taken as a consumer’s would be')
const trial = z.strictObject({
  variables: z.record(z.string().max(400), z.unknown()).default({}).describe('Bot variables of the session'),
  userMessage: z.string().max(8_000).default('try'),
  environmentId: z.int().min(1).optional().describe('Absent: the one that the bot runs with'),
  file: testFile.optional(),
})
const ended = z.object({
  outcome: z.enum(['success', 'failure', 'not-called']),
  request: z.unknown().optional().describe('With its variables put in; secrets are masked'),
  response: z.unknown().optional(),
  result: z.unknown().describe('What the transform script left of the body'),
  fields: z.record(z.string(), z.unknown()),
  logs: z.array(z.object({ level: z.string(), text: z.string() })).readonly(),
})

/** Runs one integration of a bot's draft with test values. The call is real. */
export const integrationTrials: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { authored } = house.storage
  app.post(
    '/bots/:id/draft/integrations/:integrationId/try',
    {
      bodyLimit: LONGEST_FILE + REST_BYTES,
      schema: {
        tags: ['integrations'],
        security,
        params: path,
        body: trial,
        description: 'Runs one integration of the draft with test values. The call is real; secrets are masked.',
        response: { 200: ended, ...writeRefusals },
      },
    },
    async (request) => {
      const { params, body } = request
      const { accountId, id, integrationId } = params
      const draft = orNotFound(await authored.findDraft(accountId, id), 'draft')
      const definition = orNotFound(parseDefinition(draft.definition).definition, 'draft')
      const found = definition.integrations?.find((one) => one.id === integrationId || one.name === integrationId)
      if (found === undefined) throw notFound('integration')
      const bot = await house.storage.settings.findBot(accountId, id)
      const own = isJsonObject(bot?.config) ? bot.config.environmentId : undefined
      const { environmentId = typeof own === 'number' ? own : undefined } = body
      const environment =
        environmentId === undefined ? undefined : await authored.findEnvironment(accountId, environmentId)
      if (found.type !== 'file' && body.file !== undefined) throw noFile('Only a File integration takes a file.')
      if (found.type === 'file' && body.file === undefined) throw noFile('A File integration is tried with a file.')
      const { who } = callerOf(request)
      const by = 'id' in who ? `${who.kind} ${who.id}` : who.kind
      const taken = body.file && (await takeIn(house, accountId, by, body.file))
      const { caption } = body.file ?? {}
      try {
        const end = await tryIntegration(
          {
            accountId,
            botId: String(id),
            definition,
            integrationId: found.id,
            variables: body.variables as Record<string, JsonValue>,
            userMessage: body.userMessage,
            environment: environment?.variables ?? {},
            key: randomUUID(),
            ...(taken && { file: { ...taken.file, ...(caption !== undefined && { caption }) } }),
          },
          {
            ...{ ...house.integrations, outbound: house.outbound, sandbox: house.sandbox, clock: house.clock },
            ...(taken && { files: { desk: taken.desk, showCredential: showingOf(house.integrations) } }),
          },
        )
        const isFetchedLater = end.request !== undefined && 'sends' in end.request && end.request.sends === 'link'
        if (!isFetchedLater) await taken?.drop()
        return end
      } catch (fault) {
        await taken?.drop()
        throw fault instanceof FileStoreUnavailable ? unavailable() : fault
      }
    },
  )
  done()
}

const noFile = (message: string) => new HttpProblem(400, 'bad-request', message, { path: '/file' })
const unavailable = () => new HttpProblem(503, 'unavailable', REFUSAL_TEXTS.unavailable)

/** @throws HttpProblem as a sender of files is told, where it may not come */
async function takeIn(
  house: House,
  accountId: AccountId,
  by: string,
  { name, mediaType, data }: z.infer<typeof testFile>,
) {
  const desk = house.runtime.files
  if (desk === undefined) throw notFound('file')
  if (/[^A-Za-z0-9+/=\r\n]/.test(data))
    throw new HttpProblem(400, 'bad-request', 'Must be base64.', { path: '/file/data' })
  const bytes = Buffer.from(data, 'base64')
  const taken = await takeTrialFile(desk, { accountId, by, name, mediaType, bytes }).catch((fault) => {
    throw fault instanceof FileStoreUnavailable ? unavailable() : fault
  })
  if (taken.ok) return { ...taken, desk }
  const { code } = taken
  throw new HttpProblem(FILE_STATUS[code] ?? 422, code, REFUSAL_TEXTS[code], { path: '/file' })
}
