import { casual as german } from 'chrono-node/de'
import { GB as british, casual as english } from 'chrono-node/en'
import { casual as spanish } from 'chrono-node/es'
import { casual as french } from 'chrono-node/fr'
import { casual as italian } from 'chrono-node/it'
import { casual as dutch } from 'chrono-node/nl'
import { casual as portuguese } from 'chrono-node/pt'

/** A date or a time of day that somebody wrote as people write them. */
export interface SaidTime {
  readonly phrase: string
  /** `2026-11-28`. */
  readonly date: string
  /** `17:30`; absent where only a day was named. */
  readonly time?: string
}

const READERS = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
} as const
/** Nobody says when in more words; what follows is not looked at. */
const MAX_LENGTH = 500
const ISO_DATE = /\b\d{4}-\d{2}-\d{2}\b/

/**
 * Dates in words ("next friday", "übermorgen um 15 Uhr", "12 March") and in digits, in the order in which they stand.
 * @param language of the bot, such as `de-CH`; English is read in every language too, day before month but for `en-US`
 * @param now milliseconds since 1970: what "tomorrow" is counted from, in UTC, since a bot does not know where its consumer is
 */
export function findTimes(words: string, language: string, now: number): SaidTime[] {
  const text = words.slice(0, MAX_LENGTH)
  const [tongue = 'en', region = ''] = language.toLowerCase().split(/[-_]/)
  const isAmerican = tongue === 'en' && (region === '' || region === 'us')
  const own = Object.hasOwn(READERS, tongue) ? READERS[tongue as keyof typeof READERS] : undefined
  const readers = own === undefined || own === english ? [isAmerican ? english : british] : [own, british]
  for (const reader of readers) {
    const found = reader.parse(text, { instant: new Date(now), timezone: 0 }, { forwardDate: true })
    if (found.length > 0)
      return found.map(({ text: phrase, start }) => toTime(phrase, (part) => start.get(part), start.isCertain('hour')))
  }
  return []
}

type DatePart = 'year' | 'month' | 'day' | 'hour' | 'minute'

function toTime(phrase: string, get: (part: DatePart) => number | null, hasTime: boolean): SaidTime {
  const two = (part: DatePart) => String(get(part) ?? 0).padStart(2, '0')
  const written = ISO_DATE.exec(phrase)?.[0]
  const date = written ?? `${String(get('year') ?? 0).padStart(4, '0')}-${two('month')}-${two('day')}`
  return { phrase, date, ...(hasTime && { time: `${two('hour')}:${two('minute')}` }) }
}
