import { NativeSelect, Radio } from '@mantine/core'
import { useState } from 'react'
import { anything } from '../base/http.ts'
import { DENSITIES, type Preferences, THEMES, usePreferences } from '../base/preferences.tsx'
import { useApi } from '../session/SessionProvider.tsx'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Outcome, type Told } from './Outcome.tsx'

/** Holds at once here, and is kept with the profile for other machines. */
export function Appearance() {
  const texts = useTexts()
  const api = useApi()
  const { theme, density, language, change } = usePreferences()
  const [told, setTold] = useState<Told>()
  const wish = (wished: Partial<Pick<Preferences, 'theme' | 'density' | 'language'>>) => {
    change(wished)
    setTold(undefined)
    api.put('/me', wished, anything).catch((fault: unknown) => setTold({ bad: problemText(fault, texts) }))
  }
  return (
    <section aria-labelledby="me-appearance">
      <h2 id="me-appearance">{texts.appearance}</h2>
      <div className="me-choices">
        <NativeSelect
          label={texts.language}
          value={language}
          data={[en, de].map(({ locale, languageName }) => ({ value: locale, label: languageName }))}
          onChange={(event) => wish({ language: event.currentTarget.value === 'de' ? 'de' : 'en' })}
        />
        <Choice
          label={texts.theme}
          values={THEMES}
          names={texts.themes}
          value={theme}
          onChange={(to) => wish({ theme: to })}
        />
        <Choice
          label={texts.density}
          values={DENSITIES}
          names={texts.densities}
          value={density}
          onChange={(to) => wish({ density: to })}
        />
      </div>
      <Outcome told={told} />
    </section>
  )
}

type ChoiceProps<T extends string> = {
  label: string
  values: readonly T[]
  names: { readonly [name in T]: string }
  value: T
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, values, names, value, onChange }: ChoiceProps<T>) {
  return (
    <Radio.Group
      label={label}
      value={value}
      onChange={(chosen) => {
        const found = values.find((known) => known === chosen)
        if (found !== undefined) onChange(found)
      }}
    >
      <div className="side-list">
        {values.map((known) => (
          <Radio key={known} value={known} label={names[known]} mt={4} />
        ))}
      </div>
    </Radio.Group>
  )
}
