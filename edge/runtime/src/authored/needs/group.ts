import type { GroupAnswer, GroupNeed } from '@baton/dialog'
import { bestStartingIntent, recognisesWords } from '@baton/dialog'
import type { Bot } from '@baton/storage'
import type { Directory } from '../../directory.ts'
import { targetKey } from '../../transferTargets.ts'
import { authoredConfigOf } from '../authoredConfig.ts'
import type { IntentProvider } from '../intentProvider.ts'
import type { ShelvedBot } from '../library.ts'
import type { Asking, Means } from './asking.ts'

/**
 * Whether another bot of the group knows what to do with these words: patterns first, then intents, of which the best wins; among
 * equals the bot with the lowest number (dialogs R7.35). Only bots can be asked that are written here, published, switched on and
 * seated on a skill that is in use.
 */
export async function answerGroup(
  { text }: GroupNeed,
  { bot: asking, refused }: Asking,
  { directory, library, parts }: Means,
): Promise<GroupAnswer> {
  const { accountId, groupId } = asking
  const group = groupId === undefined ? undefined : await directory.botGroup(accountId, groupId)
  if (group?.collaborates !== true) return { kind: 'group' }
  const others = (await directory.botsInGroup(accountId, group.id)).filter(
    ({ id }) => id !== asking.id && !refused.has(targetKey({ botId: id })),
  )
  const ready: { readonly bot: Bot; readonly shelved: ShelvedBot }[] = []
  for (const bot of others) {
    const config = bot.kind === 'authored' && (await isSeated(bot, directory)) ? authoredConfigOf(bot) : undefined
    const shelved = config && (await library.live(bot, config))
    if (shelved !== undefined) ready.push({ bot, shelved })
  }
  const found = ready.find(({ shelved }) => recognisesWords(shelved.compiled, text))
  const best = found ? { bot: found.bot } : await byIntent(text, ready, parts.intents)
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

async function isSeated({ accountId, skillIds }: Bot, directory: Directory): Promise<boolean> {
  for (const skillId of skillIds) if ((await directory.skill(accountId, skillId))?.enabled) return true
  return false
}

async function byIntent(
  text: string,
  ready: readonly { readonly bot: Bot; readonly shelved: ShelvedBot }[],
  intents: IntentProvider,
): Promise<{ readonly bot: Bot; readonly intentId: string } | undefined> {
  let best: { readonly bot: Bot; readonly intentId: string; readonly score: number } | undefined
  for (const { bot, shelved } of ready) {
    const { definition, compiled } = shelved
    if (compiled.intents.size === 0) continue
    const scores = await intents.score({ definition, text, language: definition.language, domainIds: [] })
    const own = bestStartingIntent(compiled, text, scores)
    if (own !== undefined && own.score > (best?.score ?? 0)) best = { bot, ...own }
  }
  return best
}
