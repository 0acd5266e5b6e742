import { Select } from '@mantine/core'
import type { KnownSkill } from '../kit/skills.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

type SkillByNameProps = {
  label: string
  description?: string
  skills: readonly KnownSkill[]
  value: string | undefined
  error?: string | undefined
  isOptional?: boolean
  onChange: (name: string | undefined) => void
}

/** A skill that is kept by its name, as bots know skills; one that is gone stays in sight. */
export function SkillByName({ label, description, skills, value, error, isOptional, onChange }: SkillByNameProps) {
  const texts = useAdminTexts()
  return (
    <Select
      label={label}
      description={description}
      placeholder={isOptional ? texts.none : texts.chooseSkill}
      searchable
      clearable={isOptional === true}
      clearButtonProps={{ 'aria-label': texts.clear }}
      nothingFoundMessage={texts.noSuchSkill}
      data={[...new Set([...skills.map(({ name }) => name), value ?? ''])].filter(Boolean)}
      value={value ?? null}
      error={error}
      onChange={(name) => onChange(name ?? undefined)}
    />
  )
}
