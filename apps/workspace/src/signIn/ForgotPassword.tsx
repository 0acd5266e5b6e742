import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { anything } from '../base/http.ts'
import { Link } from '../base/router.tsx'
import { useApi } from '../session/SessionProvider.tsx'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Door } from './Door.tsx'

/** Says the same whether the address is known or not. */
export function ForgotPassword() {
  const texts = useTexts()
  const api = useApi()
  const [email, setEmail] = useState('')
  const [state, setState] = useState<'asking' | 'busy' | 'sent'>('asking')
  const [problem, setProblem] = useState<string>()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (email.trim() === '') return setProblem(texts.required)
    setState('busy')
    setProblem(undefined)
    try {
      await api.post('/password-resets', { email: email.trim() }, anything)
      setState('sent')
    } catch (fault) {
      setProblem(problemText(fault, texts))
      setState('asking')
    }
  }
  return (
    <Door title={texts.resetTitle} hint={state === 'sent' ? undefined : texts.resetHint}>
      {state === 'sent' ? (
        <p className="notice good" role="status">
          {texts.resetSent}
        </p>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <TextInput
            label={texts.email}
            type="email"
            autoComplete="username"
            autoFocus
            error={problem}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" loading={state === 'busy'}>
            {texts.resetAsk}
          </Button>
        </form>
      )}
      <Link className="door-foot" to="">
        {texts.backToSignIn}
      </Link>
    </Door>
  )
}
