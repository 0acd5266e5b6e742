import type { DatePickerAction } from './click.ts'

/** A day without a time zone, counted from 1970-01-01. */
export type Day = number

const DAY_MS = 86_400_000
const YEARS = 150
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** @param text `2026-02-28` @returns nothing for what is no day of the calendar */
export function parseDay(text: string): Day | undefined {
  const [, year, month, day] = ISO_DAY.exec(text) ?? []
  if (year === undefined) return undefined
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return isoDay(at.getTime() / DAY_MS) === text ? at.getTime() / DAY_MS : undefined
}

/** `2026-02-28` */
export function isoDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The day that it is for this person at this moment. */
export function localDay(at: number): Day {
  const date = new Date(at)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS
}

/**
 * First and last day that can be chosen (SC5.8). An instant of the card means the day that it is then in UTC: the same for everyone,
 * wherever the consumer and the server are.
 */
export function boundsOf({ minDate, maxDate }: DatePickerAction, today: Day): { first: Day; last: Day } {
  const given = (seconds: number) => clamp(Math.floor((seconds * 1_000) / DAY_MS))
  const least = minDate === undefined ? undefined : given(minDate)
  const most = maxDate === undefined ? undefined : given(maxDate)
  return {
    first: least ?? clamp(yearsFrom(most ?? today, -YEARS)),
    last: most ?? clamp(yearsFrom(least ?? today, YEARS)),
  }
}

/** Years 1 to 9999, which is what can be written with four digits. */
const FIRST_DAY = -719_162
const LAST_DAY = 2_932_896
const clamp = (day: Day): Day => Math.min(Math.max(day, FIRST_DAY), LAST_DAY)

function yearsFrom(day: Day, years: number): Day {
  const date = new Date(day * DAY_MS)
  return date.setUTCFullYear(date.getUTCFullYear() + years) / DAY_MS
}

const TOKENS = /'([^']*)'|y+|Y+|M+|d+|D+|E+/g

/**
 * @param pattern `d` or `D` a day, `M` a month, `y` or `Y` a year, `E` a weekday, anything else and what stands in single quotes as it
 *   is; absent: `MMM dd, yyyy` (SC5.9)
 * @param language BCP 47; what no machine knows is read as English
 */
export function writeDay(day: Day, pattern = 'MMM dd, yyyy', language = 'en'): string {
  const date = new Date(day * DAY_MS)
  const inWords = (options: Intl.DateTimeFormatOptions) =>
    formatter(language, { ...options, timeZone: 'UTC' }).format(date)
  return pattern.replace(TOKENS, (token: string, quoted: string | undefined) => {
    const long = token.length > 3
    switch (token.charAt(0)) {
      case "'":
        return quoted === '' ? "'" : (quoted ?? '')
      case 'E':
        return inWords({ weekday: long ? 'long' : 'short' })
      case 'M':
        if (token.length < 3) return padded(date.getUTCMonth() + 1, token.length)
        return inWords({ month: long ? 'long' : 'short' })
      case 'd':
      case 'D':
        return padded(date.getUTCDate(), Math.min(token.length, 2))
      default:
        return padded(date.getUTCFullYear(), 4).slice(token.length === 2 ? -2 : 0)
    }
  })
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0')

/** What a machine does not know of languages and time zones must not keep anybody from answering. */
export function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language, options)
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
  }
}
