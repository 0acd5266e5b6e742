import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonValue } from '@baton/base'
import { parseDefinition } from '@baton/dialog'
import { tryIntegration } from '@baton/runtime'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { notFound, orNotFound } from '../httpProblem.ts'
import { botPath, security, writeRefusals } from './schemas.ts'

const path = botPath.extend({ integrationId: z.string().min(1).max(400) })
const trial = z.strictObject({
  variables: z.record(z.string().max(400), z.unknown()).default({}).describe('Bot variables of the session'),
  userMessage: z.string().max(8_000).default('try'),
  environmentId: z.int().min(1).optional().describe('Absent: the one that the bot runs with'),
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
      schema: {
        tags: ['integrations'],
        security,
        params: path,
        body: trial,
        response: { 200: ended, ...writeRefusals },
      },
    },
    async ({ params, body }) => {
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
      return tryIntegration(
        {
          accountId,
          botId: String(id),
          definition,
          integrationId: found.id,
          variables: body.variables as Record<string, JsonValue>,
          userMessage: body.userMessage,
          environment: environment?.variables ?? {},
          key: randomUUID(),
        },
        { ...house.integrations, outbound: house.outbound, sandbox: house.sandbox, clock: house.clock },
      )
    },
  )
  done()
}
