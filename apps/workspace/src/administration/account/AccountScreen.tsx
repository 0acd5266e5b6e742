import type { ReactNode } from 'react'
import { useSession, useSessionContext } from '../../session/SessionProvider.tsx'
import { FormScreen } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { type Complaints, type Form, useForm } from '../kit/useForm.ts'
import { type Account, account, useAccount } from './account.ts'

type AccountScreenProps<T> = {
  title: string
  hint: string
  toValues: (found: Account) => T
  check?: (values: T) => Complaints
  /** Only the fields of this screen; null takes one away. */
  toBody: (values: T) => object
  children: (form: Form<T>, found: Account) => ReactNode
  after?: (found: Account) => ReactNode
}

/** A part of the account's settings with a screen of its own; the other parts are left as they are. */
export function AccountScreen<T>(props: AccountScreenProps<T>) {
  const asked = useAccount()
  return <Loaded asked={asked}>{(found) => <AccountForm {...props} found={found} onChanged={asked.again} />}</Loaded>
}

type AccountFormProps<T> = AccountScreenProps<T> & { found: Account; onChanged: () => void }

function AccountForm<T>(props: AccountFormProps<T>) {
  const { title, hint, toValues, check, toBody, children, after, found, onChanged } = props
  const { api, home } = useSession()
  const { refresh } = useSessionContext()
  const form = useForm({
    initial: toValues(found),
    ...(check && { check }),
    async save(values) {
      const changed = await api.patch(home, toBody(values), account)
      onChanged()
      if (changed.name !== found.name) await refresh()
    },
  })
  return (
    <FormScreen title={title} hint={hint} form={form} after={after?.(found)}>
      {children(form, found)}
    </FormScreen>
  )
}
