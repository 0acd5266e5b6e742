import type { CompiledBot } from './compile.ts'
import { holdsKeyword, normalizeWords } from './matching/words.ts'
import { GOOD, means } from './rules.ts'
import type { IntentScore } from './run.ts'

/** Whether one of the bot's dialogs begins with words like these (dialogs R7.35: patterns come first). */
export function recognisesWords(bot: CompiledBot, text: string): boolean {
  const words = normalizeWords(text)
  return bot.starters.find(words).some(({ interaction }) => !holdsKeyword(words, interaction.excludeKeywords))
}

/** The best intent that starts one of the bot's dialogs; undefined when none is good enough (dialogs R3.21, R7.35). */
export function bestStartingIntent(
  bot: CompiledBot,
  text: string,
  scores: readonly IntentScore[],
): IntentScore | undefined {
  const words = normalizeWords(text)
  return scores
    .filter(({ score }) => score >= GOOD)
    .toSorted((a, b) => b.score - a.score)
    .find(({ intentId }) => {
      const starter =
        bot.startersByIntent.get(intentId) ??
        [...bot.startersByIntent].find(([asked]) => means(bot, intentId, asked))?.[1]
      return starter !== undefined && !holdsKeyword(words, starter.interaction.excludeKeywords)
    })
}
