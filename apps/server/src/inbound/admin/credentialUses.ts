import type { AccountId, JsonValue } from '@baton/base'
import { isJsonObject } from '@baton/base'
import type { Bot } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { orNotFound } from '../httpProblem.ts'
import { refusals, security, tokenPath } from './schemas.ts'

const PAGE = 200
const uses = z.object({
  integrations: z
    .array(z.object({ botId: z.number(), botName: z.string(), integration: z.string(), isLive: z.boolean() }))
    .readonly()
    .describe('Integrations of drafts and of what is live; at most 200'),
  functions: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .readonly()
    .describe('Whose code names it'),
})
type Uses = z.infer<typeof uses>

/** Who would miss a credential. */
export const credentialUses: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  app.get(
    '/credentials/:id/uses',
    { schema: { tags: ['integrations'], security, params: tokenPath, response: { 200: uses, ...refusals } } },
    async ({ params: { accountId, id } }) => {
      const { name } = orNotFound(await house.storage.integrations.findCredential(accountId, id), 'credential')
      const found: Uses['integrations'][number][] = []
      for await (const bot of writtenBots(house, accountId)) {
        if (found.length >= PAGE) break
        const { authored } = house.storage
        const live = await authored.findLive(accountId, bot.id)
        const draft = await authored.findDraft(accountId, bot.id)
        const alive = namesIn(live?.definition, name)
        const all = new Set([...alive, ...namesIn(draft?.definition, name)])
        for (const integration of all)
          found.push({ botId: Number(bot.id), botName: bot.name, integration, isLive: alive.has(integration) })
      }
      return { integrations: found.slice(0, PAGE), functions: await functionsWith(house, accountId, name) }
    },
  )
  done()
}

async function* writtenBots(house: House, accountId: AccountId): AsyncGenerator<Bot> {
  for (let after: number | undefined; ; ) {
    const bots = await house.storage.settings.listBots(accountId, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    })
    for (const bot of bots) if (bot.kind === 'authored') yield bot
    const last = bots.at(-1)
    if (bots.length < PAGE || last === undefined) return
    after = Number(last.id)
  }
}

/** Names of the integrations of a definition that show this credential. */
function namesIn(definition: JsonValue | undefined, credential: string): Set<string> {
  const all = isJsonObject(definition) && Array.isArray(definition.integrations) ? definition.integrations : []
  const those = all.filter((one) => isJsonObject(one) && one.credential === credential)
  return new Set(those.map((one) => String(isJsonObject(one) ? (one.name ?? one.id) : '')))
}

async function functionsWith(house: House, accountId: AccountId, credential: string): Promise<Uses['functions']> {
  const { integrations } = house.storage
  const quoted = [`'${credential}'`, `"${credential}"`, `\`${credential}\``]
  const found: { id: string; name: string }[] = []
  for (let after: string | undefined; ; ) {
    const page = await integrations.listFunctions(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    for (const { id, name } of page) {
      const one = await integrations.findFunction(accountId, id)
      const texts = [one?.code ?? '', one?.deployed ?? '']
      if (texts.some((text) => quoted.some((way) => text.includes(way)))) found.push({ id, name })
    }
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return found
    after = last.id
  }
}
