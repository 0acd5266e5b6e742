import { NumberInput } from '@mantine/core'
import { Part } from '../kit/FormScreen.tsx'
import type { Complaints, Form } from '../kit/useForm.ts'
import type { AdminTexts } from '../texts/en.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { Account } from './account.ts'

export interface SurveyValues {
  /** Nobody is asked again within so many days. */
  readonly intervalDays: number | ''
  readonly samplePercent: number | ''
}
/** The server's own, where the account says nothing (dialogs R9.4). */
const A_WEEK = 7
const MOST_DAYS = 365

export const toSurveyValues = ({ surveys }: Account): SurveyValues => ({
  intervalDays: surveys?.intervalDays ?? A_WEEK,
  samplePercent: surveys?.samplePercent ?? 100,
})

export const toSurveys = ({ intervalDays, samplePercent }: SurveyValues) => ({
  intervalDays: Number(intervalDays),
  ...(samplePercent !== 100 && { samplePercent: Number(samplePercent) }),
})

export function checkSurveys({ intervalDays, samplePercent }: SurveyValues, texts: AdminTexts): Complaints {
  const isFrom = (from: number, to: number, value: number | '') => value !== '' && value >= from && value <= to
  return {
    '/surveys/intervalDays': isFrom(0, MOST_DAYS, intervalDays) ? undefined : texts.surveyIntervalWrong,
    '/surveys/samplePercent': isFrom(1, 100, samplePercent) ? undefined : texts.surveySampleWrong,
  }
}

type SurveyFieldsProps<Values extends SurveyValues> = Pick<Form<Values>, 'values' | 'errorAt'> & {
  onChange: (change: Partial<SurveyValues>) => void
}

/** Whom of those who could be asked afterwards is asked; which bot asks stands in each skill. */
export function SurveyFields<Values extends SurveyValues>({ values, errorAt, onChange }: SurveyFieldsProps<Values>) {
  const texts = useAdminTexts()
  return (
    <Part title={texts.survey} hint={texts.surveyAccountHint}>
      <NumberInput
        label={texts.surveyInterval}
        description={texts.surveyIntervalHint}
        value={values.intervalDays}
        min={0}
        max={MOST_DAYS}
        clampBehavior="none"
        allowDecimal={false}
        error={errorAt('/surveys/intervalDays')}
        onChange={(days) => onChange({ intervalDays: days === '' ? '' : Number(days) })}
      />
      <NumberInput
        label={texts.surveySample}
        description={texts.surveySampleHint}
        value={values.samplePercent}
        min={1}
        max={100}
        clampBehavior="none"
        allowDecimal={false}
        error={errorAt('/surveys/samplePercent')}
        onChange={(percent) => onChange({ samplePercent: percent === '' ? '' : Number(percent) })}
      />
    </Part>
  )
}
