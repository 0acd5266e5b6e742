import { expect, it } from 'vitest'
import { titleWithCount } from './pageTitle.ts'

it('messaging R7.11: counts before the title, and gives the title back', () => {
  const two = titleWithCount('Shop', 2)
  expect(two).toBe('(2) Shop')
  expect(titleWithCount(two, 150)).toBe('(99+) Shop')
  expect(titleWithCount('(99+) Shop', 0)).toBe('Shop')
})
