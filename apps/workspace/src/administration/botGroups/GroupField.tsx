import { Select } from '@mantine/core'
import { useGroups } from './group.ts'
import { useGroupTexts } from './texts.ts'

type GroupFieldProps = {
  /** Undefined: in none. */
  value: number | undefined
  error: string | undefined
  onChange: (groupId: number | undefined) => void
}

/** The group that a bot is in; nothing where the account has no groups. */
export function GroupField({ value, error, onChange }: GroupFieldProps) {
  const texts = useGroupTexts()
  const groups = useGroups().data ?? []
  if (groups.length === 0) return null
  return (
    <Select
      label={texts.group}
      description={texts.groupHint}
      placeholder={texts.inNoGroup}
      searchable
      clearable
      nothingFoundMessage={texts.noSuchGroup}
      data={groups.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === undefined ? null : String(value)}
      error={error}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  )
}
