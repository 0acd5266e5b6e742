/** @jsxImportSource preact */
import {
  boundsOf,
  type ChosenDays,
  type DatePickerAction,
  type Day,
  isoDay,
  localDay,
  parseDay,
  writeDay,
} from '@baton/content'
import { useState } from 'preact/hooks'
import { useCard } from './cardContext.ts'
import { MonthGrid } from './MonthGrid.tsx'
import { monthOf } from './month.ts'
import { Popup } from './Popup.tsx'

type CalendarProps = { action: DatePickerAction; onPick: (chosen: ChosenDays) => void; onClose: () => void }

/** One day, or the first and the last of a range: picked in a month, or written into the fields above it (SC5.10). */
export function Calendar({ action, onPick, onClose }: CalendarProps) {
  const { labels } = useCard()
  const today = localDay(Date.now())
  const { first, last } = boundsOf(action, today)
  const [days, setDays] = useState<readonly Day[]>([])
  const [month, setMonth] = useState(() => monthOf(clamp(today, first, last)))
  const isRange = action.class === 'range'
  const title = action.title ?? (isRange ? labels.pickDays : labels.pickDay)
  if (first > last) {
    return (
      <Popup title={title} onClose={onClose}>
        <p class="popup-empty">{labels.cannotShow}</p>
      </Popup>
    )
  }
  const choose = (day: Day) => {
    const [start, end] = days
    if (!isRange || start === undefined || end !== undefined) setDays([day])
    else setDays(day < start ? [day, start] : [start, day])
  }
  const type = (index: number, text: string) => {
    const day = parseDay(text)
    if (day === undefined || day < first || day > last) return
    const next = [...days]
    next[index] = day
    const known = next.filter((one) => one !== undefined)
    setDays(index === 0 && isRange && (next[1] ?? day) < day ? [day] : known)
    setMonth(monthOf(day))
  }
  const isDone = days.length === (isRange ? 2 : 1)
  const words = days.map((day) => writeDay(day, action.dateFormat, labels.locale)).join(' - ')
  return (
    <Popup title={title} onClose={onClose}>
      <div class="dates">
        {(isRange ? [labels.firstDay, labels.lastDay] : [labels.theDay]).map((label, index) => (
          <label key={label} class="date-field">
            <span>{label}</span>
            <input
              type="date"
              min={isoDay(index === 1 ? (days[0] ?? first) : first)}
              max={isoDay(last)}
              disabled={index === 1 && days[0] === undefined}
              value={days[index] === undefined ? '' : isoDay(days[index])}
              onChange={(event) => type(index, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <MonthGrid {...{ month, first, last, today, days }} onMonth={setMonth} onChoose={choose} />
      <footer class="popup-foot">
        <output aria-live="polite">{words}</output>
        <button
          type="button"
          class="confirm"
          disabled={!isDone}
          onClick={() => onPick({ kind: 'days', days: days.map(isoDay), language: labels.locale })}
        >
          {labels.choose}
        </button>
      </footer>
    </Popup>
  )
}

const clamp = (day: Day, first: Day, last: Day): Day => Math.min(Math.max(day, first), Math.max(first, last))
