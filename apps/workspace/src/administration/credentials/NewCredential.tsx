import { useMemo } from 'react'
import { navigate } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { FormScreen } from '../kit/FormScreen.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CredentialFields } from './CredentialFields.tsx'
import { type CredentialValues, checkCredential, credential, newValues, toBody } from './credential.ts'

export function NewCredential() {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const check = useMemo(() => checkCredential(texts), [texts])
  const initial = useMemo(() => ({ name: '', hosts: [], ...newValues('accessToken') }), [])
  const form: Form<CredentialValues> = useForm<CredentialValues>({
    initial,
    check,
    async save(values) {
      const { id } = await api.post(`${home}/credentials`, toBody(values), credential)
      form.settle()
      navigate(`credentials/${encodeURIComponent(id)}`, { replace: true })
    },
  })
  return (
    <FormScreen
      title={texts.credential.create}
      hint={texts.credential.hint}
      back={{ to: 'credentials', title: texts.credentials }}
      form={form}
      action={texts.credential.keep}
    >
      <CredentialFields form={form} isNew />
    </FormScreen>
  )
}
