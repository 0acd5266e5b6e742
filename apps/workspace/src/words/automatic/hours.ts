import { z } from 'zod'
import type { Complaints } from '../../administration/kit/useForm.ts'
import type { WordTexts } from '../texts/en.ts'

const span = z.object({ from: z.string(), to: z.string() })
export type Span = z.infer<typeof span>
const hours = z.object({
  timeZone: z.string(),
  week: z.array(z.array(span)),
  special: z.array(z.object({ date: z.string(), spans: z.array(span) })),
})
export type Hours = z.infer<typeof hours>
export const scoped = z.object({
  items: z.array(
    z.object({
      scope: z.enum(['account', 'skill', 'entryPoint']),
      skillId: z.number().optional(),
      entryPointId: z.string().optional(),
      hours,
    }),
  ),
})

/** Absent hours and those that are there, in one form. */
export interface HoursValues extends Hours {
  readonly isSet: boolean
}

const WORKDAY: readonly Span[] = [{ from: '09:00', to: '17:00' }]
export const newHours = (): Hours => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? [...WORKDAY] : [])),
  special: [],
})

/** Midnight at a day's end has no place in a field for times; the last minute stands for it. */
export const shownEnd = (to: string): string => (to === '24:00' ? '23:59' : to)
export const meantEnd = (to: string): string => (to === '23:59' ? '24:00' : to)

const fits = (spans: readonly Span[]): boolean =>
  spans.every(({ from, to }, index) => from !== '' && from < to && (spans[index - 1]?.to ?? '') <= from)

export function checkHours({ isSet, week, special }: HoursValues, texts: WordTexts): Complaints {
  if (!isSet) return {}
  const dates = special.map(({ date }) => date)
  return Object.fromEntries([
    ...week.map((spans, day) => [`/hours/week/${day}`, fits(spans) ? undefined : texts.spanWrong]),
    ...special.map(({ date, spans }, index) => [
      `/hours/special/${index}`,
      date === '' || dates.indexOf(date) !== index ? texts.dateWrong : fits(spans) ? undefined : texts.spanWrong,
    ]),
  ])
}

/** The days of the week as a language calls them, Monday first. */
export const weekdays = (locale: string): readonly string[] =>
  [1, 2, 3, 4, 5, 6, 7].map((day) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day)),
  )
