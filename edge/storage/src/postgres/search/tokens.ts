/** A word as it is compared, and where it stands. */
export interface Token {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** What PostgreSQL takes as one word at most is 2,046 bytes. */
const MAX_WORD = 500
/** Of one text; PostgreSQL tells places apart up to here. */
const MAX_PLACES = 16_000

/** The words of a text as they are compared: without case and accents, as the other dialect has them. */
export const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)].map(({ 0: word, index }) => ({
    word: word.slice(0, MAX_WORD).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
    start: index,
    end: index + word.length,
  }))

/** Tokens hold letters and digits only: nothing in them can be read as an operator. */
export function vectorOf(scope: string, text: string): string {
  const places = new Map<string, number[]>()
  for (const [index, { word }] of tokensOf(text).slice(0, MAX_PLACES).entries()) {
    if (word === '') continue
    const known = places.get(word)
    if (known === undefined) places.set(word, [index + 1])
    else known.push(index + 1)
  }
  const words = [...places].map(([word, at]) => `'${word}':${at.slice(0, 256).join(',')}`)
  return [`'${scope}'`, ...words].join(' ')
}
