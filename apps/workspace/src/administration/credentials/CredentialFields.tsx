import { NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Part } from '../kit/FormScreen.tsx'
import { ListEditor } from '../kit/ListEditor.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type CredentialValues, FIELDS, type Field, KINDS, type Kind, newValues } from './credential.ts'
import { SecretFile, SecretText } from './SecretFile.tsx'

type CredentialFieldsProps = {
  form: Form<CredentialValues>
  /** Its kind can still be chosen, and its secrets are none yet. */
  isNew: boolean
}

export function CredentialFields({ form, isNew }: CredentialFieldsProps) {
  const all = useAdminTexts()
  const texts = all.credential
  const { values, set, errorAt } = form
  const fields = FIELDS[values.kind]
  return (
    <>
      <Part title={all.name}>
        <TextInput
          label={all.name}
          description={texts.nameHint}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {isNew ? (
          <NativeSelect
            label={texts.kind}
            description={texts.kindHints[values.kind]}
            value={values.kind}
            data={KINDS.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
            onChange={(event) => set(newValues(event.currentTarget.value as Kind))}
          />
        ) : (
          <TextInput
            label={texts.kind}
            description={texts.kindHints[values.kind]}
            value={texts.kinds[values.kind]}
            readOnly
          />
        )}
      </Part>
      {fields.some(({ of }) => of === 'facts') && (
        <Part title={texts.facts} hint={isNew ? undefined : texts.factsHint}>
          {fields
            .filter(({ of }) => of === 'facts')
            .map((field) => (
              <OneField key={field.name} field={field} form={form} />
            ))}
        </Part>
      )}
      {fields.some(({ of }) => of === 'secrets') && (
        <Part title={texts.secrets} hint={isNew ? texts.secretsHint : texts.secretsKept}>
          {fields
            .filter(({ of }) => of === 'secrets')
            .map((field) => (
              <OneField key={field.name} field={field} form={form} />
            ))}
        </Part>
      )}
      <Part title={texts.hosts}>
        <ListEditor
          label={texts.hosts}
          hint={texts.hostsHint}
          values={values.hosts}
          placeholder="api.example.com"
          add={texts.addHost}
          errorAt={(index) => errorAt(`/hosts/${index}`)}
          onChange={(hosts) => set({ hosts })}
        />
      </Part>
    </>
  )
}

function OneField({ field, form: { values, set, errorAt } }: { field: Field; form: Form<CredentialValues> }) {
  const all = useAdminTexts()
  const texts = all.credential
  const { name, of, input, isOptional, choices = [] } = field
  const label = texts.fields[name] ?? name
  const hint = [texts.fieldHints[name], isOptional ? texts.optional : undefined].filter(Boolean).join(' ')
  const common = {
    label,
    ...(hint !== '' && { description: hint }),
    value: values[of][name] ?? '',
    error: errorAt(`/${of}/${name}`),
    autoComplete: 'off',
  }
  // What was typed while a file was read stays.
  const latest = useRef(values)
  latest.current = values
  const change = (value: string) => set({ [of]: { ...latest.current[of], [name]: value } })
  switch (input) {
    case 'choice':
      return <NativeSelect {...common} data={[...choices]} onChange={(event) => change(event.currentTarget.value)} />
    case 'number':
      return (
        <NumberInput {...common} min={10} max={3600} allowDecimal={false} onChange={(value) => change(String(value))} />
      )
    case 'secret':
      return (
        <PasswordInput
          {...common}
          // No browser offers to keep it, or fills in the password of whoever sits there.
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': texts.showTyped }}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case 'file':
      return <SecretFile {...common} onChange={change} />
    case 'pem':
      return <SecretText {...common} onChange={change} />
    default:
      return (
        <TextInput
          {...common}
          {...(input === 'address' && { type: 'url', placeholder: 'https://', dir: 'ltr' })}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
  }
}
