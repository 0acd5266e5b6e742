import type { Button } from './definition.ts'
import type { Memory } from './memory.ts'

/** Of repeated tiles (dialogs R5.16). */
const MAX_RECORDS = 10

/**
 * What stands behind a button whose label was said in the consumer's name, because the bot shows labels (dialogs R2.24).
 * @param label as it was tapped
 * @returns undefined where the question that is open has no such button
 */
export function buttonPayload(memory: Memory, label: string): string | undefined {
  const question = memory.bot.interactions.get(memory.top?.current ?? '')?.interaction
  const buttons: readonly Button[] =
    question?.type === 'buttonQuestion'
      ? question.buttons
      : question?.type === 'structuredQuestion'
        ? question.tiles.flatMap((tile) => tile.buttons)
        : []
  const wanted = label.trim()
  for (const button of buttons) {
    const records = memory.words().records([button.label, button.value]) ?? 1
    for (let record = 0; record < Math.min(records, MAX_RECORDS); record += 1) {
      const words = memory.words(record)
      if (words.text(button.label).slice(0, 128).trim() === wanted) return words.text(button.value)
    }
  }
  return undefined
}
