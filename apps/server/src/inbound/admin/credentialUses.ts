import type { AccountId, JsonValue } from '@baton/base'
import { isJsonObject } from '@baton/base'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { orNotFound } from '../httpProblem.ts'
import { refusals, security, tokenPath } from './schemas.ts'

/** Definitions may be large: this many bots are looked at for one answer, and this many functions. */
const BOTS_AT_ONCE = 25
const FUNCTIONS_AT_ONCE = 50

/** First the bots, then the functions; each by what was looked at last. */
const cursor = z
  .string()
  .regex(/^(bots:\d{1,15}|functions:[A-Za-z0-9-]{0,64})$/)
  .optional()
  .describe('What came as `next`')
const uses = z.object({
  integrations: z
    .array(z.object({ botId: z.number(), botName: z.string(), integration: z.string(), isLive: z.boolean() }))
    .readonly()
    .describe('Integrations of drafts and of what is live'),
  functions: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .readonly()
    .describe('Whose code names it'),
  next: z.string().optional().describe('There is more to be looked at; this part may have been without any'),
})
type Uses = z.infer<typeof uses>

/** Who would miss a credential. */
export const credentialUses: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/credentials/:id/uses',
    {
      schema: {
        tags: ['integrations'],
        security,
        params: tokenPath,
        querystring: z.object({ after: cursor }),
        response: { 200: uses, ...refusals },
      },
    },
    async ({ params: { accountId, id }, query: { after = '' } }) => {
      const { name } = orNotFound(await house.storage.integrations.findCredential(accountId, id), 'credential')
      const [what, last = ''] = after.split(':')
      return what === 'functions' ? ofFunctions(house, accountId, name, last) : ofBots(house, accountId, name, last)
    },
  )
  done()
}

async function ofBots(house: House, accountId: AccountId, credential: string, last: string): Promise<Uses> {
  const { settings, authored } = house.storage
  const request = { limit: BOTS_AT_ONCE, ...(last !== '' && { after: Number(last) }) }
  const bots = await settings.listBots(accountId, request)
  const integrations: Uses['integrations'][number][] = []
  for (const bot of bots) {
    if (bot.kind !== 'authored') continue
    const alive = namesIn((await authored.findLive(accountId, bot.id))?.definition, credential)
    const drafted = namesIn((await authored.findDraft(accountId, bot.id))?.definition, credential)
    for (const integration of new Set([...alive, ...drafted]))
      integrations.push({ botId: Number(bot.id), botName: bot.name, integration, isLive: alive.has(integration) })
  }
  const isLast = bots.length < BOTS_AT_ONCE
  if (!isLast) return { integrations, functions: [], next: `bots:${Number(bots.at(-1)?.id)}` }
  // Most accounts have few of both: one answer is enough.
  return { ...(await ofFunctions(house, accountId, credential, '')), integrations }
}

/** Names of the integrations of a definition that show this credential. */
function namesIn(definition: JsonValue | undefined, credential: string): Set<string> {
  const all = isJsonObject(definition) && Array.isArray(definition.integrations) ? definition.integrations : []
  const those = all.filter((one) => isJsonObject(one) && one.credential === credential)
  return new Set(those.map((one) => String(isJsonObject(one) ? (one.name ?? one.id) : '')))
}

async function ofFunctions(house: House, accountId: AccountId, credential: string, last: string): Promise<Uses> {
  const { integrations } = house.storage
  const quoted = [`'${credential}'`, `"${credential}"`, `\`${credential}\``]
  const request = { limit: FUNCTIONS_AT_ONCE, ...(last !== '' && { after: last }) }
  const page = await integrations.listFunctions(accountId, request)
  const functions: { id: string; name: string }[] = []
  for (const { id, name } of page) {
    const one = await integrations.findFunction(accountId, id)
    const texts = [one?.code ?? '', one?.deployed ?? '']
    if (texts.some((text) => quoted.some((way) => text.includes(way)))) functions.push({ id, name })
  }
  const next = page.length < FUNCTIONS_AT_ONCE ? {} : { next: `functions:${page.at(-1)?.id}` }
  return { integrations: [], functions, ...next }
}
