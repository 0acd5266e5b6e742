import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import type { Api } from '../../base/http.ts'
import { Link, navigate } from '../../base/router.tsx'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { FormScreen, Part } from '../kit/FormScreen.tsx'
import { Loaded } from '../kit/Loaded.tsx'
import { type Form, useForm } from '../kit/useForm.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { Consent } from './Consent.tsx'
import { CredentialFields } from './CredentialFields.tsx'
import {
  type Credential,
  type CredentialValues,
  checkCredential,
  credential,
  isKind,
  type Kind,
  toBody,
  valuesOf,
} from './credential.ts'

const uses = z.object({
  integrations: z.array(
    z.object({ botId: z.number(), botName: z.string(), integration: z.string(), isLive: z.boolean() }),
  ),
  functions: z.array(z.object({ id: z.string(), name: z.string() })),
  next: z.string().optional(),
})
type Uses = Omit<z.infer<typeof uses>, 'next'>

/** All of them, a part at a time: bots may be large. */
async function readUses(api: Api, path: string): Promise<Uses> {
  const found: Uses = { integrations: [], functions: [] }
  for (let after = ''; ; ) {
    const part = await api.get(`${path}/uses${after}`, uses)
    found.integrations.push(...part.integrations)
    found.functions.push(...part.functions)
    if (part.next === undefined) return found
    after = `?after=${encodeURIComponent(part.next)}`
  }
}

export function OneCredential({ id }: { id: string }) {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const path = `${home}/credentials/${encodeURIComponent(id)}`
  const asked = useAsked(() => api.get(path, credential), [path])
  return (
    <Loaded asked={asked} back="credentials">
      {(found) =>
        isKind(found.kind) ? (
          <CredentialForm found={found} kind={found.kind} path={path} onChanged={asked.again} />
        ) : (
          <p className="notice bad">{fill(texts.credential.unknownKind, { kind: found.kind })}</p>
        )
      }
    </Loaded>
  )
}

type CredentialFormProps = { found: Credential; kind: Kind; path: string; onChanged: () => void }

function CredentialForm({ found, kind, path, onChanged }: CredentialFormProps) {
  const texts = useAdminTexts()
  const { api } = useSession()
  const kept = useMemo(() => valuesOf(found, kind), [found, kind])
  const check = useMemo(() => checkCredential(texts, kept), [texts, kept])
  const form: Form<CredentialValues> = useForm<CredentialValues>({
    initial: kept,
    check,
    async save(values) {
      await api.patch(path, toBody(values, kept), credential)
      // What was typed has no business on the screen any more.
      form.set({ secrets: kept.secrets })
      onChanged()
    },
  })
  return (
    <FormScreen
      title={found.name}
      hint={texts.credential.kinds[kind]}
      back={{ to: 'credentials', title: texts.credentials }}
      form={form}
      before={kind === 'oauthCode' && <Consent found={found} path={path} isDirty={form.isDirty} />}
      after={<Used path={path} name={found.name} />}
    >
      <CredentialFields form={form} isNew={false} />
    </FormScreen>
  )
}

/** Who shows it, and taking it away. */
function Used({ path, name }: { path: string; name: string }) {
  const all = useAdminTexts()
  const texts = all.credential
  const { api } = useSession()
  const { data } = useAsked(() => readUses(api, path), [path])
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Part title={texts.uses} hint={texts.usesHint}>
        {data !== undefined && <UsesList uses={data} />}
      </Part>
      <Part title={all.delete}>
        <div>
          <Button variant="outline" color="red" onClick={() => setAsking(true)}>
            {texts.deleteIt}
          </Button>
        </div>
        <Confirm
          question={isAsking ? fill(all.deleteKey, { name }) : undefined}
          action={all.delete}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api.remove(path)
            navigate('credentials', { replace: true })
          }}
        >
          <p>{texts.deleteHint}</p>
          {data !== undefined && data.integrations.length + data.functions.length > 0 && <UsesList uses={data} />}
        </Confirm>
      </Part>
    </>
  )
}

function UsesList({ uses: { integrations, functions } }: { uses: Uses }) {
  const all = useAdminTexts()
  const texts = all.credential
  if (integrations.length + functions.length === 0) return <p className="quiet">{texts.unused}</p>
  return (
    <ul className="admin-plain">
      {integrations.map(({ botId, botName, integration, isLive }) => (
        <li key={`${botId}/${integration}`}>
          <Link to={`bots/${botId}`} dir="auto">
            {botName}
          </Link>{' '}
          · <bdi>{integration}</bdi> {!isLive && <span className="quiet">({texts.draftOnly})</span>}
        </li>
      ))}
      {functions.map(({ id, name }) => (
        <li key={id}>{fill(texts.inFunction, { name })}</li>
      ))}
    </ul>
  )
}
