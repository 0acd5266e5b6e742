import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { Link } from '../../base/router.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import type { Right } from '../../session/session.ts'
import { CopyField } from '../kit/CopyField.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'

interface Values {
  readonly name: string
  readonly scopes: readonly Right[]
  /** Days; empty: it does not end. */
  readonly days: string
}
const made = z.object({ id: z.string(), name: z.string(), key: z.string() })
const DAYS = ['30', '90', '365'] as const
const DAY_MS = 86_400_000

/** Makes a key and shows it once. */
export function NewKey() {
  const texts = useAdminTexts()
  const { api, home, rights } = useSession()
  const [shown, setShown] = useState<z.infer<typeof made>>()
  const form: Form<Values> = useForm<Values>({
    initial: { name: '', scopes: [], days: '90' },
    check: ({ name, scopes }) => ({
      '/name': name.trim() === '' ? texts.required : undefined,
      '/scopes': scopes.length === 0 ? texts.chooseScopes : undefined,
    }),
    async save({ name, scopes, days }) {
      const end = days === '' ? {} : { expiresAt: Date.now() + Number(days) * DAY_MS }
      setShown(await api.post(`${home}/keys`, { name: name.trim(), scopes, ...end }, made))
    },
  })
  if (shown !== undefined) {
    return (
      <div className="admin">
        <div className="admin-head" role="status">
          <h1>{texts.keyOnce}</h1>
          <p className="quiet">{texts.keyOnceHint}</p>
        </div>
        <CopyField label={shown.name} value={shown.key} />
        <div>
          <Button component={Link} to="keys">
            {texts.keySaved}
          </Button>
        </div>
      </div>
    )
  }
  const { values, set, errorAt } = form
  const toggle = (scope: Right) =>
    set({
      scopes: values.scopes.includes(scope)
        ? values.scopes.filter((other) => other !== scope)
        : [...values.scopes, scope],
    })
  return (
    <FormScreen
      title={texts.newKey}
      hint={texts.keysHint}
      back={{ to: 'keys', title: texts.keys }}
      form={form}
      action={texts.makeKey}
    >
      <Part title={texts.name}>
        <TextInput
          label={texts.keyName}
          value={values.name}
          error={errorAt('/name')}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={texts.ends}
          value={values.days}
          error={errorAt('/expiresAt')}
          data={[
            ...DAYS.map((days) => ({ value: days as string, label: texts.endsIn[Number(days)] ?? days })),
            { value: '', label: texts.endsNever },
          ]}
          onChange={(event) => set({ days: event.currentTarget.value })}
        />
      </Part>
      <Part title={texts.scopes} className="admin-wide">
        <fieldset className="list-editor">
          <legend className="for-readers">{texts.scopes}</legend>
          <div className="scopes">
            {rights.map((right) => (
              <Checkbox
                key={right}
                label={texts.rights[right] ?? right}
                checked={values.scopes.includes(right)}
                onChange={() => toggle(right)}
              />
            ))}
          </div>
          {errorAt('/scopes') !== undefined && (
            <p className="admin-bad" role="alert">
              {errorAt('/scopes')}
            </p>
          )}
        </fieldset>
      </Part>
    </FormScreen>
  )
}
