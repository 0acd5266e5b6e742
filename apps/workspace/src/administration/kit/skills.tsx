import { MultiSelect, Select, type SelectProps } from '@mantine/core'
import { z } from 'zod'
import { type Api, pageOf } from '../../base/http.ts'
import { type Asked, useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

const skill = z.object({ id: z.number(), name: z.string(), enabled: z.boolean() })
export type KnownSkill = z.infer<typeof skill>
const PAGE = 200
/** More than that nobody chooses from a menu. */
const MOST = 2_000

/** All skills of the account, to choose from and to name. */
export function useSkills(): Asked<readonly KnownSkill[]> {
  const { api, home } = useSession()
  return useAsked(() => allOf(api, `${home}/skills`, skill), [home])
}

/** A list of the settings in full. @param path without a query */
export async function allOf<T extends { readonly id: string | number }>(
  api: Api,
  path: string,
  item: z.ZodType<T>,
): Promise<T[]> {
  const all: T[] = []
  let after = ''
  for (;;) {
    const { items, next } = await api.get(`${path}?limit=${PAGE}${after}`, pageOf(item))
    all.push(...items)
    if (next === undefined || all.length >= MOST) return all
    after = `&after=${encodeURIComponent(next)}`
  }
}

const optionsOf = (skills: readonly KnownSkill[], off: string) =>
  skills.map(({ id, name, enabled }) => ({ value: String(id), label: enabled ? name : `${name} (${off})` }))

type SkillsFieldProps = {
  label: string
  description?: string
  skills: readonly KnownSkill[]
  value: readonly number[]
  error?: string | undefined
  onChange: (ids: readonly number[]) => void
}

export function SkillsField({ label, description, skills, value, error, onChange }: SkillsFieldProps) {
  const texts = useAdminTexts()
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? texts.chooseSkills : ''}
      searchable
      nothingFoundMessage={texts.noSuchSkill}
      data={optionsOf(skills, texts.off)}
      value={value.map(String)}
      error={error}
      onChange={(ids) => onChange(ids.map(Number))}
    />
  )
}

interface ChoiceProps<Value> {
  label: string
  description?: string
  skills: readonly KnownSkill[]
  value: Value | undefined
  error?: string | undefined
  isOptional?: boolean
  onChange: (value: Value | undefined) => void
}

export function SkillField({ skills, value, onChange, ...rest }: ChoiceProps<number>) {
  const texts = useAdminTexts()
  return (
    <OneSkill
      {...rest}
      data={optionsOf(skills, texts.off)}
      value={value === undefined ? null : String(value)}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  )
}

/** A skill that is kept by its name, as bots know skills; one that is gone stays in sight. */
export function SkillByName({ skills, value, onChange, ...rest }: ChoiceProps<string>) {
  return (
    <OneSkill
      {...rest}
      data={[...new Set([...skills.map(({ name }) => name), value ?? ''])].filter(Boolean)}
      value={value ?? null}
      onChange={(name) => onChange(name ?? undefined)}
    />
  )
}

function OneSkill({ isOptional, ...rest }: Omit<SelectProps, 'clearButtonProps'> & { isOptional?: boolean }) {
  const texts = useAdminTexts()
  return (
    <Select
      {...rest}
      placeholder={isOptional ? texts.none : texts.chooseSkill}
      searchable
      clearable={isOptional === true}
      clearButtonProps={{ 'aria-label': texts.clear }}
      nothingFoundMessage={texts.noSuchSkill}
    />
  )
}
