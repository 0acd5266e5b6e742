/** @jsxImportSource preact */
import type { Day } from '@baton/content'
import { formatter } from '@baton/content'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useCard } from './cardContext.ts'
import { firstDayOf, type Month, monthOf, moveMonths, weekdayOf, weekStartOf, weeksOf, yearOf } from './month.ts'

type MonthGridProps = {
  month: Month
  /** Days outside of these can be seen and not chosen. */
  first: Day
  last: Day
  today: Day
  /** One day, or the ends of a range. */
  days: readonly Day[]
  onMonth: (month: Month) => void
  onChoose: (day: Day) => void
}

const DAY_MS = 86_400_000
const dateOf = (day: Day): Date => new Date(day * DAY_MS)

/** One month as a grid: arrows go by day, Page Up and Down by month, with Shift by year, Home and End within the week. */
export function MonthGrid({ month, first, last, today, days, onMonth, onChoose }: MonthGridProps) {
  const { labels } = useCard()
  const { locale } = labels
  const grid = useRef<HTMLTableElement>(null)
  const [wanted, setWanted] = useState<Day>()
  const start = weekStartOf(locale)
  const write = (day: Day, options: Intl.DateTimeFormatOptions) =>
    formatter(locale, { ...options, timeZone: 'UTC' }).format(dateOf(day))
  const stop = stopOf(month, [wanted, days[0], today], first, last)

  // At once, before the next key: a day of another month takes the place of the one that had the focus.
  useLayoutEffect(() => {
    if (wanted !== undefined) grid.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus()
  }, [wanted])

  const go = (day: Day) => {
    const next = Math.min(Math.max(day, first), last)
    onMonth(monthOf(next))
    setWanted(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const across = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1
    const months = event.shiftKey ? 12 : 1
    const place = (weekdayOf(stop) - start + 7) % 7
    const moves: Record<string, () => Day> = {
      ArrowLeft: () => stop - across,
      ArrowRight: () => stop + across,
      ArrowUp: () => stop - 7,
      ArrowDown: () => stop + 7,
      Home: () => stop - place,
      End: () => stop + 6 - place,
      PageUp: () => moveMonths(stop, -months),
      PageDown: () => moveMonths(stop, months),
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    go(move())
  }
  const show = (next: Month) => {
    setWanted(undefined)
    onMonth(Math.min(Math.max(next, monthOf(first)), monthOf(last)))
  }
  const isIn = (day: Day) => day >= first && day <= last
  const [from, to = from] = days
  return (
    <div class="month">
      <div class="month-head">
        <Turn
          label={labels.previousMonth}
          path="M12.5 4.5 7 10l5.5 5.5"
          off={month <= monthOf(first)}
          onPress={() => show(month - 1)}
        />
        <select
          aria-label={labels.month}
          value={String(month % 12)}
          onChange={(event) => show(yearOf(month) * 12 + Number(event.currentTarget.value))}
        >
          {Array.from({ length: 12 }, (_, index) => (
            <option key={index} value={String(index)}>
              {write(firstDayOf(yearOf(month) * 12 + index), { month: 'long' })}
            </option>
          ))}
        </select>
        <select
          aria-label={labels.year}
          value={String(yearOf(month))}
          onChange={(event) => show(Number(event.currentTarget.value) * 12 + (month % 12))}
        >
          {yearsBetween(first, last).map((year) => (
            <option key={year} value={String(year)}>
              {year}
            </option>
          ))}
        </select>
        <Turn
          label={labels.nextMonth}
          path="M7.5 4.5 13 10l-5.5 5.5"
          off={month >= monthOf(last)}
          onPress={() => show(month + 1)}
        />
      </div>
      {/* biome-ignore-start lint/a11y: the grid pattern on a table is what screen readers know best; its cells hold the focus in buttons */}
      <table
        ref={grid}
        role="grid"
        aria-label={write(firstDayOf(month), { month: 'long', year: 'numeric' })}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, index) => {
              const day = start + index - 4 + 7 // the first days of 1970 began with a Thursday
              return (
                <th key={index} scope="col" abbr={write(day, { weekday: 'long' })}>
                  {write(day, { weekday: 'short' })}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, start).map((week) => (
            <tr key={week.find((day) => day !== undefined)}>
              {week.map((day, place) =>
                day === undefined ? (
                  <td key={place} />
                ) : (
                  <td
                    key={place}
                    role="gridcell"
                    aria-selected={day === from || day === to}
                    class={cellClass(day, from, to)}
                  >
                    <button
                      type="button"
                      class="date"
                      tabIndex={day === stop ? 0 : -1}
                      disabled={!isIn(day)}
                      aria-current={day === today ? 'date' : undefined}
                      aria-label={write(day, { dateStyle: 'full' })}
                      onClick={() => {
                        setWanted(day)
                        onChoose(day)
                      }}
                    >
                      {write(day, { day: 'numeric' })}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y: see above */}
    </div>
  )
}

function Turn(props: { label: string; path: string; off: boolean; onPress: () => void }) {
  return (
    <button type="button" class="arrow" aria-label={props.label} disabled={props.off} onClick={props.onPress}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path
          d={props.path}
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}

/** The one day of the month that Tab stops at. */
function stopOf(month: Month, wishes: readonly (Day | undefined)[], first: Day, last: Day): Day {
  const wish = wishes.find((day) => day !== undefined && monthOf(day) === month && day >= first && day <= last)
  return wish ?? Math.min(Math.max(firstDayOf(month), first), last)
}

function cellClass(day: Day, from: Day | undefined, to: Day | undefined): string {
  if (from === undefined || to === undefined || day < from || day > to) return ''
  return `between${day === from ? ' from' : ''}${day === to ? ' to' : ''}`
}

function yearsBetween(first: Day, last: Day): number[] {
  const start = yearOf(monthOf(first))
  const count = Math.min(yearOf(monthOf(last)) - start + 1, 400)
  return Array.from({ length: count }, (_, index) => start + index)
}
