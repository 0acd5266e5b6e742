import { useRoute } from '../../base/router.tsx'
import { useNow, whenText } from '../../base/time.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ListScreen } from '../kit/ListScreen.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { type Credential, credential, isKind } from './credential.ts'
import { NewCredential } from './NewCredential.tsx'
import { OneCredential } from './OneCredential.tsx'

/** What integrations show to the systems that they call. */
export default function Credentials() {
  const { parts } = useRoute()
  const [, which] = parts
  if (which === undefined) return <CredentialList />
  return which === 'new' ? <NewCredential /> : <OneCredential key={which} id={which} />
}

function CredentialList() {
  const all = useAdminTexts()
  const texts = all.credential
  const { home } = useSession()
  const now = useNow()
  return (
    <ListScreen
      title={all.credentials}
      hint={texts.hint}
      path={`${home}/credentials`}
      item={credential}
      keyOf={({ id }) => id}
      nameTitle={all.name}
      name={({ id, name, facts }) => ({
        text: name,
        ...(Array.isArray(facts.hosts) && facts.hosts.length > 0 && { detail: facts.hosts.join(', ') }),
        to: `credentials/${encodeURIComponent(id)}`,
      })}
      columns={[
        { title: texts.kind, cell: (one) => <KindOf one={one} /> },
        { title: texts.changed, cell: ({ changedAt }) => whenText(changedAt, now, all.locale), isMinor: true },
      ]}
      create={{ to: 'credentials/new', title: texts.create }}
      empty={{ title: texts.none, hint: texts.noneHint }}
    />
  )
}

function KindOf({ one: { kind, facts } }: { one: Credential }) {
  const texts = useAdminTexts().credential
  const waits = kind === 'oauthCode' && facts.consentedAt === undefined
  return (
    <>
      {isKind(kind) ? texts.kinds[kind] : kind}
      {waits && <span className="meta block">{texts.noConsent}</span>}
    </>
  )
}
