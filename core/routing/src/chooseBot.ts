import type { BotId } from '@baton/base'

/** A bot that sits on the skill in question, and how busy it is. */
export interface BotOnSkill {
  readonly botId: BotId
  readonly enabled: boolean
  /** Conversations at the same time. */
  readonly capacity: number
  /** Conversations that it has now, as far as this node knows; approximate. */
  readonly load: number
}

/**
 * The bot that takes a conversation of this skill: the one with the largest free share of its capacity, by number among
 * equals, so that the same settings always lead to the same bot.
 * @returns undefined when no bot is enabled and has room: people take it
 */
export function chooseBot(bots: readonly BotOnSkill[]): BotId | undefined {
  let best: BotOnSkill | undefined
  for (const bot of bots) {
    if (!bot.enabled || bot.load >= bot.capacity) continue
    if (best === undefined || isBetter(bot, best)) best = bot
  }
  return best?.botId
}

function isBetter(a: BotOnSkill, b: BotOnSkill): boolean {
  // Cross-multiplied, so that equal shares are exactly equal.
  const difference = a.load * b.capacity - b.load * a.capacity
  return difference === 0 ? a.botId < b.botId : difference < 0
}
