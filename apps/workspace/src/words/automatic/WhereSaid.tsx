import { Select } from '@mantine/core'
import { z } from 'zod'
import { useAccount } from '../../administration/account/account.ts'
import { Part } from '../../administration/kit/FormScreen.tsx'
import { languageName } from '../../administration/kit/languageName.ts'
import { allOf, useSkills } from '../../administration/kit/skills.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { useWordTexts } from '../texts/useWordTexts.ts'
import type { Message, Place } from './places.ts'

const entryPoint = z.object({ id: z.string(), name: z.string(), language: z.string() })

type WhereSaidProps = {
  items: readonly Message[]
  place: Place
  /** What was changed is to be saved first: the fields below are of this place. */
  isDirty: boolean
  onPlace: (place: Place) => void
}

/** For which skill or entry point, and in which language, the words below are. */
export function WhereSaid({ items, place, isDirty, onPlace }: WhereSaidProps) {
  const texts = useWordTexts()
  const { api, home } = useSession()
  const account = useAccount()
  const entryPoints = useAsked(() => allOf(api, `${home}/entry-points`, entryPoint), [home])
  const skills = useSkills()
  const languages = [
    ...new Set([
      ...(account.data?.languages ?? []),
      ...(entryPoints.data ?? []).map(({ language }) => language),
      ...items.flatMap((one) => one.language ?? []),
    ]),
  ]
  return (
    <Part title={texts.saidWhere} hint={isDirty ? texts.unsaved : texts.saidWhereHint}>
      <Select
        label={texts.saidAt}
        allowDeselect={false}
        disabled={isDirty}
        searchable
        data={[
          { value: '', label: texts.everywhere },
          {
            group: texts.skillsOf,
            items: (skills.data ?? []).map(({ id, name }) => ({ value: `skill:${id}`, label: name })),
          },
          {
            group: texts.entryPointsOf,
            items: (entryPoints.data ?? []).map(({ id, name }) => ({ value: `entry:${id}`, label: name })),
          },
        ]}
        value={place.scope}
        onChange={(scope) => onPlace({ ...place, scope: scope ?? '' })}
      />
      <Select
        label={texts.inLanguage}
        allowDeselect={false}
        disabled={isDirty}
        data={[
          { value: '', label: texts.everyLanguage },
          ...languages.map((tag) => ({ value: tag, label: languageName(tag, texts.locale) })),
        ]}
        value={place.language}
        onChange={(language) => onPlace({ ...place, language: language ?? '' })}
      />
    </Part>
  )
}
