import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core'
import { fill } from '../../texts/catalogue.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import { ListEditor } from '../kit/ListEditor.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { AccessValues } from './accessValues.ts'

/** Nobody becomes an administrator by signing in elsewhere. */
const GIVEN = ['agent', 'manager', 'builder'] as const

type ProviderFieldsProps = {
  form: Form<AccessValues>
  /** A secret is kept already. */
  isKept: boolean
}

export function ProviderFields({ form: { values, set, errorAt }, isKept }: ProviderFieldsProps) {
  const texts = useAdminTexts()
  return (
    <Part title={texts.oidc} hint={texts.oidcHint}>
      <Checkbox
        label={texts.oidcOn}
        checked={values.hasProvider}
        onChange={(event) => set({ hasProvider: event.currentTarget.checked })}
      />
      {values.hasProvider && (
        <>
          <CopyField label={texts.oidcCallback} value={`${location.origin}/oidc/callback`} />
          <TextInput
            type="url"
            label={texts.issuer}
            description={texts.issuerHint}
            value={values.issuer}
            error={errorAt('/oidc/issuer')}
            onChange={(event) => set({ issuer: event.currentTarget.value })}
          />
          <TextInput
            label={texts.clientId}
            value={values.clientId}
            error={errorAt('/oidc/clientId')}
            autoComplete="off"
            onChange={(event) => set({ clientId: event.currentTarget.value })}
          />
          <PasswordInput
            label={texts.clientSecret}
            description={isKept ? texts.clientSecretKept : undefined}
            value={values.clientSecret}
            error={errorAt('/oidc/clientSecret')}
            autoComplete="new-password"
            onChange={(event) => set({ clientSecret: event.currentTarget.value })}
          />
          <TextInput
            label={texts.buttonName}
            value={values.buttonName}
            error={errorAt('/oidc/name')}
            maxLength={100}
            onChange={(event) => set({ buttonName: event.currentTarget.value })}
          />
          <ListEditor
            label={texts.domains}
            hint={texts.domainsHint}
            values={values.domains}
            placeholder="example.com"
            add={texts.addDomain}
            errorAt={(index) => errorAt(`/oidc/allowedDomains/${index}`)}
            onChange={(domains) => set({ domains })}
          />
          <Select
            label={texts.autoCreate}
            allowDeselect={false}
            data={[
              { value: '', label: texts.autoCreateNobody },
              ...GIVEN.map((role) => ({
                value: role as string,
                label: fill(texts.autoCreateAs, { role: texts.roles[role] }),
              })),
            ]}
            value={values.autoCreate}
            onChange={(role) => set({ autoCreate: GIVEN.find((known) => known === role) ?? '' })}
          />
        </>
      )}
    </Part>
  )
}
