import { Radio } from '@mantine/core'
import { DurationField } from '../kit/DurationField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { type KnownSkill, SkillsField } from '../kit/skills.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { SkillValues } from './skillValues.ts'

type PassesOnProps = Pick<Form<SkillValues>, 'values' | 'set' | 'errorAt'> & {
  /** The others. */
  skills: readonly KnownSkill[]
}

/** To which other skills its conversations are passed, and how long whoever is named is waited for. */
export function PassesOn({ values, set, errorAt, skills }: PassesOnProps) {
  const texts = useAdminTexts()
  const { transfersTo } = values
  return (
    <Part title={texts.passesOn} hint={texts.passesOnHint}>
      <Radio.Group
        aria-label={texts.passesOn}
        value={transfersTo === undefined ? 'all' : 'some'}
        onChange={(chosen) => set({ transfersTo: chosen === 'all' ? undefined : [] })}
      >
        <div className="choices">
          {(['all', 'some'] as const).map((which) => (
            <Radio key={which} value={which} label={texts.passesTo[which]} />
          ))}
        </div>
      </Radio.Group>
      {transfersTo !== undefined && (
        <SkillsField
          label={texts.passesToSkills}
          description={texts.passesToHint}
          skills={skills}
          value={transfersTo}
          error={errorAt('/transfersTo')}
          onChange={(ids) => set({ transfersTo: ids })}
        />
      )}
      <DurationField
        label={texts.suggestedFor}
        description={texts.skillSuggestedHint}
        value={values.suggestedMs}
        error={errorAt('/suggestedMinutes')}
        onChange={(suggestedMs) => set({ suggestedMs })}
      />
    </Part>
  )
}
