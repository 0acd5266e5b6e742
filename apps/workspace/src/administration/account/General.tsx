import { Select, TextInput } from '@mantine/core'
import { Part } from '../kit/FormScreen.tsx'
import { filled, ListEditor } from '../kit/ListEditor.tsx'
import { languageName } from '../kit/languageName.ts'
import type { Complaints } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AccountScreen } from './AccountScreen.tsx'
import type { Account } from './account.ts'
import { checkSurveys, SurveyFields, type SurveyValues, toSurveys, toSurveyValues } from './SurveyFields.tsx'

interface Values extends SurveyValues {
  readonly name: string
  readonly defaultLanguage: string
  readonly languages: readonly string[]
}
const TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** Name, languages, and whom the account asks afterwards. */
export default function General() {
  const texts = useAdminTexts()
  const check = ({ name, languages, ...asking }: Values): Complaints => ({
    ...checkSurveys(asking, texts),
    '/name': name.trim() === '' ? texts.required : undefined,
    ...Object.fromEntries(
      languages.map((tag, index) => [
        `/languages/${index}`,
        tag.trim() === '' || TAG.test(tag.trim()) ? undefined : texts.languageWrong,
      ]),
    ),
  })
  return (
    <AccountScreen
      title={texts.general}
      hint={texts.generalHint}
      toValues={(account: Account): Values => {
        const { name, defaultLanguage, languages } = account
        return { name, defaultLanguage, languages, ...toSurveyValues(account) }
      }}
      check={check}
      toBody={({ name, defaultLanguage, languages, ...asking }) => ({
        surveys: toSurveys(asking),
        name: name.trim(),
        defaultLanguage,
        languages: filled(languages),
      })}
    >
      {({ values, set, errorAt }, { id }) => (
        <>
          <Part title={texts.name}>
            <TextInput
              label={texts.accountName}
              value={values.name}
              error={errorAt('/name')}
              maxLength={100}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <TextInput label={texts.accountId} value={id} readOnly />
          </Part>
          <Part title={texts.languages} hint={texts.languagesHint}>
            <ListEditor
              label={texts.languages}
              values={values.languages}
              placeholder="de-AT"
              add={texts.addLanguage}
              errorAt={(index) => errorAt(`/languages/${index}`)}
              onChange={(languages) => set({ languages })}
            />
            <Select
              label={texts.defaultLanguage}
              allowDeselect={false}
              data={[
                ...new Set([values.defaultLanguage, ...filled(values.languages).filter((tag) => TAG.test(tag))]),
              ].map((tag) => ({ value: tag, label: languageName(tag, texts.locale) }))}
              value={values.defaultLanguage}
              error={errorAt('/defaultLanguage')}
              onChange={(tag) => set({ defaultLanguage: tag ?? values.defaultLanguage })}
            />
          </Part>
          <SurveyFields values={values} errorAt={errorAt} onChange={set} />
        </>
      )}
    </AccountScreen>
  )
}
