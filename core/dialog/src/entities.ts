import type { JsonValue } from '@baton/base'
import type { CompiledBot } from './compile.ts'
import { findTimes } from './dates.ts'
import { BUILT_IN_ENTITIES, type BuiltInEntity, type Entity } from './definition.ts'
import { holdsWhole, normalizeWords } from './matching/words.ts'

export interface FoundEntity {
  /** As it was typed. */
  readonly phrase: string
  readonly value: JsonValue
}

/** What every bot knows without being told; linear expressions all. */
const EXPRESSIONS: Readonly<Record<Exclude<BuiltInEntity, 'date' | 'time'>, string>> = {
  number: '-?\\d+(?:[.,]\\d+)?',
  email: '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+',
  phone: '\\+?\\d[\\d ()/.-]{5,18}\\d',
  url: 'https?://[^\\s<>"]+',
  color:
    '(?i)\\b(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|violet|pink|brown|beige|gold|turquoise|schwarz|wei(?:ß|ss)|grau|silber|rot|gr(?:ü|ue)n|blau|gelb|lila|rosa|braun|t(?:ü|ue)rkis)\\b',
  money:
    '(?i)(?:[$€£¥]|\\b(?:chf|eur|usd|gbp|fr\\.)) ?\\d+(?:[.,\\x27]\\d+)*|\\d+(?:[.,\\x27]\\d+)* ?(?:[€£$¥]|(?:chf|eur|usd|gbp|euros?|dollars?|francs?|franken|pounds?)\\b)',
  percent: '-?\\d+(?:[.,]\\d+)? ?%',
}

/** Other names of the same, as bots that come from elsewhere use them. */
const ALSO_CALLED: Readonly<Record<string, BuiltInEntity>> = {
  colour: 'color',
  datetime: 'date',
  currency: 'money',
  percentage: 'percent',
}

/** The built-in entity that a name stands for where no domain defines it: they are global (dialogs R1.31). */
export function builtInNamed(name: string): BuiltInEntity | undefined {
  const plain = name.replace(/^@/, '').toLowerCase()
  return (
    BUILT_IN_ENTITIES.find((one) => one === plain) ??
    (Object.hasOwn(ALSO_CALLED, plain) ? ALSO_CALLED[plain] : undefined)
  )
}

/**
 * The first occurrence of each value of an entity in the words (dialogs R1.31). Dates and times are told as `2026-11-28` and
 * `17:30`, whatever words they were said in.
 * @param at milliseconds since 1970; what "tomorrow" is counted from
 */
export function findEntities(bot: CompiledBot, name: string, words: string, at: number): FoundEntity[] {
  const plain = name.replace(/^@/, '').trim()
  const entity = bot.entities.get(plain) ?? toBuiltIn(plain)
  if (entity === undefined) return []
  if (entity.kind === 'valueSet') return findValues(entity, words)
  if (entity.kind === 'builtIn' && (entity.of === 'date' || entity.of === 'time')) {
    return timesOf(entity.of, words, bot.definition.language, at)
  }
  const source = entity.kind === 'regex' ? entity.expression : EXPRESSIONS[entity.of as keyof typeof EXPRESSIONS]
  const phrase = bot.expression(source)?.first(words)
  return phrase === undefined || phrase === '' ? [] : [{ phrase, value: phrase }]
}

function toBuiltIn(name: string): Entity | undefined {
  const of = builtInNamed(name)
  return of === undefined ? undefined : { kind: 'builtIn', name, of }
}

function findValues({ values }: Extract<Entity, { kind: 'valueSet' }>, words: string): FoundEntity[] {
  const normalized = normalizeWords(words)
  return values
    .filter(({ phrase }) => holdsWhole(normalized, normalizeWords(phrase)))
    .map(({ phrase, value }) => ({ phrase, value: value ?? phrase }))
}

function timesOf(of: 'date' | 'time', words: string, language: string, at: number): FoundEntity[] {
  return findTimes(words, language, at).flatMap(({ phrase, date, time }) => {
    if (of === 'date') return [{ phrase, value: date }]
    return time === undefined ? [] : [{ phrase, value: time }]
  })
}
