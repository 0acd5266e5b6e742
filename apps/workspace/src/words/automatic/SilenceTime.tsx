import { Select } from '@mantine/core'
import { DurationField } from '../../administration/kit/DurationField.tsx'
import { fill } from '../../texts/catalogue.ts'
import { useWordTexts } from '../texts/useWordTexts.ts'
import { elsewhereIn, type Silence, type Time, type Timer } from './silences.ts'

type SilenceTimeProps = {
  kind: Silence
  value: Time
  /** As they are saved, for what is inherited. */
  timers: readonly Timer[]
  /** Of one skill: it may go by what is set for everywhere. */
  ofSkill: boolean
  error: string | undefined
  onChange: (value: Time) => void
}

/** After how long something is said of a silence, if ever. */
export function SilenceTime({ kind, value, timers, ofSkill, error, onChange }: SilenceTimeProps) {
  const texts = useWordTexts()
  const { silence, locale } = texts
  const elsewhere = elsewhereIn(timers, kind, locale)
  const inherited = elsewhere === undefined ? silence.neverElsewhere : fill(silence.elsewhere, { time: elsewhere })
  return (
    <>
      <Select
        label={silence.when}
        aria-label={`${silence.when}: ${texts.automaticKinds[kind]}`}
        allowDeselect={false}
        data={[
          ...(ofSkill ? [{ value: 'inherited', label: inherited }] : []),
          { value: 'own', label: ofSkill ? silence.own : silence.after },
          { value: 'off', label: silence.off },
        ]}
        value={value.how}
        onChange={(how) => onChange({ ...value, how: (how ?? value.how) as Time['how'] })}
      />
      {value.how === 'own' && (
        <DurationField
          label={silence.time}
          units={['seconds', 'minutes', 'hours']}
          value={value.afterMs}
          error={error}
          onChange={(afterMs) => onChange({ ...value, afterMs })}
        />
      )}
    </>
  )
}
