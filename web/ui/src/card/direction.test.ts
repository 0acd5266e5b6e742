import { expect, it } from 'vitest'
import { directionOfCard } from './direction.ts'

it.each([
  ['Coffee', 'ltr'],
  ['42 · قهوة and coffee', 'rtl'],
  ['«שלום»', 'rtl'],
  ['咖啡 قهوة', 'ltr'],
  ['1042 €', 'ltr'],
] as const)('structured-content SC15.6: a card that begins with %j is laid out %s', (words, direction) => {
  expect(directionOfCard(words)).toBe(direction)
})
