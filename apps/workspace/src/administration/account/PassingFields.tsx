import { Select } from '@mantine/core'
import { DurationField } from '../kit/DurationField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import type { Complaints } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type Account, FARTHEST } from './account.ts'

type Farthest = (typeof FARTHEST)[number]

export interface PassingValues {
  readonly agents: Farthest
  readonly managers: Farthest
  /** How long somebody who was named is waited for; undefined: the server's own time. */
  readonly suggestedMs: number | undefined
}
const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const MOST_DAYS = 21

export const toPassingValues = ({ mayPassTo, suggestedMinutes }: Account): PassingValues => ({
  agents: mayPassTo?.agents ?? 'online',
  managers: mayPassTo?.managers ?? 'away',
  suggestedMs: suggestedMinutes === undefined ? undefined : suggestedMinutes * MINUTE,
})

export const toPassing = ({ agents, managers, suggestedMs }: PassingValues) => ({
  mayPassTo: { agents, managers },
  suggestedMinutes: suggestedMs === undefined ? null : Math.max(1, Math.round(suggestedMs / MINUTE)),
})

export const checkPassing = ({ suggestedMs }: Pick<PassingValues, 'suggestedMs'>, texts: AdminTexts): Complaints => ({
  '/suggestedMinutes': suggestedMs !== undefined && suggestedMs > MOST_DAYS * DAY ? texts.suggestedWrong : undefined,
})

type PassingFieldsProps = {
  values: PassingValues
  errorAt: (path: string) => string | undefined
  onChange: (change: Partial<PassingValues>) => void
}

/** To whom people pass conversations by name, and how long those are waited for. */
export function PassingFields({ values, errorAt, onChange }: PassingFieldsProps) {
  const texts = useAdminTexts()
  const choices = FARTHEST.map((value) => ({ value, label: texts.farthest[value] }))
  return (
    <Part title={texts.passing} hint={texts.passingHint}>
      {(['agents', 'managers'] as const).map((role) => (
        <Select
          key={role}
          label={texts.mayPass[role]}
          data={choices}
          allowDeselect={false}
          value={values[role]}
          error={errorAt(`/mayPassTo/${role}`)}
          onChange={(chosen) => onChange({ [role]: FARTHEST.find((one) => one === chosen) ?? values[role] })}
        />
      ))}
      <DurationField
        label={texts.suggestedFor}
        description={texts.suggestedForHint}
        value={values.suggestedMs}
        error={errorAt('/suggestedMinutes')}
        onChange={(suggestedMs) => onChange({ suggestedMs })}
      />
    </Part>
  )
}
