import type { EpochMs } from '@baton/base'

/** When people are there, in the time of one place (messaging R4.24). */
export interface OpeningHours {
  /** IANA, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** Monday first; each day's spans in order, none: closed. */
  readonly week: readonly (readonly OpenSpan[])[]
  /** Days that are different from their weekday: holidays, open Sundays. */
  readonly special: readonly { readonly date: string; readonly spans: readonly OpenSpan[] }[]
}

/** `HH:MM`; `to` may be `24:00` and is not part of it. */
export interface OpenSpan {
  readonly from: string
  readonly to: string
}

/** So far ahead an opening is looked for, in days. */
const MAX_DAYS_AHEAD = 60
const DAY_MS = 86_400_000

export const isOpenAt = (hours: OpeningHours, at: EpochMs): boolean => {
  const { date, weekday, minutes } = localTime(hours.timeZone, at)
  return spansOf(hours, date, weekday).some(({ from, to }) => minutesOf(from) <= minutes && minutes < minutesOf(to))
}

/**
 * The next instant at which it opens; where the clocks change, the first instant that shows the time.
 * @returns undefined while it is open, and when it does not open within two months
 */
export function opensNextAt(hours: OpeningHours, at: EpochMs): EpochMs | undefined {
  if (isOpenAt(hours, at)) return undefined
  const now = localTime(hours.timeZone, at)
  for (let ahead = 0; ahead <= MAX_DAYS_AHEAD; ahead += 1) {
    const day = new Date(Date.parse(`${now.date}T00:00:00Z`) + ahead * DAY_MS)
    const date = day.toISOString().slice(0, 10)
    for (const { from } of spansOf(hours, date, (day.getUTCDay() + 6) % 7)) {
      if (ahead === 0 && minutesOf(from) <= now.minutes) continue
      return instantOf(hours.timeZone, date, minutesOf(from))
    }
  }
  return undefined
}

function spansOf({ week, special }: OpeningHours, date: string, weekday: number): readonly OpenSpan[] {
  return special.find((day) => day.date === date)?.spans ?? week[weekday] ?? []
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}

function localTime(timeZone: string, at: EpochMs): { date: string; weekday: number; minutes: number } {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const date = `${parts.year}-${parts.month}-${parts.day}`
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 // Monday is 0
  return { date, weekday, minutes: Number(parts.hour) * 60 + Number(parts.minute) }
}

/** The offset is found by looking twice: once with a guess, once with what the guess showed. */
function instantOf(timeZone: string, date: string, minutes: number): EpochMs {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000
  const shownAt = (instant: number) => {
    const local = localTime(timeZone, instant as EpochMs)
    return Date.parse(`${local.date}T00:00:00Z`) + local.minutes * 60_000
  }
  const first = wanted - (shownAt(wanted) - wanted)
  return (first - (shownAt(first) - wanted)) as EpochMs
}
