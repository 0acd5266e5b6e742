import type { SkillId } from '@baton/base'
import { type DeskListName, type DeskRow, MAX_LIST_ROWS, MAX_WATCHED_ROWS } from '@baton/protocol'
import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { Link, navigate } from '../base/router.tsx'
import { useNow } from '../base/time.ts'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { useSession } from '../session/SessionProvider.tsx'
import { useKeys } from '../shell/keys.ts'
import { fillCounted } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { useNamedTags } from '../words/tags/TagsProvider.tsx'
import { ClosedRows } from './ClosedRows.tsx'
import { DataBar } from './DataBar.tsx'
import { OfferCards } from './OfferCards.tsx'
import { focusRow, RowList } from './RowList.tsx'
import { countStates, stateOfRow } from './rowStates.ts'
import { StateBar } from './StateBar.tsx'
import { useShownStates } from './shownStates.ts'

const NONE: readonly DeskRow[] = []
const FIRST = MAX_LIST_ROWS

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
  const [limits, setLimits] = useState<{ readonly [list: string]: number }>({})
  const list: Shown = place === 'queue' ? 'queue' : wantsAll ? 'all' : 'mine'
  const limit = limits[list] ?? FIRST
  const lists = useDeskPart((state) => state.lists)
  const told = lists.get(list)
  const now = useNow()
  const [shown, setShown] = useShownStates()
  const me = useDeskPart((state) => state.agentId)
  const hasStates = list !== 'queue'
  const counts = countStates(told?.rows ?? NONE, now)
  const hidesIdle = hasStates && !shown.idle
  const rows = useMemo(
    () =>
      (told?.rows ?? [])
        .filter((row) => !hidesIdle || row.conversationId === selected || stateOfRow(row, now) !== 'idle')
        .filter(({ skillId }) => skill === '' || String(skillId) === skill)
        .filter(({ tags }) => tag === '' || tags.some((id) => String(id) === tag)),
    [told, skill, tag, hidesIdle, now, selected],
  )

  // Of all, the server looks through those of one skill; what is one's own or waits is filtered among what is shown.
  const ofSkill = list === 'all' && skill !== '' ? (Number(skill) as SkillId) : undefined
  useEffect(() => {
    if (list !== 'all') return
    return () => void desk.unwatch('all')
  }, [desk, list])
  useEffect(() => {
    if (list === 'all' || limit > FIRST) void desk.watch(list, ofSkill, limit === FIRST ? undefined : limit)
  }, [desk, list, ofSkill, limit])
  const more = told?.more === true ? told.total - told.rows.length : 0

  const open = (row: DeskRow | undefined) => {
    if (row === undefined) return
    navigate(`${place}/${encodeURIComponent(row.conversationId)}`)
  }
  const step = (by: number) => {
    const here = rows.findIndex(({ conversationId }) => conversationId === selected)
    open(rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)])
  }
  const toggleIdle = () => setShown({ ...shown, idle: !shown.idle })
  useKeys({
    idle: hasStates ? toggleIdle : undefined,
    next: () => step(1),
    previous: () => step(-1),
    list: () => focusRow(selected),
  })

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
      {hasStates && <StateBar counts={counts} shown={shown} onChange={setShown} />}
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
      {more > 0 && (
        <div className="meta list-more">
          <p>{fillCounted(texts.moreInList, more, texts.locale)}</p>
          {limit < MAX_WATCHED_ROWS ? (
            <Button size="xs" variant="default" onClick={() => setLimits({ ...limits, [list]: limit + FIRST })}>
              {texts.showMoreRows}
            </Button>
          ) : (
            <p>{texts.narrowList}</p>
          )}
        </div>
      )}
      {hasStates && shown.closedDays > 0 && rights.includes('readConversations') && (
        <ClosedRows
          key={`${list} ${shown.closedDays}`}
          days={shown.closedDays}
          agentId={list === 'mine' ? me : undefined}
        />
      )}
    </section>
  )
}

type SkillFilterProps = { rows: readonly DeskRow[]; chosen: string; onChoose: (skillId: string) => void }

function SkillFilter({ rows, chosen, onChoose }: SkillFilterProps) {
  const texts = useTexts()
  // Those that were seen: once one is chosen, the list may hold no other.
  const [seen] = useState(() => new Map<string, string>())
  for (const { skillId, skillName } of rows) seen.set(String(skillId), skillName)
  const skills = new Map(seen)
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
