import type { GroupAnswer, GroupNeed } from '@baton/dialog'
import { bestStartingIntent, recognisesWords } from '@baton/dialog'
import type { Bot } from '@baton/storage'
import type { Directory } from '../../directory.ts'
import { targetKey } from '../../transferTargets.ts'
import { authoredConfigOf } from '../authoredConfig.ts'
import type { ShelvedBot } from '../library.ts'
import type { Asking, Means } from './asking.ts'

/**
 * Whether another bot of the group knows what to do with these words: patterns first, then intents, of which the best wins; among
 * equals the bot with the lowest number (dialogs R7.35). Only bots can be asked that are written here, published, switched on and
 * seated on a skill that is in use. Bots that ask consumers afterwards neither ask nor are asked (dialogs R1.7), and one that cannot be
 * read is no reason to ask none.
 */
export async function answerGroup(
  { text }: GroupNeed,
  { bot: asking, state, shelved: own, refused }: Asking,
  means: Means,
): Promise<GroupAnswer> {
  const { directory } = means
  const { accountId, groupId } = asking
  const group = groupId === undefined ? undefined : await directory.botGroup(accountId, groupId)
  if (group?.collaborates !== true || state.phase === 'survey' || own.definition.kind === 'survey') {
    return { kind: 'group' }
  }
  const members = await directory.botsInGroup(accountId, group.id)
  // One that is switched off while it has conversations is still helped; of the others, only one that asks afterwards is not among them.
  if (asking.enabled && !members.some(({ id }) => id === asking.id)) return { kind: 'group' }
  const ready: ReadyBot[] = []
  for (const bot of members) {
    if (bot.id === asking.id || refused.has(targetKey({ botId: bot.id }))) continue
    const shelved = await evenIf(() => liveOf(bot, means), { bot, means })
    if (shelved !== undefined && shelved.definition.kind !== 'survey') ready.push({ bot, shelved })
  }
  const found = ready.find(({ shelved }) => recognisesWords(shelved.compiled, text))
  const best = found ? { bot: found.bot } : await byIntent(text, ready, means)
  if (best === undefined) return { kind: 'group' }
  const { transferMessage } = group
  return {
    kind: 'group',
    bot: {
      botId: String(best.bot.id),
      ...('intentId' in best && { intentId: best.intentId }),
      ...(transferMessage !== '' && { transferMessage }),
    },
  }
}

interface ReadyBot {
  readonly bot: Bot
  readonly shelved: ShelvedBot
}

async function liveOf(bot: Bot, { directory, library }: Means): Promise<ShelvedBot | undefined> {
  const config = bot.kind === 'authored' && (await isSeated(bot, directory)) ? authoredConfigOf(bot) : undefined
  return config && library.live(bot, config)
}

/** What is wrong with one bot is its own matter: the others are asked all the same. */
async function evenIf<T>(
  ask: () => Promise<T | undefined>,
  { bot, means }: { readonly bot: Bot; readonly means: Means },
): Promise<T | undefined> {
  try {
    return await ask()
  } catch (fault) {
    means.around.log.warn({ accountId: bot.accountId, botId: bot.id, err: fault }, 'a bot of the group cannot be asked')
    return undefined
  }
}

async function isSeated({ accountId, skillIds }: Bot, directory: Directory): Promise<boolean> {
  for (const skillId of skillIds) if ((await directory.skill(accountId, skillId))?.enabled) return true
  return false
}

async function byIntent(
  text: string,
  ready: readonly ReadyBot[],
  means: Means,
): Promise<{ readonly bot: Bot; readonly intentId: string } | undefined> {
  let best: { readonly bot: Bot; readonly intentId: string; readonly score: number } | undefined
  for (const { bot, shelved } of ready) {
    const { definition, compiled } = shelved
    if (compiled.intents.size === 0) continue
    const asked = { definition, text, language: definition.language, domainIds: [] }
    const scores = await evenIf(() => means.parts.intents.score(asked), { bot, means })
    const own = bestStartingIntent(compiled, text, scores ?? [])
    if (own !== undefined && own.score > (best?.score ?? 0)) best = { bot, ...own }
  }
  return best
}
