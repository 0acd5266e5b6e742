import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import { Link, useRoute } from '../base/router.tsx'
import { useAsked } from '../base/useAsked.ts'
import { useSessionContext } from '../session/SessionProvider.tsx'
import { sessionSchema } from '../session/session.ts'
import { fill } from '../texts/catalogue.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Door } from './Door.tsx'

const doors = z.object({
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
  firstRun: z.boolean(),
  oidc: z.array(z.object({ account: z.string(), name: z.string(), startUrl: z.string() })),
})

export function SignIn({ wasSignedIn }: { wasSignedIn: boolean }) {
  const texts = useTexts()
  const { api, signedIn } = useSessionContext()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [chosen, setAccount] = useState<string | null>(null)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const outsideProblem = useRoute().query.get('problem')
  const asked = useAsked(() => api.get('/sign-in', doors), [])
  const { accounts = [], oidc = [], firstRun = false } = asked.data ?? {}
  const account = chosen ?? (accounts.length === 1 ? accounts[0]?.id : undefined)
  const outside = oidc.filter((door) => account === undefined || door.account === account)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (email.trim() === '' || password === '') return setProblem(texts.wrongCredentials)
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { email: email.trim(), password, ...(account && { account }) }
      signedIn(await api.post('/session', body, sessionSchema))
    } catch (fault) {
      setProblem(problemText(fault, texts))
      setBusy(false)
    }
  }
  return (
    <Door title={texts.signInTo}>
      {wasSignedIn && <p className="notice waiting">{texts.signedOut}</p>}
      {outsideProblem !== null && (
        <p role="alert" className="notice bad">
          {texts.outsideProblems[outsideProblem] ?? texts.outsideFailed}
        </p>
      )}
      {firstRun && <p className="notice good">{texts.firstRunPending}</p>}
      {asked.problem && <p className="notice bad">{problemText(asked.problem, texts)}</p>}
      <form onSubmit={(event) => void submit(event)} noValidate>
        {accounts.length > 1 && (
          <Select
            label={texts.account}
            placeholder={texts.chooseAccount}
            data={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={setAccount}
            searchable
          />
        )}
        <TextInput
          label={texts.email}
          type="email"
          autoComplete="username"
          data-autofocus
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={texts.password}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem !== undefined && (
          <p className="notice bad" role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" loading={isBusy}>
          {texts.signIn}
        </Button>
      </form>
      {outside.length > 0 && (
        <div className="stack">
          <div className="door-or">{texts.or}</div>
          {outside.map(({ account: of, name, startUrl }) => (
            <Button key={`${of} ${startUrl}`} component="a" href={startUrl} variant="default">
              {fill(texts.signInWith, { name })}
            </Button>
          ))}
        </div>
      )}
      <Link className="door-foot" to="forgot">
        {texts.forgot}
      </Link>
    </Door>
  )
}
