import type { AccountId, SkillId } from '@baton/base'
import { endpointConfig } from '@baton/connector'
import { authoredConfig } from '@baton/runtime'
import type { Bot, Skill } from '@baton/storage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { House } from '../../house.ts'
import { orNotFound } from '../httpProblem.ts'
import { agentPath, botPath, refusals, security, skillPath } from './schemas.ts'

const PAGE = 200
/** As many as one account may have. */
const MOST_BOTS = 1_000

const named = z.object({ id: z.union([z.number(), z.string()]), name: z.string(), enabled: z.boolean() })
const list = z.array(named).readonly()
const skillUses = z.object({
  people: list.describe('Who can do it; enabled ones only'),
  bots: list.describe('Who sits on it'),
  errorsOf: list.describe('Bots whose errors lead here, by its name'),
  entryPoints: list.describe('What leads here first'),
  open: z.number(),
  waiting: z.number(),
})
const personUses = z.object({ open: z.number().describe('Conversations that they answer') })
const botUses = z.object({
  alone: list.describe('Skills on which no other bot sits'),
  surveys: list.describe('Skills whose consumers it asks afterwards'),
})

/** What would be affected if somebody or something were switched off or renamed. */
export const uses: FastifyPluginCallbackZod<{ house: House }> = (app, { house }, done) => {
  const { settings, desk } = house.storage

  app.get(
    '/skills/:id/uses',
    { schema: { tags: ['skills'], security, params: skillPath, response: { 200: skillUses, ...refusals } } },
    async ({ params: { accountId, id } }) => {
      const skill = orNotFound(await settings.findSkill(accountId, id), 'skill')
      const [people, bots, entryPoints, open, queue] = await Promise.all([
        desk.listAgentsOnSkill(accountId, id),
        allBots(house, accountId),
        settings.listEntryPointsTo(accountId, id),
        desk.readDesk(accountId, { kind: 'all', skillId: id }, 1),
        desk.readDesk(accountId, { kind: 'queue', skillIds: [id] }, 1),
      ])
      return {
        people: people
          .slice(0, PAGE)
          .map(({ agentId, nickname }) => ({ id: agentId, name: nickname, enabled: true as boolean })),
        bots: bots.filter(({ skillIds }) => skillIds.includes(id)).map(shown),
        errorsOf: bots.filter((bot) => defaultSkillOf(bot) === skill.name).map(shown),
        entryPoints: entryPoints.map(shown),
        open: open.total,
        waiting: queue.total,
      }
    },
  )
  app.get(
    '/people/:id/uses',
    { schema: { tags: ['people'], security, params: agentPath, response: { 200: personUses, ...refusals } } },
    async ({ params: { accountId, id } }) => {
      orNotFound(await settings.findPerson(accountId, id), 'person')
      const { total } = await desk.readDesk(accountId, { kind: 'mine', agentId: id }, 1)
      return { open: total }
    },
  )
  app.get(
    '/bots/:id/uses',
    { schema: { tags: ['bots'], security, params: botPath, response: { 200: botUses, ...refusals } } },
    async ({ params: { accountId, id } }) => {
      const bot = orNotFound(await settings.findBot(accountId, id), 'bot')
      const alone: Skill[] = []
      for (const skillId of bot.skillIds) {
        const others = (await settings.listBotsOnSkill(accountId, skillId)).filter((other) => other.id !== id)
        const skill = others.length === 0 ? await settings.findSkill(accountId, skillId) : undefined
        if (skill !== undefined) alone.push(skill)
      }
      const surveys = (await allSkills(house, accountId)).filter(({ survey }) => survey?.botId === id)
      return { alone: alone.map(shown), surveys: surveys.map(shown) }
    },
  )
  done()
}

const shown = ({ id, name, enabled }: { id: string | number; name: string; enabled: boolean }) => ({
  id,
  name,
  enabled,
})

/** Where its errors lead, by name. */
export function defaultSkillOf({ kind, config }: Bot): string | undefined {
  const parsed = kind === 'authored' ? authoredConfig.safeParse(config) : endpointConfig.safeParse(config)
  return parsed.success ? parsed.data.defaultSkill : undefined
}

/** At most a thousand. */
export async function allBots({ storage }: House, accountId: AccountId): Promise<Bot[]> {
  const bots: Bot[] = []
  for (;;) {
    const after = bots.at(-1)?.id
    const page = await storage.settings.listBots(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    bots.push(...page)
    if (page.length < PAGE || bots.length >= MOST_BOTS) return bots
  }
}

/** At most a thousand. */
export async function allSkills({ storage }: House, accountId: AccountId): Promise<Skill[]> {
  const skills: Skill[] = []
  for (;;) {
    const after: SkillId | undefined = skills.at(-1)?.id
    const page = await storage.settings.listSkills(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    skills.push(...page)
    if (page.length < PAGE || skills.length >= MOST_BOTS) return skills
  }
}
