import { days, type EntryPointId, hours, minutes, type SkillId } from '@baton/base'
import type { AutomaticKind } from '@baton/conversation'
import type { AutomaticMessage } from '@baton/storage'

/** What texts may name in braces. */
export const AUTOMATIC_VARIABLES = ['brand', 'agent', 'responseTime', 'position', 'minutes', 'opensAt'] as const
const NAMED = new RegExp(`\\{(${AUTOMATIC_VARIABLES.join('|')})\\}`, 'g')
export type Values = { readonly [name in (typeof AUTOMATIC_VARIABLES)[number]]?: string | undefined }

/** @returns undefined when the text names something that nobody knows at present: then nothing is said (messaging MSG-16) */
export function filled(text: string, values: Values): string | undefined {
  let isWhole = true
  const said = text.replace(NAMED, (_, name: keyof Values) => {
    const value = values[name]
    if (value === undefined) isWhole = false
    return value ?? ''
  })
  return isWhole ? said : undefined
}

export interface SaidAt {
  readonly entryPointId: EntryPointId
  readonly skillId: SkillId
  readonly language: string
}

/** The most particular words: this skill before this entry point before all, this language before its family before all. */
export function textFor(
  messages: readonly AutomaticMessage[],
  kind: AutomaticKind,
  { entryPointId, skillId, language }: SaidAt,
): string | undefined {
  const family = (tag: string) => tag.toLowerCase().split('-')[0]
  const fit = ({ language: own }: AutomaticMessage): number => {
    if (own === undefined) return 1
    if (own.toLowerCase() === language.toLowerCase()) return 3
    return family(own) === family(language) ? 2 : 0
  }
  const place = (one: AutomaticMessage): number =>
    (one.skillId === undefined ? 0 : 20) + (one.entryPointId === undefined ? 0 : 10)
  const [best] = messages
    .filter((one) => one.kind === kind && fit(one) > 0)
    .filter((one) => one.entryPointId === undefined || one.entryPointId === entryPointId)
    .filter((one) => one.skillId === undefined || one.skillId === skillId)
    .map((one) => ({ text: one.text, score: place(one) + fit(one) }))
    .sort((a, b) => b.score - a.score)
  return best?.text
}

export const localeOf = (language: string): string => Intl.DateTimeFormat.supportedLocalesOf([language])[0] ?? 'en'

const UNITS = [
  ['day', days(1)],
  ['hour', hours(1)],
  ['minute', minutes(1)],
] as const

/**
 * How long that is, in its two largest units and not rounded: "1 day, 20 hours" (messaging R3.16).
 * @param ms until an answer is due
 * @returns undefined when that is over
 */
export function responseTimeIn(language: string, ms: number): string | undefined {
  if (ms <= 0) return undefined
  const locale = localeOf(language)
  let left = Math.max(ms, minutes(1))
  const parts: string[] = []
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count === 0) {
      if (parts.length > 0) break
      continue
    }
    parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count))
    if (parts.length === 2) break
  }
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts)
}
