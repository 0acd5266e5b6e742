import { MultiSelect, Select } from '@mantine/core'
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

type SkillFieldProps = {
  label: string
  description?: string
  skills: readonly KnownSkill[]
  value: number | undefined
  error?: string | undefined
  isOptional?: boolean
  onChange: (id: number | undefined) => void
}

export function SkillField({ label, description, skills, value, error, isOptional, onChange }: SkillFieldProps) {
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
      data={optionsOf(skills, texts.off)}
      value={value === undefined ? null : String(value)}
      error={error}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  )
}
