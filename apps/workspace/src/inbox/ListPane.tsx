import type { DeskListName, DeskRow } from '@baton/protocol'
import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { Link, navigate } from '../base/router.tsx'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { useSession } from '../session/SessionProvider.tsx'
import { useKeys } from '../shell/keys.ts'
import { fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { useNamedTags } from '../words/tags/TagsProvider.tsx'
import { DataBar } from './DataBar.tsx'
import { OfferCards } from './OfferCards.tsx'
import { focusRow, RowList } from './RowList.tsx'

type Shown = Exclude<DeskListName, 'offers'>
type ListPaneProps = {
  /** First part of the address: `queue` shows the queue, `inbox` one's own or all. */
  place: string
  selected: string | undefined
}

export function ListPane({ place, selected }: ListPaneProps) {
  const texts = useTexts()
  const desk = useDesk()
  const { rights } = useSession()
  const [wantsAll, setWantsAll] = useState(!rights.includes('answer'))
  const [skill, setSkill] = useState('')
  const [tag, setTag] = useState('')
  const list: Shown = place === 'queue' ? 'queue' : wantsAll ? 'all' : 'mine'
  const lists = useDeskPart((state) => state.lists)
  const told = lists.get(list)
  const rows = useMemo(
    () =>
      (told?.rows ?? [])
        .filter(({ skillId }) => skill === '' || String(skillId) === skill)
        .filter(({ tags }) => tag === '' || tags.some((id) => String(id) === tag)),
    [told, skill, tag],
  )

  useEffect(() => {
    if (list !== 'all') return
    void desk.watch('all')
    return () => void desk.unwatch('all')
  }, [desk, list])

  const open = (row: DeskRow | undefined) => {
    if (row === undefined) return
    navigate(`${place}/${encodeURIComponent(row.conversationId)}`)
  }
  const step = (by: number) => {
    const here = rows.findIndex(({ conversationId }) => conversationId === selected)
    open(rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)])
  }
  useKeys({ next: () => step(1), previous: () => step(-1), list: () => focusRow(selected) })

  const tabs: { readonly of: Shown; readonly title: string; readonly to: string }[] = [
    ...(rights.includes('answer') ? [{ of: 'mine', title: texts.listMine, to: 'inbox' } as const] : []),
    { of: 'queue', title: texts.listQueue, to: 'queue' },
    ...(rights.includes('seeAll') ? [{ of: 'all', title: texts.listAll, to: 'inbox' } as const] : []),
  ]
  return (
    <section className="list-pane" aria-label={texts.listOf[list]}>
      <nav className="list-tabs" aria-label={texts.lists}>
        {tabs.map(({ of, title, to }) => (
          <Link
            key={of}
            to={to}
            className="list-tab"
            aria-current={of === list ? 'true' : undefined}
            onClick={() => {
              if (of !== 'queue') setWantsAll(of === 'all')
            }}
          >
            {title} <span className="quiet tabular">{lists.get(of)?.total ?? ''}</span>
          </Link>
        ))}
      </nav>
      {list !== 'mine' && <SkillFilter rows={told?.rows ?? []} chosen={skill} onChoose={setSkill} />}
      <TagFilter rows={told?.rows ?? []} chosen={tag} onChoose={setTag} />
      {rights.includes('answer') && <DataBar />}
      <OfferCards />
      {told !== undefined && rows.length === 0 ? (
        <EmptyList list={list} />
      ) : (
        <RowList
          rows={rows}
          place={place}
          selected={selected}
          isLoading={told === undefined}
          name={texts.listOf[list]}
        />
      )}
      {told?.more === true && (
        <p className="meta list-more">{fillCounted(texts.moreInList, told.total - told.rows.length, texts.locale)}</p>
      )}
    </section>
  )
}

type SkillFilterProps = { rows: readonly DeskRow[]; chosen: string; onChoose: (skillId: string) => void }

function SkillFilter({ rows, chosen, onChoose }: SkillFilterProps) {
  const texts = useTexts()
  const skills = new Map(rows.map(({ skillId, skillName }) => [String(skillId), skillName]))
  if (skills.size < 2 && chosen === '') return null
  return (
    <NativeSelect
      className="list-filter"
      size="xs"
      aria-label={texts.filterBySkill}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[{ value: '', label: texts.allSkills }, ...[...skills].map(([value, label]) => ({ value, label }))]}
    />
  )
}

function TagFilter({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly DeskRow[]
  chosen: string
  onChoose: (tagId: string) => void
}) {
  const texts = useTexts()
  const used = useNamedTags([...new Set(rows.flatMap(({ tags }) => tags))])
  if (used.length === 0 && chosen === '') return null
  return (
    <NativeSelect
      className="list-filter"
      size="xs"
      aria-label={texts.filterByTag}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[{ value: '', label: texts.allTags }, ...used.map(({ id, name }) => ({ value: String(id), label: name }))]}
    />
  )
}

function EmptyList({ list }: { list: Shown }) {
  const texts = useTexts()
  const desk = useDesk()
  const status = useDeskPart((state) => state.desk?.status)
  if (list === 'queue') return <Empty title={texts.emptyQueue} hint={texts.emptyQueueHint} />
  if (list === 'all') return <Empty title={texts.emptyAll} hint={texts.emptyAllHint} />
  if (status === 'online') return <Empty title={texts.emptyMine} hint={texts.emptyMineOnline} />
  return (
    <Empty title={texts.emptyMine} hint={texts.emptyMineOffline}>
      <Button onClick={() => void desk.setStatus('online')}>{texts.goOnline}</Button>
    </Empty>
  )
}

function Empty({ title, hint, children }: { title: string; hint: string; children?: React.ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{hint}</p>
      {children}
    </div>
  )
}
