import { NativeSelect } from '@mantine/core'
import { fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import type { RowState } from './rowStates.ts'

/** For how long closed ones stay in the list, in days; 0: they do not (messaging R8.1). */
export const CLOSED_DAYS = [0, 1, 3, 7, 14] as const
export type ClosedDays = (typeof CLOSED_DAYS)[number]

export interface ShownStates {
  readonly idle: boolean
  readonly closedDays: ClosedDays
}

type StateBarProps = {
  counts: Readonly<Record<RowState, number>>
  shown: ShownStates
  onChange: (shown: ShownStates) => void
}

/** How many there are of each state. What is ongoing or overdue is always shown; idle and closed as one likes. */
export function StateBar({ counts, shown, onChange }: StateBarProps) {
  const texts = useTexts()
  const number = new Intl.NumberFormat(texts.locale)
  return (
    <fieldset className="state-bar">
      <legend className="for-readers">{texts.states.title}</legend>
      <span className="state tabular">
        {texts.states.ongoing} {number.format(counts.ongoing)}
      </span>
      <span className={`state tabular${counts.overdue > 0 ? ' bad' : ''}`}>
        {texts.states.overdue} {number.format(counts.overdue)}
      </span>
      <button
        type="button"
        className="state tabular"
        aria-pressed={shown.idle}
        aria-keyshortcuts="H"
        title={texts.states.idleHint}
        onClick={() => onChange({ ...shown, idle: !shown.idle })}
      >
        {texts.states.idle} {number.format(counts.idle)}
      </button>
      <NativeSelect
        size="xs"
        className="state-closed"
        aria-label={texts.states.closed}
        value={String(shown.closedDays)}
        data={CLOSED_DAYS.map((days) => ({
          value: String(days),
          label: days === 0 ? texts.states.noClosed : fillCounted(texts.states.closedDays, days, texts.locale),
        }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...shown, closedDays: CLOSED_DAYS.find((days) => String(days) === value) ?? 0 })
        }
      />
    </fieldset>
  )
}
