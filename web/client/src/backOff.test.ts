import { expect, it } from 'vitest'
import { backOffMs } from './backOff.ts'

it('messaging R7.8: doubles from one second to thirty', () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 5_000].map((failures) => backOffMs(failures, () => 1))
  expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
})

it('spreads over the whole time, so that clients do not return together', () => {
  expect(backOffMs(4, () => 0)).toBe(0)
  expect(backOffMs(4, () => 0.5)).toBe(4_000)
})
