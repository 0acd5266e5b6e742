import { isoDay, parseDay } from '@baton/content'
import { expect, it } from 'vitest'
import { daysIn, firstDayOf, monthOf, moveMonths, weekdayOf, weekStartOf, weeksOf } from './month.ts'

const day = (text: string) => parseDay(text) ?? Number.NaN
const february = monthOf(day('2024-02-10'))

it('knows the months, leap years included', () => {
  expect(daysIn(february)).toBe(29)
  expect(daysIn(february + 12)).toBe(28)
  expect(isoDay(firstDayOf(february + 11))).toBe('2025-01-01')
  expect(isoDay(firstDayOf(february - 2))).toBe('2023-12-01')
})

it('moves by months and stays within them', () => {
  expect(isoDay(moveMonths(day('2024-01-31'), 1))).toBe('2024-02-29')
  expect(isoDay(moveMonths(day('2024-02-29'), 12))).toBe('2025-02-28')
  expect(isoDay(moveMonths(day('2024-01-15'), -1))).toBe('2023-12-15')
})

it('draws a month in weeks that begin as the language has it', () => {
  expect(weekdayOf(day('2024-02-01'))).toBe(4)
  const monday = weeksOf(february, 1)
  expect(monday[0]?.map((one) => one !== undefined)).toEqual([false, false, false, true, true, true, true])
  expect(weeksOf(february, 0)[0]?.findIndex((one) => one !== undefined)).toBe(4)
  expect(monday.flat().filter((one) => one !== undefined)).toHaveLength(29)
  expect([weekStartOf('de'), weekStartOf('en-US'), weekStartOf('no such thing')]).toEqual([1, 0, 1])
})
