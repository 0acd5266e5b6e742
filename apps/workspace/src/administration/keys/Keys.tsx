import '../admin.css'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { z } from 'zod'
import { Link, useRoute } from '../../base/router.tsx'
import { momentText, useNow, whenText } from '../../base/time.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { fill } from '../../texts/catalogue.ts'
import { Confirm } from '../kit/Confirm.tsx'
import { ListFoot } from '../kit/ListScreen.tsx'
import { usePages } from '../kit/usePages.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { NewKey } from './NewKey.tsx'

const key = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
})
type Key = z.infer<typeof key>

/** Keys for programs; `keys/new` makes one. */
export default function Keys() {
  const { parts } = useRoute()
  return parts[1] === 'new' ? <NewKey /> : <KeyList />
}

function KeyList() {
  const texts = useAdminTexts()
  const { api, home } = useSession()
  const pages = usePages(`${home}/keys`, key)
  const [wanted, setWanted] = useState<Key>()
  const isEmpty = pages.items.length === 0 && !pages.isLoading && pages.problem === undefined
  return (
    <div className="admin">
      <div className="admin-head admin-list-head">
        <div>
          <h1>{texts.keys}</h1>
          <p className="quiet">{texts.keysHint}</p>
        </div>
        <Button component={Link} to="keys/new">
          {texts.newKey}
        </Button>
      </div>
      {isEmpty && (
        <div className="empty">
          <h2>{texts.noKeys}</h2>
          <p>{texts.noKeysHint}</p>
          <Button component={Link} to="keys/new" variant="default">
            {texts.newKey}
          </Button>
        </div>
      )}
      {pages.items.length > 0 && <KeyTable keys={pages.items} onDelete={setWanted} />}
      <ListFoot pages={pages} />
      <Confirm
        question={wanted && fill(texts.deleteKey, { name: wanted.name })}
        action={texts.delete}
        onClose={() => setWanted(undefined)}
        onConfirm={async () => {
          await api.remove(`${home}/keys/${encodeURIComponent(wanted?.id ?? '')}`)
          pages.again()
        }}
      >
        <p>{texts.deleteKeyHint}</p>
      </Confirm>
    </div>
  )
}

function KeyTable({ keys, onDelete }: { keys: readonly Key[]; onDelete: (wanted: Key) => void }) {
  const texts = useAdminTexts()
  const now = useNow()
  return (
    <table className="admin-table" aria-label={texts.keys}>
      <thead>
        <tr>
          <th scope="col">{texts.keyName}</th>
          <th scope="col" className="minor">
            {texts.made}
          </th>
          <th scope="col">{texts.ends}</th>
          <th scope="col">
            <span className="for-readers">{texts.delete}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <strong dir="auto">{one.name}</strong>
              <span className="meta block">{one.scopes.map((scope) => texts.rights[scope] ?? scope).join(' · ')}</span>
            </th>
            <td className="minor">{whenText(one.createdAt, now, texts.locale)}</td>
            <td>{endOf(one, now, texts)}</td>
            <td>
              <Button
                size="xs"
                variant="default"
                aria-label={fill(texts.deleteOf, { name: one.name })}
                onClick={() => onDelete(one)}
              >
                {texts.delete}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function endOf({ expiresAt }: Key, now: number, texts: ReturnType<typeof useAdminTexts>): string {
  if (expiresAt === undefined) return texts.endsNever
  const moment = momentText(expiresAt, texts.locale)
  return expiresAt <= now ? `${moment} (${texts.over})` : moment
}
