import type { JsonValue } from '@baton/base'
import type { CompiledBot } from './compile.ts'
import type { Entity } from './definition.ts'
import { holdsWhole, normalizeWords } from './matching/words.ts'

export interface FoundEntity {
  /** As it was typed. */
  readonly phrase: string
  readonly value: JsonValue
}

/** What every bot knows without being told; linear expressions all. */
const BUILT_IN: Readonly<Record<Extract<Entity, { kind: 'builtIn' }>['of'], string>> = {
  number: '-?\\d+(?:[.,]\\d+)?',
  email: '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+',
  phone: '\\+?\\d[\\d ()/.-]{5,18}\\d',
  url: 'https?://[^\\s<>"]+',
  date: '\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}',
  color:
    '(?i)\\b(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|violet|pink|brown|beige|gold|turquoise)\\b',
}

/** The first occurrence of each value of an entity in the words (dialogs R1.31). */
export function findEntities(bot: CompiledBot, name: string, words: string): FoundEntity[] {
  const entity = bot.entities.get(name.replace(/^@/, ''))
  if (entity === undefined) return []
  if (entity.kind === 'valueSet') {
    const normalized = normalizeWords(words)
    return entity.values
      .filter(({ phrase }) => holdsWhole(normalized, normalizeWords(phrase)))
      .map(({ phrase, value }) => ({ phrase, value: value ?? phrase }))
  }
  const source = entity.kind === 'regex' ? entity.expression : BUILT_IN[entity.of]
  const phrase = bot.expression(source)?.first(words)
  return phrase === undefined || phrase === '' ? [] : [{ phrase, value: phrase }]
}
