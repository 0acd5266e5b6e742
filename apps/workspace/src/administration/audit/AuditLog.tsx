import '../admin.css'
import { NativeSelect, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { z } from 'zod'
import { momentText, useNow, whenText } from '../../base/time.ts'
import { useAsked } from '../../base/useAsked.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { ListFoot } from '../kit/ListScreen.tsx'
import { allOf } from '../kit/skills.tsx'
import { usePages } from '../kit/usePages.ts'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { Changes } from './Changes.tsx'
import { type AuditEntry, entry, type Names, sentenceOf } from './sentence.ts'

const named = z.object({ id: z.number(), name: z.string() })
const person = z.object({ id: z.number(), fullName: z.string() })

/** Who changed what, newest first. */
export default function AuditLog() {
  const texts = useAdminTexts()
  const { home } = useSession()
  const [kind, setKind] = useState('')
  const [who, setWho] = useState<string | null>(null)
  const names = useNames()
  const query = new URLSearchParams({ ...(kind !== '' && { kind }), ...(who !== null && { personId: who }) })
  const pages = usePages(`${home}/audit?${query}`, entry)
  const isEmpty = pages.items.length === 0 && !pages.isLoading && pages.problem === undefined
  const isFiltered = kind !== '' || who !== null
  return (
    <div className="admin">
      <div className="admin-head">
        <h1>{texts.auditLog}</h1>
        <p className="quiet">{texts.audit.hint}</p>
      </div>
      <div className="audit-filters">
        <NativeSelect
          label={texts.audit.kind}
          value={kind}
          data={[
            { value: '', label: texts.audit.everything },
            ...Object.entries(texts.audit.kinds).map(([value, label]) => ({ value, label })),
          ]}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <Select
          label={texts.audit.who}
          placeholder={texts.audit.anybody}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': texts.clear }}
          data={[...names.person].map(([id, label]) => ({ value: String(id), label }))}
          value={who}
          onChange={setWho}
        />
      </div>
      {isEmpty && isFiltered && <p className="admin-nothing quiet">{texts.audit.noneFound}</p>}
      {isEmpty && !isFiltered && (
        <div className="empty">
          <h2>{texts.audit.none}</h2>
          <p>{texts.audit.noneHint}</p>
        </div>
      )}
      {pages.items.length > 0 && (
        <ul className="audit-list" aria-label={texts.auditLog}>
          {pages.items.map((item) => (
            <Line key={item.id} item={item} names={names} />
          ))}
        </ul>
      )}
      <ListFoot pages={pages} />
    </div>
  )
}

function Line({ item, names }: { item: AuditEntry; names: Names }) {
  const texts = useAdminTexts()
  const now = useNow()
  const hasChanges = Object.keys(item.changes).length > 0
  return (
    <li>
      <div className="audit-line">
        <span dir="auto">{sentenceOf(item, names, texts)}</span>
        <time className="meta" dateTime={new Date(item.at).toISOString()} title={momentText(item.at, texts.locale)}>
          {whenText(item.at, now, texts.locale)}
        </time>
      </div>
      {hasChanges && (
        <details>
          <summary className="meta">{texts.audit.showChanges}</summary>
          <Changes changes={item.changes} names={names} />
        </details>
      )}
    </li>
  )
}

/** How things are called now; what is gone keeps its number. */
function useNames(): Names {
  const { api, home, rights } = useSession()
  const mayBots = rights.includes('manageBots')
  const skills = useAsked(() => allOf(api, `${home}/skills`, named), [home])
  const people = useAsked(() => allOf(api, `${home}/people`, person), [home])
  const bots = useAsked(mayBots ? () => allOf(api, `${home}/bots`, named) : undefined, [home])
  return useMemo(
    () => ({
      skill: new Map((skills.data ?? []).map(({ id, name }) => [id, name])),
      person: new Map((people.data ?? []).map(({ id, fullName }) => [id, fullName])),
      bot: new Map((bots.data ?? []).map(({ id, name }) => [id, name])),
    }),
    [skills.data, people.data, bots.data],
  )
}
