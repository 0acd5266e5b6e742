import { readReason } from '@baton/routing'
import { spanText } from '../base/time.ts'
import { fill, numberText } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'

/** Why somebody was asked, as a sentence in the language of the screens. What is no known reason is shown as it is. */
export function reasonText(explanation: string, texts: Texts): string {
  const reason = readReason(explanation)
  if (reason === undefined) return explanation
  const { code, values } = reason
  const span = (seconds = 0) => spanText(Math.abs(seconds) * 1_000, texts.locale)
  const number = (value = 0) => numberText(value, texts.locale)
  const { waited, due, load, capacity, among } = values
  const words = texts.reasonsOfOffer
  const isDue = due === undefined ? words.notDue : fill(due < 0 ? words.overdue : words.due, { span: span(due) })
  const why = fill(words.codes[code], { load: number(load), capacity: number(capacity), among: number(among) })
  return `${fill(words.waited, { span: span(waited) })} · ${isDue} · ${why}`
}
