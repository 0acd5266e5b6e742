import { setImmediate } from 'node:timers/promises'
import type { AccountId } from '@baton/base'
import { type CompiledBot, compile, overlapsBetween, parseDefinition } from '@baton/dialog'
import { ADVISED_BOTS_IN_GROUP, type Bot } from '@baton/storage'
import { z } from 'zod'
import type { House } from '../../house.ts'

const PAGE = 200
/** Whoever has this many to look at has enough to do. */
const MOST_OVERLAPS = 50
/** Why a bot is not asked by the others of its group. */
const UNASKED = ['endpoint', 'off', 'asksAfterwards', 'withoutSkill', 'unpublished'] as const

const member = z.object({ id: z.number(), name: z.string() })
export const groupWarnings = z.object({
  tooMany: z.object({ bots: z.number(), advised: z.number() }).optional().describe('More bots than work well together'),
  unasked: z
    .array(member.extend({ why: z.enum(UNASKED) }))
    .readonly()
    .describe('Bots of the group that the others do not ask'),
  overlaps: z
    .array(z.object({ kind: z.enum(['pattern', 'intent']), words: z.string(), bots: z.array(member).readonly() }))
    .readonly()
    .describe(`What two or more of them begin a dialog with; at most ${MOST_OVERLAPS}`),
})
type GroupWarnings = z.infer<typeof groupWarnings>

/** What is to be said against a group that takes over by itself, as its bots are published now (dialogs R1.7, R7.35). */
export async function warningsAbout(house: House, accountId: AccountId, groupId: number): Promise<GroupWarnings> {
  const members = await membersOf(house, accountId, groupId)
  const survey = await surveyBots(house, accountId)
  const unasked: GroupWarnings['unasked'][number][] = []
  const asked: { readonly bot: Bot; readonly compiled: CompiledBot }[] = []
  for (const bot of members) {
    const found = await readinessOf(house, bot, survey)
    if (typeof found === 'string') unasked.push({ id: bot.id, name: bot.name, why: found })
    else asked.push({ bot, compiled: found })
    await setImmediate() // large bots take a while to read; others have their turn in between
  }
  const bots = asked.map(({ bot: { id, name } }) => ({ id, name }))
  const overlaps = await overlapsOf(asked.map(({ compiled }) => compiled))
  const count = members.length - unasked.filter(({ why }) => why === 'asksAfterwards').length
  return {
    ...(count > ADVISED_BOTS_IN_GROUP && { tooMany: { bots: count, advised: ADVISED_BOTS_IN_GROUP } }),
    unasked,
    overlaps: overlaps
      .slice(0, MOST_OVERLAPS)
      .map(({ kind, words, bots: places }) => ({ kind, words, bots: places.flatMap((place) => bots[place] ?? []) })),
  }
}

async function overlapsOf(compiled: readonly CompiledBot[]) {
  const looking = overlapsBetween(compiled)
  for (;;) {
    const step = looking.next()
    if (step.done === true) return step.value
    await setImmediate()
  }
}

async function membersOf({ storage }: House, accountId: AccountId, groupId: number): Promise<Bot[]> {
  const members: Bot[] = []
  for (let after: number | undefined; ; ) {
    const page = await storage.settings.listBots(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    members.push(...page.filter((bot) => bot.groupId === groupId))
    after = page.at(-1)?.id
    if (page.length < PAGE) return members
  }
}

async function surveyBots({ storage }: House, accountId: AccountId): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  for (let after: number | undefined; ; ) {
    const page = await storage.settings.listSkills(accountId, { limit: PAGE, ...(after !== undefined && { after }) })
    for (const { survey } of page) if (survey !== undefined) found.add(survey.botId)
    after = page.at(-1)?.id
    if (page.length < PAGE) return found
  }
}

async function readinessOf(
  { storage: { settings, authored } }: House,
  { accountId, id, kind, enabled, skillIds }: Bot,
  survey: ReadonlySet<number>,
): Promise<CompiledBot | (typeof UNASKED)[number]> {
  if (kind === 'endpoint') return 'endpoint'
  if (survey.has(id)) return 'asksAfterwards'
  const live = await authored.findLive(accountId, id)
  const { definition } = live === undefined ? {} : parseDefinition(live.definition)
  if (definition?.kind === 'survey') return 'asksAfterwards'
  if (!enabled) return 'off'
  const skills = await Promise.all(skillIds.map((skillId) => settings.findSkill(accountId, skillId)))
  if (!skills.some((skill) => skill?.enabled)) return 'withoutSkill'
  return definition === undefined ? 'unpublished' : compile(definition)
}
