import { useMemo } from 'react'
import { navigate } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { type Account, useAccount } from '../account/account.ts'
import { FormScreen } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { EntryPointFields } from './EntryPointFields.tsx'
import { checkEntryPoint, type EntryPointValues, entryPoint, toBody } from './entryPoint.ts'

export function NewEntryPoint() {
  const account = useAccount()
  return <Loaded asked={account}>{(found) => <NewForm account={found} />}</Loaded>
}

function NewForm({ account }: { account: Account }) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const check = useMemo(() => checkEntryPoint(texts), [texts])
  const initial: EntryPointValues = {
    id: '',
    name: '',
    skillId: undefined,
    origins: [],
    language: account.defaultLanguage,
    title: account.name,
  }
  const form: Form<EntryPointValues> = useForm({
    initial,
    check,
    async save(values) {
      const { id } = await api.post(`${home}/entry-points`, { ...toBody(values), id: values.id }, entryPoint)
      form.settle()
      navigate(`entry-points/${encodeURIComponent(id)}`, { replace: true })
    },
  })
  return (
    <FormScreen
      title={texts.newEntryPoint}
      back={{ to: 'entry-points', title: texts.entryPoints }}
      form={form}
      hint={texts.entryPointsHint}
    >
      <EntryPointFields form={form} isNew languages={account.languages} />
    </FormScreen>
  )
}
