import { Input, NativeSelect, NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

const UNITS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const
export type Unit = keyof typeof UNITS

type DurationFieldProps = {
  label: string
  description?: string
  /** Milliseconds; undefined: not set. */
  value: number | undefined
  units?: readonly Unit[]
  placeholder?: string
  error?: string | undefined
  onChange: (value: number | undefined) => void
}

const ALL: readonly Unit[] = ['minutes', 'hours', 'days']

/** A number and its unit, in the largest unit in which it is a whole number. */
export function DurationField(props: DurationFieldProps) {
  const { label, description, value, units = ALL, placeholder, error, onChange } = props
  const texts = useAdminTexts()
  const id = useId()
  const [unit, setUnit] = useState<Unit>(() => unitOf(value, units))
  const shown = value === undefined ? '' : value / UNITS[unit]
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <div className="duration">
        <NumberInput
          id={id}
          value={shown}
          min={0}
          allowNegative={false}
          decimalScale={2}
          error={error !== undefined}
          placeholder={placeholder}
          hideControls
          onChange={(entered) => {
            const number = typeof entered === 'number' ? entered : Number.parseFloat(entered)
            onChange(Number.isFinite(number) ? Math.round(number * UNITS[unit]) : undefined)
          }}
        />
        <NativeSelect
          aria-label={texts.unitOf.replace('{name}', label)}
          value={unit}
          data={units.map((one) => ({ value: one, label: texts.units[one] }))}
          onChange={(event) => {
            const chosen = units.find((one) => one === event.currentTarget.value) ?? unit
            setUnit(chosen)
            if (value !== undefined) onChange(Math.round((value / UNITS[unit]) * UNITS[chosen]))
          }}
        />
      </div>
    </Input.Wrapper>
  )
}

function unitOf(value: number | undefined, units: readonly Unit[]): Unit {
  const fitting = units.toReversed().find((unit) => value !== undefined && value > 0 && value % UNITS[unit] === 0)
  return fitting ?? units[0] ?? 'minutes'
}
