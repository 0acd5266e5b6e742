import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core'
import { CopyField } from '../kit/CopyField.tsx'
import { Part } from '../kit/FormScreen.tsx'
import type { Form } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { AccessValues } from './accessValues.ts'

export function ConsumerFields({ form: { values, set, errorAt } }: { form: Form<AccessValues> }) {
  const texts = useAdminTexts()
  return (
    <Part title={texts.consumerSignIn} hint={texts.consumerSignInHint}>
      <Checkbox
        label={texts.consumerOn}
        checked={values.hasConsumers}
        onChange={(event) => set({ hasConsumers: event.currentTarget.checked })}
      />
      {values.hasConsumers && (
        <>
          <TextInput
            label={texts.tokenIssuer}
            description={texts.tokenIssuerHint}
            value={values.tokenIssuer}
            error={errorAt('/consumerSignIn/issuer')}
            onChange={(event) => set({ tokenIssuer: event.currentTarget.value })}
          />
          <TextInput
            label={texts.audience}
            description={texts.audienceHint}
            value={values.audience}
            error={errorAt('/consumerSignIn/audience')}
            onChange={(event) => set({ audience: event.currentTarget.value })}
          />
          <Radio.Group
            label={texts.keySource}
            value={values.source}
            onChange={(source) => set({ source: source === 'pem' ? 'pem' : 'jwks' })}
          >
            <div className="admin-buttons">
              <Radio value="jwks" label={texts.keySources.jwks} mt={4} />
              <Radio value="pem" label={texts.keySources.pem} mt={4} />
            </div>
          </Radio.Group>
          {values.source === 'jwks' ? (
            <TextInput
              type="url"
              label={texts.jwksUrl}
              placeholder="https://www.example.com/.well-known/jwks.json"
              value={values.jwksUrl}
              error={errorAt('/consumerSignIn/jwksUrl')}
              onChange={(event) => set({ jwksUrl: event.currentTarget.value })}
            />
          ) : (
            <Textarea
              label={texts.publicKey}
              placeholder="-----BEGIN PUBLIC KEY-----"
              autosize
              minRows={4}
              maxRows={12}
              value={values.pem}
              error={errorAt('/consumerSignIn/publicKeyPem')}
              onChange={(event) => set({ pem: event.currentTarget.value })}
            />
          )}
        </>
      )}
    </Part>
  )
}

const SNIPPET = `window.batonIdentity = async () => {
  const answer = await fetch('/my/chat-token')
  return answer.ok ? answer.text() : undefined
}`

/** How the brand's page hands the token over. */
export function ConsumerSnippet() {
  const texts = useAdminTexts()
  return (
    <Part title={texts.consumerSnippet} hint={texts.consumerSnippetHint} className="admin-wide">
      <CopyField label={texts.consumerSnippet} value={SNIPPET} isCode />
    </Part>
  )
}
