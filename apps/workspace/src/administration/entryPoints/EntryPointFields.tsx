import { Select, TextInput } from '@mantine/core'
import { Part } from '../kit/FormScreen.tsx'
import { ListEditor } from '../kit/ListEditor.tsx'
import { languageName } from '../kit/languageName.ts'
import { SkillField, useSkills } from '../kit/skills.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type EntryPointValues, shortNameOf } from './entryPoint.ts'

type EntryPointFieldsProps = {
  form: Form<EntryPointValues>
  /** Its short name can still be chosen. */
  isNew: boolean
  languages: readonly string[]
}

export function EntryPointFields({ form: { values, set, errorAt }, isNew, languages }: EntryPointFieldsProps) {
  const texts = useAdminTexts()
  const skills = useSkills().data ?? []
  const rename = (name: string) => {
    const follows = isNew && values.id === shortNameOf(values.name)
    set({ name, ...(follows && { id: shortNameOf(name) }) })
  }
  const offered = [...new Set([...languages, values.language].filter(Boolean))]
  return (
    <>
      <Part title={texts.name}>
        <TextInput
          label={texts.name}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <TextInput
          label={texts.entryPointId}
          description={texts.entryPointIdHint}
          value={values.id}
          readOnly={!isNew}
          error={errorAt('/id')}
          maxLength={64}
          onChange={(event) => set({ id: event.currentTarget.value.trim() })}
        />
      </Part>
      <Part title={texts.whatHappens}>
        <SkillField
          label={texts.firstSkill}
          description={texts.firstSkillHint}
          skills={skills}
          value={values.skillId}
          error={errorAt('/skillId')}
          onChange={(skillId) => set({ skillId })}
        />
        <TextInput
          label={texts.windowTitle}
          description={texts.windowTitleHint}
          value={values.title}
          error={errorAt('/title')}
          maxLength={100}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Select
          label={texts.entryLanguage}
          description={texts.entryLanguageHint}
          allowDeselect={false}
          data={offered.map((tag) => ({ value: tag, label: languageName(tag, texts.locale) }))}
          value={values.language}
          error={errorAt('/language')}
          onChange={(language) => set({ language: language ?? values.language })}
        />
      </Part>
      <Part title={texts.origins}>
        <ListEditor
          label={texts.origins}
          hint={texts.originsHint}
          values={values.origins}
          placeholder="https://www.example.com"
          add={texts.addOrigin}
          errorAt={(index) => errorAt(`/origins/${index}`)}
          onChange={(origins) => set({ origins })}
        />
      </Part>
    </>
  )
}
