import { scopeOf } from '../../sqlite/search/indexLog.ts'
import { type Token, tokensOf } from './tokens.ts'

const MAX_TERMS = 16
const MAX_TERM_LENGTH = 100

export interface Term {
  readonly words: readonly string[]
  /** The last word may go on. */
  readonly isBeginning: boolean
}

export interface Match {
  readonly terms: readonly Term[]
  /** A `tsquery`. */
  readonly query: string
}

/**
 * What somebody typed, in the words of the index: every term must be there, the last one as a beginning, so that a search may be
 * sent while one types. Nothing of it is ever read as an operator.
 * @returns undefined when nothing was typed that could be looked for
 */
export function matchOf(accountId: string, typed: string): Match | undefined {
  const found = [...typed.matchAll(/"([^"]*)"|([^\s"]+)/gu)]
    .map(([, phrase, word]) => ({
      words: tokensOf((phrase ?? word ?? '').slice(0, MAX_TERM_LENGTH)).map((token) => token.word),
      isPhrase: phrase !== undefined,
    }))
    .map(({ words, isPhrase }) => ({ words: words.filter((word) => word !== ''), isPhrase }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MAX_TERMS)
  if (found.length === 0) return undefined
  const terms = found.map(({ words, isPhrase }, index) => ({
    words,
    isBeginning: index === found.length - 1 && !isPhrase && !/\s$/u.test(typed),
  }))
  const asked = terms.map(({ words, isBeginning }) =>
    words.map((word, index) => `'${word}'${isBeginning && index === words.length - 1 ? ':*' : ''}`).join(' <-> '),
  )
  return { terms, query: [`'${scopeOf(accountId)}'`, ...asked.map((term) => `(${term})`)].join(' & ') }
}

/** Words around the first hit. */
const WINDOW = 24
const BEFORE = 8

/** What stands around the words, in order. */
export function partsOf(text: string, { terms }: Match): { text: string; isHit: boolean }[] {
  const tokens = tokensOf(text)
  const hits = hitsOf(tokens, terms)
  const first = hits.indexOf(true)
  if (first < 0) return [{ text: text.slice(0, tokens[WINDOW]?.start), isHit: false }]
  const begin = tokens.length <= WINDOW ? 0 : Math.max(0, Math.min(first - BEFORE, tokens.length - WINDOW))
  const end = Math.min(tokens.length, begin + WINDOW)
  const parts: { text: string; isHit: boolean }[] = []
  const add = (piece: string, isHit: boolean): void => {
    const last = parts.at(-1)
    if (piece === '') return
    if (last?.isHit === isHit) last.text += piece
    else parts.push({ text: piece, isHit })
  }
  let at = begin === 0 ? 0 : (tokens[begin]?.start ?? 0)
  if (begin > 0) add('…', false)
  for (let index = begin; index < end; index += 1) {
    const token = tokens[index]
    if (token === undefined || hits[index] !== true) continue
    add(text.slice(at, token.start), false)
    add(text.slice(token.start, token.end), true)
    at = token.end
  }
  add(end === tokens.length ? text.slice(at) : `${text.slice(at, tokens[end - 1]?.end)}…`, false)
  return parts
}

function hitsOf(tokens: readonly Token[], terms: readonly Term[]): boolean[] {
  const hits = tokens.map(() => false)
  for (const { words, isBeginning } of terms) {
    for (let from = 0; from + words.length <= tokens.length; from += 1) {
      const fits = words.every((word, index) => {
        const said = tokens[from + index]?.word ?? ''
        return isBeginning && index === words.length - 1 ? said.startsWith(word) : said === word
      })
      if (fits) hits.fill(true, from, from + words.length)
    }
  }
  return hits
}
