import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiProblem, anything } from '../base/http.ts'
import { useApi } from '../session/SessionProvider.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Outcome, type Told } from './Outcome.tsx'

const MIN_PASSWORD = 10

export function Password() {
  const texts = useTexts()
  const api = useApi()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [told, setTold] = useState<Told>()
  const [isBusy, setBusy] = useState(false)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (next.length < MIN_PASSWORD) return setTold({ bad: texts.passwordTooShort })
    setBusy(true)
    try {
      await api.put('/me/password', { current, next }, anything)
      setCurrent('')
      setNext('')
      setTold({ good: texts.passwordChanged })
    } catch (fault) {
      const isWrong = fault instanceof ApiProblem && fault.code === 'wrong-credentials'
      setTold({ bad: isWrong ? texts.wrongPassword : problemText(fault, texts) })
    }
    setBusy(false)
  }
  return (
    <section aria-labelledby="me-password">
      <h2 id="me-password">{texts.changePassword}</h2>
      <form onSubmit={(event) => void save(event)} noValidate>
        <PasswordInput
          label={texts.currentPassword}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={texts.newPassword}
          description={texts.passwordHint}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Outcome told={told} />
        <Button type="submit" loading={isBusy}>
          {texts.changePassword}
        </Button>
      </form>
    </section>
  )
}
