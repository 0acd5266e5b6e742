import { type Day, isoDay, parseDay } from '@baton/content'

/** A month, counted from January of the year 0. */
export type Month = number

export function monthOf(day: Day): Month {
  const [year = 0, month = 1] = isoDay(day).split('-').map(Number)
  return year * 12 + month - 1
}

export const yearOf = (month: Month): number => Math.floor(month / 12)

export function firstDayOf(month: Month): Day {
  return dayIn(month, 1)
}

export function daysIn(month: Month): number {
  return dayIn(month + 1, 1) - dayIn(month, 1)
}

/** The same day of another month, or the last one where that month is shorter. */
export function moveMonths(day: Day, by: number): Day {
  const month = monthOf(day)
  const place = day - firstDayOf(month)
  return firstDayOf(month + by) + Math.min(place, daysIn(month + by) - 1)
}

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7

/** The month in weeks; nothing where a week belongs to its neighbours. @param start weekday that weeks begin with, 0 is Sunday */
export function weeksOf(month: Month, start: number): (Day | undefined)[][] {
  const first = firstDayOf(month)
  const count = daysIn(month)
  const lead = (weekdayOf(first) - start + 7) % 7
  return Array.from({ length: Math.ceil((lead + count) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => {
      const index = 7 * week + place - lead
      return index < 0 || index >= count ? undefined : first + index
    }),
  )
}

/** The weekday that weeks begin with where this language is spoken, 0 is Sunday. */
export function weekStartOf(language: string): number {
  type WithWeek = Intl.Locale & { getWeekInfo?(): { firstDay: number }; weekInfo?: { firstDay: number } }
  try {
    const locale = new Intl.Locale(language) as WithWeek
    return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay === 7 ? 0 : 1
  } catch {
    return 1
  }
}

function dayIn(month: Month, day: number): Day {
  const two = (value: number) => String(value).padStart(2, '0')
  const text = `${String(yearOf(month)).padStart(4, '0')}-${two((((month % 12) + 12) % 12) + 1)}-${two(day)}`
  return parseDay(text) ?? 0
}
