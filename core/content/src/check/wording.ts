import type { Rule } from './rule.ts'

const SHOWN = 40

/** What was found, short enough for a sentence. */
export function found(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return `the text ${quote(value)}`
  return `${typeof value === 'number' ? 'the number ' : ''}${String(value).slice(0, SHOWN)}`
}

/** Cut between characters, never inside one. */
export function quote(text: string): string {
  return `“${shorten(text)}”`
}

/** The beginning of a text, as long as a sentence bears. */
export function shorten(text: string): string {
  if (text.length <= SHOWN) return text
  const start = Array.from(text.slice(0, SHOWN * 2)).slice(0, SHOWN)
  return `${start.join('')}…`
}

/** What is allowed, with its article: `a text of at most 128 characters`. */
export function describe(rule: Rule): string {
  switch (rule.is) {
    case 'text':
      return `a text${rule.max === undefined ? '' : ` of ${range(rule.min, rule.max)} characters`}`
    case 'word':
      return rule.words.length === 1 ? `“${rule.words[0]}”` : `one of ${listed(rule.words)}`
    case 'number':
      return `a ${rule.whole ? 'whole ' : ''}number${rule.min === undefined ? '' : ` ${span(rule.min, rule.max)}`}`
    case 'flag':
      return 'true or false'
    case 'list':
      return `a list${rule.max === undefined ? '' : ` of ${range(rule.min, rule.max)} entries`}`
    case 'parts':
      return 'a list of elements'
    case 'object':
      return rule.what
    case 'typed':
      return `an object with a “type”`
    case 'later':
      return describe(rule.rule())
    case 'pick':
      return describe(rule.among[0] ?? { is: 'any' })
    default:
      return 'a value'
  }
}

/** `2 to 10`, `at most 10`, `exactly 3`. */
export function range(min: number | undefined, max: number | undefined): string {
  if (max === undefined || max === Number.POSITIVE_INFINITY) return `at least ${min ?? 0}`
  if (min === max) return `exactly ${max}`
  return min === undefined || min === 0 ? `at most ${max}` : `${min} to ${max}`
}

export const listed = (words: readonly string[]): string => words.join(', ')

const span = (min: number, max: number | undefined): string =>
  max === undefined ? `from ${min}` : `from ${min} to ${max}`
