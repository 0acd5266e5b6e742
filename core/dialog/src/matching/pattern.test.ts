import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePattern } from './pattern.ts'
import { indexPatterns } from './patternIndex.ts'
import { holdsKeyword, normalizeWords } from './words.ts'

const pattern = (source: string) => {
  const parsed = parsePattern(source)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const matches = (source: string, words: string) => pattern(source).matches(normalizeWords(words))

describe('a pattern', () => {
  it.each([
    ['dialogs R3.7', 'hello', 'hello', true],
    ['dialogs R3.7', 'hello', 'hello there', false],
    ['dialogs R3.8', '*home*', 'home is where the heart is', true],
    ['dialogs R3.8', '*home*', 'homes', true],
    ['dialogs R3.8', '*store', 'In-store', true],
    ['dialogs R3.8', '*store', 'stores', false],
    ['dialogs R3.9', '(thank(|s)|thank you)*', 'thanks a lot', true],
    ['dialogs R3.9', '(thank(|s)|thank you)*', 'thank', true],
    ['dialogs R3.9', '(thank(|s)|thank you)*', 'many thanks', false],
    ['dialogs R3.10', '* (some|a pair of) (headphones|earbuds)*', 'I want a pair of earbuds please', true],
    ['dialogs R3.10', "*(don't|do not) agree*", 'no, I don\u2019t agree', true],
    ['dialogs R3.10', '(hi|hello|hey) *', 'hi', false],
    ['dialogs R3.11', 'Continue', 'cONTINUE', true],
    ['dialogs R3.12', 'good  morning', '  good\n morning ', true],
    ['dialogs R3.12', 'hello', 'hello!', false],
    ['dialogs R3.13', 'yes|no', 'no', true],
    ['dialogs R3.14', 'a\\*b', 'a*b', true],
    ['dialogs R3.14', 'a\\*b', 'axb', false],
    ['dialogs R3.14', 'what? (really\\)) [1] {x} ^$#', 'what? really) [1] {x} ^$#', true],
    ['dialogs R3.14', 'C:\\temp', 'c:\\temp', true],
  ])('%s: %j on %j is %s', (_requirement, source, words, expected) => {
    expect(matches(source, words)).toBe(expected)
  })

  it.each(['(a', 'a)', '((a|b)', ')'])('dialogs R3.14: %s is refused for its parentheses', (source) => {
    expect(parsePattern(source)).toEqual({ ok: false, error: 'Pattern is not valid: unbalanced parenthesis' })
  })

  it('dialogs R3.18: does not take longer for being hostile', () => {
    const hostile = pattern(`${'*a'.repeat(100)}*b`)
    const began = performance.now()
    expect(hostile.matches('a'.repeat(5_000))).toBe(false)
    expect(performance.now() - began).toBeLessThan(10_000) // a machine that tries all ways would need the age of the universe
  })

  it('means the same as the regular expression that it stands for', () => {
    const source = fc.stringMatching(/^(a|b| |\*|\(a\||\(\||\)){0,8}$/).filter((text) => parsePattern(text).ok)
    fc.assert(
      fc.property(source, fc.stringMatching(/^[ab ]{0,6}$/), (text, words) => {
        const expression = new RegExp(`^(?:${text.trim().replaceAll('*', '.*')})$`)
        const spaced = / {2}|^ | $|\( | \)|\| | \||\* | \*/.test(text) // blanks at the rims are the pattern's own affair
        return spaced || matches(text, words) === expression.test(normalizeWords(words))
      }),
    )
  })
})

describe('indexPatterns', () => {
  it('finds exactly those that match, in their order', () => {
    const source = fc.stringMatching(/^(ab|b|c| |\*|\(a\|c\)){1,5}$/).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(fc.array(source, { maxLength: 12 }), fc.stringMatching(/^[abc ]{0,8}$/), (sources, text) => {
        const entries = sources.map((each, value) => ({ pattern: pattern(each), value }))
        const words = normalizeWords(text)
        const expected = entries.filter((entry) => entry.pattern.matches(words)).map(({ value }) => value)
        expect(indexPatterns(entries).find(words)).toEqual(expected)
      }),
    )
  })
})

describe('holdsKeyword', () => {
  it('dialogs R3.16: whole words only, without regard to case', () => {
    expect(holdsKeyword(normalizeWords('Do NOT order'), ['not'])).toBe(true)
    expect(holdsKeyword(normalizeWords('nothing'), ['not'])).toBe(false)
    expect(holdsKeyword(normalizeWords('a lot of it'), ['lot of'])).toBe(true)
  })
})
