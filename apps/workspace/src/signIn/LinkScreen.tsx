import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { z } from 'zod'
import { Link, navigate } from '../base/router.tsx'
import { asProblem, useAsked } from '../base/useAsked.ts'
import { useSessionContext } from '../session/SessionProvider.tsx'
import { sessionSchema } from '../session/session.ts'
import { fill } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'
import { problemText, useTexts } from '../texts/useTexts.ts'
import { Door } from './Door.tsx'
import { Starting } from './Starting.tsx'

const link = z.object({
  kind: z.enum(['firstRun', 'invitation', 'reset']),
  accountName: z.string().optional(),
  email: z.string().optional(),
  fullName: z.string().optional(),
  nickname: z.string().optional(),
})
type LinkKind = z.infer<typeof link>['kind']

const FIELDS = {
  firstRun: ['accountName', 'accountId', 'fullName', 'nickname', 'email', 'password'],
  invitation: ['fullName', 'nickname', 'password'],
  reset: ['password'],
} as const satisfies { [Kind in LinkKind]: readonly string[] }
type Field = (typeof FIELDS)['firstRun'][number]
const MIN_PASSWORD = 10

/** What a link in a letter leads to: the first run, an invitation, a new password. Each works once. */
export function LinkScreen({ secret }: { secret: string }) {
  const texts = useTexts()
  const { api } = useSessionContext()
  const { data, problem, loading, again } = useAsked(
    () => api.get(`/links/${encodeURIComponent(secret)}`, link),
    [secret],
  )
  if (data !== undefined) return <LinkForm secret={secret} about={data} />
  if (loading) return <Starting isUnreachable={false} onRetry={async () => again()} />
  if (problem?.status === 0 && problem.code === 'offline') {
    return <Starting isUnreachable onRetry={async () => again()} />
  }
  return (
    <Door title={texts.linkGone} hint={texts.linkGoneHint}>
      <Link className="door-foot" to="">
        {texts.backToSignIn}
      </Link>
    </Door>
  )
}

function LinkForm({ secret, about }: { secret: string; about: z.infer<typeof link> }) {
  const texts = useTexts()
  const { api, signedIn } = useSessionContext()
  const { kind, accountName = texts.appName } = about
  const fields: readonly Field[] = FIELDS[kind]
  const [values, setValues] = useState<Partial<Record<Field, string>>>(() => ({
    ...(about.fullName && { fullName: about.fullName }),
    ...(about.nickname && { nickname: about.nickname }),
  }))
  const [problem, setProblem] = useState<{ readonly text: string; readonly field?: string | undefined }>()
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const change = (field: Field, value: string) =>
    setValues((before) => withSuggestions({ ...before, [field]: value }, field))
  const missing = (field: Field) => {
    if (problem?.field === field) return problem.text
    return isTried ? complaint(field, values[field] ?? '', texts) : undefined
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (fields.some((field) => complaint(field, values[field] ?? '', texts) !== undefined)) return
    setBusy(true)
    setProblem(undefined)
    try {
      const body = Object.fromEntries(fields.map((field) => [field, enteredIn(field, values[field] ?? '')]))
      const session = await api.post(`/links/${encodeURIComponent(secret)}`, body, sessionSchema)
      navigate('', { replace: true })
      signedIn(session)
    } catch (fault) {
      const { path } = asProblem(fault)
      setProblem({ text: problemText(fault, texts), field: fields.find((field) => path === `/${field}`) })
      setBusy(false)
    }
  }
  const { title, hint, action } = wordsOf(kind, accountName, texts)
  return (
    <Door title={title} hint={hint}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {about.email !== undefined && kind !== 'firstRun' && (
          <TextInput label={texts.email} value={about.email} autoComplete="username" readOnly />
        )}
        {fields.map((field, index) => {
          const shared = {
            label: field === 'password' ? texts.newPassword : texts[field],
            value: values[field] ?? '',
            error: missing(field),
            autoFocus: index === 0,
            onChange: (event: { currentTarget: { value: string } }) => change(field, event.currentTarget.value),
          }
          if (field === 'password') {
            return (
              <PasswordInput key={field} {...shared} description={texts.passwordHint} autoComplete="new-password" />
            )
          }
          if (field === 'accountId') return <TextInput key={field} {...shared} description={texts.accountIdHint} />
          return <TextInput key={field} {...shared} autoComplete={COMPLETIONS[field] ?? 'off'} />
        })}
        {problem !== undefined && problem.field === undefined && (
          <p className="notice bad" role="alert">
            {problem.text}
          </p>
        )}
        <Button type="submit" loading={isBusy}>
          {action}
        </Button>
      </form>
    </Door>
  )
}

const COMPLETIONS: { readonly [field in Field]?: string } = {
  accountName: 'organization',
  fullName: 'name',
  nickname: 'nickname',
  email: 'username',
}

const enteredIn = (field: Field, value: string) => (field === 'password' ? value : value.trim())

/** The short names follow the long ones until they are written by hand. */
function withSuggestions(values: Partial<Record<Field, string>>, changed: Field): Partial<Record<Field, string>> {
  const { accountName = '', fullName = '' } = values
  if (changed === 'accountName') return { ...values, accountId: slugOf(accountName) }
  if (changed === 'fullName') return { ...values, nickname: fullName.trim().split(/\s+/)[0] ?? '' }
  return values
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, 40)
}

function complaint(field: Field, value: string, texts: Texts): string | undefined {
  if (enteredIn(field, value) === '') return texts.required
  return field === 'password' && value.length < MIN_PASSWORD ? texts.passwordTooShort : undefined
}

function wordsOf(kind: LinkKind, name: string, texts: Texts) {
  switch (kind) {
    case 'firstRun':
      return { title: texts.firstRunTitle, hint: texts.firstRunHint, action: texts.begin }
    case 'invitation':
      return { title: fill(texts.invitationTitle, { name }), hint: texts.invitationHint, action: texts.join }
    case 'reset':
      return { title: texts.newPasswordTitle, hint: undefined, action: texts.setPassword }
  }
}
