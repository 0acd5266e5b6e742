import { describe, expect, it } from 'vitest'
import { maskOf, problemOfPattern } from './masks.ts'

const cards = maskOf({ maskCardNumbers: true, maskingPatterns: [] }) ?? String
const VISA = '4111111111111111'
const AMEX = '378282246310005'
const MAESTRO = '6759649826438453'

describe('numbers of payment cards (messaging R7.16)', () => {
  it.each([
    [VISA, '••••••••••••1111'],
    ['4111 1111 1111 1111', '•••• •••• •••• 1111'],
    ['4111-1111-1111-1111', '••••-••••-••••-1111'],
    [`my card is ${AMEX}, thanks`, 'my card is •••••••••••0005, thanks'],
    [`${VISA} and ${MAESTRO}`, '••••••••••••1111 and ••••••••••••8453'],
    [`x${VISA}y`, 'x••••••••••••1111y'],
    ['no. 4111111111111111 exp 12/30', 'no. ••••••••••••1111 exp 12/30'],
  ])('%s becomes %s', (text, masked) => {
    expect(cards(text)).toBe(masked)
  })

  it.each([
    ['a number whose check digit is wrong', '4111111111111112'],
    ['one that is too short', '411111111111'],
    ['a row of one digit', '0000000000000000'],
    ['a phone number', '+49 30 901820'],
    ['words', 'four one one one'],
  ])('leaves %s', (_what, text) => {
    expect(cards(text)).toBe(text)
  })

  it('are found inside a longer row of digits', () => {
    expect(cards(`000${VISA}`)).not.toContain(VISA)
    expect(cards(`${VISA}999`)).not.toContain(VISA)
  })
})

describe('an account’s own patterns', () => {
  const mask = (pattern: string, flags?: string) =>
    maskOf({ maskingPatterns: [{ name: 'own', pattern, ...(flags !== undefined && { flags }) }] }) ?? String

  it('are replaced wherever they fit, sign by sign', () => {
    expect(mask('[A-Z]{2}\\d{4}')('codes AB1234 and CD5678')).toBe('codes •••••• and ••••••')
    expect(mask('secret', 'i')('a SECRET')).toBe('a ••••••')
    expect(mask('\\p{L}+@\\S+')('write to ödön@example.com now')).toBe('write to •••••••••••••••• now')
  })

  it('take time in proportion to the text, whatever they are', () => {
    const evil = mask('(a+)+$')
    const began = performance.now()
    expect(evil(`${'a'.repeat(5_000)}!`)).toContain('!')
    expect(performance.now() - began).toBeLessThan(2_000) // a backtracking matcher would not end in this universe
  })

  it('that cannot be read, or fit the empty text, are told as such and mask nothing', () => {
    expect(problemOfPattern({ pattern: '(' })).toMatch(/missing|paren/i)
    expect(problemOfPattern({ pattern: '(?=x)' })).toBeDefined()
    expect(problemOfPattern({ pattern: 'a*' })).toContain('empty')
    expect(problemOfPattern({ pattern: '\\d{6}' })).toBeUndefined()
    expect(mask('(')('(')).toBe('(')
  })

  it('that are none cost nothing', () => {
    expect(maskOf({ maskingPatterns: [] })).toBeUndefined()
  })
})
