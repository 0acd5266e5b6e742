import type { AgentId } from '@baton/base'
import type { DeskRow } from '@baton/protocol'
import { Loader } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { usePreferences } from '../base/preferences.tsx'
import { Link } from '../base/router.tsx'
import { useNow } from '../base/time.ts'
import { useDeskPart } from '../desk/DeskProvider.tsx'
import { fill } from '../texts/catalogue.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from '../texts/useTexts.ts'
import { TagChip } from '../words/tags/TagChip.tsx'
import { useNamedTags } from '../words/tags/TagsProvider.tsx'
import { isAnsweredBy } from './rowStates.ts'
import { consumerNameOf, lastLineOf, waitingOf } from './rowWords.ts'
import { WaitingRing } from './WaitingRing.tsx'

/** Heights in pixels, as tokens.css has them. */
const HEIGHTS = { comfortable: 76, compact: 60 } as const

type RowListProps = {
  rows: readonly DeskRow[]
  place: string
  selected: string | undefined
  isLoading: boolean
  name: string
}

/** Only the rows in sight are drawn; the others are counted for screen readers. */
export function RowList({ rows, place, selected, isLoading, name }: RowListProps) {
  const texts = useTexts()
  const now = useNow()
  const { density } = usePreferences()
  const scroller = useRef<HTMLDivElement>(null)
  const height = HEIGHTS[density]
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.conversationId ?? index,
    overscan: 8,
  })
  const here = rows.findIndex(({ conversationId }) => conversationId === selected)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sizes have to be measured
  useEffect(() => virtual.measure(), [height])
  useEffect(() => {
    if (here >= 0) virtual.scrollToIndex(here)
  }, [here, virtual])

  const walk = (event: KeyboardEvent) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')
    if (link === null || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    const next = Number(link.dataset.index) + (event.key === 'ArrowDown' ? 1 : -1)
    if (rows[next] === undefined) return
    event.preventDefault()
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows walk from link to link; each link is operable on its own
    <div className="rows" ref={scroller} onKeyDown={walk} aria-busy={isLoading}>
      {isLoading && <Loader size="sm" className="rows-loader" aria-label={texts.loading} />}
      <ul aria-label={name} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index]
          if (row === undefined) return null
          const isSelected = row.conversationId === selected
          return (
            <li
              key={key}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row row={row} index={index} place={place} isSelected={isSelected} now={now} texts={texts} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** From a key: into the list, at what is open or at its beginning. */
export function focusRow(selected: string | undefined): void {
  const rows = document.querySelector('.rows')
  const link = rows?.querySelector<HTMLElement>(`[data-id="${CSS.escape(selected ?? '')}"]`)
  ;(link ?? rows?.querySelector<HTMLElement>('[data-index]'))?.focus()
}

type RowProps = { row: DeskRow; index: number; place: string; isSelected: boolean; now: number; texts: Texts }

const Row = memo(function Row({ row, index, place, isSelected, now, texts }: RowProps) {
  const waiting = waitingOf(row, now, texts)
  const name = consumerNameOf(row, texts)
  const line = lastLineOf(row, texts)
  const tags = useNamedTags(row.tags)
  const me = useDeskPart((state) => state.agentId)
  const holder = holderOf(row, me, texts)
  const isUnread = row.unread === true && !isSelected
  return (
    <Link
      to={`${place}/${encodeURIComponent(row.conversationId)}`}
      className={`row${isUnread ? ' unread' : ''}`}
      data-index={index}
      data-id={row.conversationId}
      aria-current={isSelected ? 'true' : undefined}
      title={waiting.sentence}
    >
      <span className="row-top">
        <span className="row-name" dir="auto">
          {name}
        </span>
        <WaitingRing waiting={waiting} />
        <span className="for-readers">
          {isUnread ? `(${texts.unread}) ` : ''}
          {waiting.sentence}.
        </span>
      </span>
      <span className="row-line" dir="auto">
        {line}
      </span>
      <span className="row-foot meta">
        <span className="row-skill">{row.skillName}</span>
        {holder !== undefined && (
          <span className="row-holder" dir="auto">
            {holder}
          </span>
        )}
        {row.priority.type !== 'normal' && <span className="row-priority">{texts.priorities[row.priority.type]}</span>}
        {tags.map((tag) => (
          <TagChip key={tag.id} tag={tag} />
        ))}
      </span>
    </Link>
  )
})

/** Who answers it, where that is somebody else; while it waits, for whom it is meant (messaging R5.13). */
function holderOf(row: DeskRow, me: AgentId | undefined, texts: Texts): string | undefined {
  const { assignee } = row
  if (assignee.kind === 'queue' && assignee.suggested?.kind === 'agent') {
    const { id, name } = assignee.suggested
    return id === me ? texts.meantForYou : fill(texts.meantFor, { name })
  }
  if (
    assignee.kind === 'queue' ||
    isAnsweredBy(row, me) ||
    assignee.who.kind === 'consumer' ||
    assignee.who.kind === 'system'
  )
    return undefined
  return fill(texts.answeredBy, { name: assignee.who.name })
}
