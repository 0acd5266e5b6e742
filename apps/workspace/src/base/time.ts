import { useSyncExternalStore } from 'react'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Relative until a day, absolute after: "now", "4 min. ago", "yesterday 14:03", "3 May". */
export function whenText(at: number, now: number, locale: string): string {
  const ago = now - at
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  if (ago < MINUTE) return relative.format(0, 'second')
  if (ago < HOUR) return relative.format(-Math.floor(ago / MINUTE), 'minute')
  if (ago < DAY) return relative.format(-Math.floor(ago / HOUR), 'hour')
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...year }).format(at)
}

/** Day and time in full, for titles and tables. */
export function momentText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** The largest unit that fits, short: "45 s", "4 min", "3 h", "2 d". */
export function spanText(ms: number, locale: string): string {
  const [value, unit] =
    ms < MINUTE
      ? [ms / 1000, 'second']
      : ms < HOUR
        ? [ms / MINUTE, 'minute']
        : ms < DAY
          ? [ms / HOUR, 'hour']
          : [ms / DAY, 'day']
  const style = { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(locale, style).format(Math.floor(value as number))
}

/** One clock for all that shows passing time, so that everything moves together. */
function clockOf(everyMs: number) {
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      timer ??= setInterval(() => {
        now = Date.now()
        for (const tell of [...listeners]) tell()
      }, everyMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    read() {
      if (timer === undefined && Date.now() - now > everyMs) now = Date.now()
      return now
    },
  }
}
const seconds = clockOf(1_000)
const slow = clockOf(10_000)

/** This machine's time. @param pace how often it must be told: each second, or every ten */
export function useNow(pace: 'second' | 'slow' = 'slow'): number {
  const clock = pace === 'second' ? seconds : slow
  return useSyncExternalStore(clock.subscribe, clock.read)
}
