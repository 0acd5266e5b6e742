import { fileSize, type UiLabels } from '@baton/ui'
import { fill, fillCounted, type Texts } from './texts.ts'

const DAY_MS = 24 * 3_600_000

/** The words that the shared components ask for, in one language. */
export function labelsOf(texts: Texts, now: () => number = Date.now): UiLabels {
  const locale = regionalOf(texts.locale)
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const near = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const far = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    ...texts,
    locale,
    isTyping: (name) => fill(texts.isTyping, { name }),
    cardOf: (place, count) => fill(texts.cardOf, { place, count }),
    charactersLeft: (count) => fillCounted(texts.charactersLeft, count, locale),
    timesIn: (zone) => fill(texts.timesIn, { zone }),
    fileSize: (bytes) => fileSize(bytes, locale),
    trayState: (ready, underWay, failed) => fill(texts.trayState, { ready, underWay, failed }),
    tabNumber: (place) => fill(texts.tabNumber, { place }),
    time: (at) => time.format(at),
    day: (at) => {
      const days = Math.round((startOfDay(at) - startOfDay(now())) / DAY_MS)
      if (days === 0 || days === -1) return capitalised(relative.format(days, 'day'), locale)
      return (days > -180 ? near : far).format(at)
    },
  }
}

/** Dates and times as they are written where the browser says it is, when it speaks the language at all. */
function regionalOf(locale: string): string {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === locale) ?? locale
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

function capitalised(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
