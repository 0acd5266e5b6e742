import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { z } from 'zod'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { allOf, useSkills } from '../kit/skills.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { newRule, type PriorityValues, RULE_KINDS, type RuleValues } from './priorityValues.ts'

const entryPoint = z.object({ id: z.string(), name: z.string() })
const numberOf = (entered: number | string): number | '' =>
  typeof entered === 'number' ? entered : entered === '' ? '' : Number(entered)

type PriorityFieldsProps = {
  values: PriorityValues
  errorAt: (path: string) => string | undefined
  onChange: (values: PriorityValues) => void
}

/** Which conversations overtake others (messaging R4.18). */
export function PriorityFields({ values, errorAt, onChange }: PriorityFieldsProps) {
  const texts = useAdminTexts()
  const { isOn, entrance, interactive, rules } = values
  const change = (part: Partial<PriorityValues>) => onChange({ ...values, ...part })
  const mixError = errorAt('/prioritisation/mix')
  return (
    <>
      <Checkbox
        label={texts.prioritiesOn}
        checked={isOn}
        onChange={(event) => change({ isOn: event.currentTarget.checked })}
      />
      {isOn && (
        <>
          <NumberInput
            label={texts.mixEntrance}
            description={texts.mixHint}
            min={0}
            max={1_000}
            value={entrance}
            error={mixError}
            onChange={(entered) => change({ entrance: numberOf(entered) })}
          />
          <NumberInput
            label={texts.mixInteractive}
            min={0}
            max={1_000}
            value={interactive}
            error={mixError !== undefined}
            onChange={(entered) => change({ interactive: numberOf(entered) })}
          />
          <h3>{texts.rules}</h3>
          <p className="quiet">{texts.rulesHint}</p>
          <ol className="priority-rules">
            {rules.map((rule, index) => (
              <li key={rule.key}>
                <Rule
                  rule={rule}
                  number={index + 1}
                  error={errorAt(`/prioritisation/rules/${index}`)}
                  factorError={errorAt(`/prioritisation/rules/${index}/velocity`)}
                  onChange={(part) =>
                    change({ rules: rules.map((one) => (one.key === rule.key ? { ...one, ...part } : one)) })
                  }
                  onRemove={() => change({ rules: rules.filter(({ key }) => key !== rule.key) })}
                />
              </li>
            ))}
          </ol>
          <div>
            <Button variant="default" size="xs" onClick={() => change({ rules: [...rules, newRule()] })}>
              {texts.addRule}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

type RuleProps = {
  rule: RuleValues
  number: number
  error: string | undefined
  factorError: string | undefined
  onChange: (part: Partial<RuleValues>) => void
  onRemove: () => void
}

function Rule({ rule, number, error, factorError, onChange, onRemove }: RuleProps) {
  const texts = useAdminTexts()
  return (
    <fieldset className="priority-rule">
      <legend className="for-readers">{fill(texts.ruleNumber, { number })}</legend>
      <NativeSelect
        label={texts.ruleWhen}
        value={rule.when}
        data={RULE_KINDS.map((kind) => ({ value: kind, label: texts.ruleKinds[kind] }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ when: RULE_KINDS.find((kind) => kind === value) ?? rule.when })
        }
      />
      <RuleParts rule={rule} onChange={onChange} />
      <NumberInput
        label={texts.factor}
        min={0.1}
        max={10}
        step={0.5}
        decimalScale={2}
        value={rule.velocity}
        error={factorError}
        onChange={(entered) => onChange({ velocity: numberOf(entered) })}
      />
      {error !== undefined && (
        <p role="alert" className="notice bad">
          {error}
        </p>
      )}
      <Button variant="subtle" size="xs" onClick={onRemove}>
        {fill(texts.removeRule, { number })}
      </Button>
    </fieldset>
  )
}

function RuleParts({ rule, onChange }: Pick<RuleProps, 'rule' | 'onChange'>) {
  const { ruleFields } = useAdminTexts()
  const words = (field: 'path' | 'equals' | 'intent', label: string) => (
    <TextInput
      label={label}
      maxLength={200}
      value={rule[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  )
  switch (rule.when) {
    case 'transfers':
      return (
        <NumberInput
          label={ruleFields.times}
          min={1}
          max={1_000}
          value={rule.atLeast}
          onChange={(entered) => onChange({ atLeast: numberOf(entered) })}
        />
      )
    case 'transferredFrom':
    case 'transferredTo':
      return <SkillPart rule={rule} onChange={onChange} />
    case 'transferredToAgent':
      return null
    case 'attribute':
      return (
        <>
          {words('path', ruleFields.path)}
          {words('equals', ruleFields.equals)}
        </>
      )
    case 'intent':
      return words('intent', ruleFields.intent)
    case 'entryPoint':
      return <EntryPointPart rule={rule} onChange={onChange} />
  }
}

function SkillPart({ rule, onChange }: Pick<RuleProps, 'rule' | 'onChange'>) {
  const { ruleFields } = useAdminTexts()
  const skills = useSkills()
  return (
    <NativeSelect
      label={ruleFields.skill}
      value={rule.skillId}
      data={[
        { value: '', label: '–' },
        ...(skills.data ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      onChange={(event) => onChange({ skillId: event.currentTarget.value })}
    />
  )
}

function EntryPointPart({ rule, onChange }: Pick<RuleProps, 'rule' | 'onChange'>) {
  const { ruleFields } = useAdminTexts()
  const { api, home } = useSession()
  const asked = useAsked(() => allOf(api, `${home}/entry-points`, entryPoint), [home])
  return (
    <NativeSelect
      label={ruleFields.entryPoint}
      value={rule.entryPointId}
      data={[{ value: '', label: '–' }, ...(asked.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => onChange({ entryPointId: event.currentTarget.value })}
    />
  )
}
