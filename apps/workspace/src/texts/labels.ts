import { fileSize, type UiLabels } from '@baton/ui'
import { fileTextsFor } from '../files/texts/useFileTexts.ts'
import { fill, fillCounted } from './catalogue.ts'
import type { Texts } from './en.ts'

const DAY_MS = 24 * 3_600_000

/** The words that the shared components ask for. */
export function labelsOf(texts: Texts, now: () => number = Date.now): UiLabels {
  const { locale } = texts
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const { trayState, ...files } = fileTextsFor(locale)
  return {
    ...files,
    ...texts,
    fileSize: (bytes) => fileSize(bytes, locale),
    trayState: (ready, underWay, failed) => fill(trayState, { ready, underWay, failed }),
    isTyping: (name) => fill(texts.isTyping, { name }),
    cardOf: (place, count) => fill(texts.cardOf, { place, count }),
    charactersLeft: (count) => fillCounted(texts.charactersLeft, count, locale),
    timesIn: (zone) => fill(texts.timesIn, { zone }),
    tabNumber: (place) => fill(texts.tabNumber, { place }),
    time: (at) => time.format(at),
    day: (at) => {
      const days = Math.round((startOfDay(at) - startOfDay(now())) / DAY_MS)
      const text = days === 0 || days === -1 ? relative.format(days, 'day') : day.format(at)
      return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
    },
  }
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
