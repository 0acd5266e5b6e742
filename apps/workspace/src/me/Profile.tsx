import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { anything } from '../base/http.ts'
import { useSession, useSessionContext } from '../session/SessionProvider.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Outcome, type Told } from './Outcome.tsx'

export function Profile() {
  const texts = useTexts()
  const { api, person } = useSession()
  const { refresh } = useSessionContext()
  const [fullName, setFullName] = useState(person.fullName)
  const [nickname, setNickname] = useState(person.nickname)
  const [told, setTold] = useState<Told>()
  const isMissing = fullName.trim() === '' || nickname.trim() === ''

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (isMissing) return
    try {
      await api.put('/me', { fullName: fullName.trim(), nickname: nickname.trim() }, anything)
      await refresh()
      setTold({ good: texts.saved })
    } catch (fault) {
      setTold({ bad: problemText(fault, texts) })
    }
  }
  return (
    <section aria-labelledby="me-profile">
      <h2 id="me-profile">{texts.profile}</h2>
      <form onSubmit={(event) => void save(event)} noValidate>
        <TextInput label={texts.email} value={person.email ?? ''} readOnly />
        <TextInput
          label={texts.fullName}
          autoComplete="name"
          value={fullName}
          error={fullName.trim() === '' && texts.required}
          onChange={(event) => setFullName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.nickname}
          autoComplete="nickname"
          value={nickname}
          error={nickname.trim() === '' && texts.required}
          onChange={(event) => setNickname(event.currentTarget.value)}
        />
        <Outcome told={told} />
        <Button type="submit">{texts.save}</Button>
      </form>
    </section>
  )
}
