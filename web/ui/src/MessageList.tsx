/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { BubbleProps } from './Bubble.tsx'
import { DaySeparator } from './DaySeparator.tsx'
import { Fold } from './Fold.tsx'
import { FileView } from './file/FileView.tsx'
import { groupThread, type MessageItem, type ThreadItem } from './groupThread.ts'
import { MessageGroup } from './MessageGroup.tsx'
import { SystemLine } from './SystemLine.tsx'

/** Nearer to the end than this counts as at the end, in pixels. */
const AT_END = 60
/** Nearer to the beginning than this and older messages are asked for, in pixels. */
const NEAR_BEGINNING = 120

type MessageListProps = Omit<BubbleProps, 'message' | 'onShowFile'> & {
  items: readonly ThreadItem[]
  canLoadEarlier: boolean
  loadingEarlier: boolean
  onLoadEarlier: () => void
  /** The newest message is in sight. */
  onSeenEnd?: () => void
  /** After the last message: typing dots, a delivery mark. */
  children?: ComponentChildren
}

/** A thread: stays at its end while one reads there, and at its place while older messages come above. */
export function MessageList({ items, children, ...props }: MessageListProps) {
  const { labels, canLoadEarlier, loadingEarlier, onLoadEarlier, onSeenEnd } = props
  const list = useRef<HTMLDivElement>(null)
  const before = useRef({ first: '', last: '', height: 0 })
  const atEnd = useRef(true)
  const [hasNews, setNews] = useState(false)
  const [shown, setShown] = useState<MessageItem>()
  const parts = useMemo(() => groupThread(items), [items])
  const first = items[0]?.key ?? ''
  const last = items.at(-1)

  const toEnd = () => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight
  }

  useLayoutEffect(() => {
    const log = list.current
    if (log === null) return
    const was = before.current
    const isOlderAbove = was.first !== '' && was.first !== first && was.last === (last?.key ?? '')
    if (isOlderAbove) log.scrollTop += log.scrollHeight - was.height
    else if (atEnd.current || (last?.kind === 'message' && last.mine && last.key !== was.last)) toEnd()
    else if (last !== undefined && last.key !== was.last) setNews(true)
    before.current = { first, last: last?.key ?? '', height: log.scrollHeight }
    if (atEnd.current) onSeenEnd?.()
  })

  useLayoutEffect(() => {
    const log = list.current
    if (log === null || typeof ResizeObserver === 'undefined') return
    // The composer grows, the keyboard of a phone comes up, chips appear: what was in sight stays in sight.
    const watch = new ResizeObserver(() => atEnd.current && toEnd())
    watch.observe(log)
    return () => watch.disconnect()
  }, [])

  const onScroll = () => {
    const log = list.current
    if (log === null) return
    atEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < AT_END
    if (atEnd.current) {
      setNews(false)
      onSeenEnd?.()
    }
    if (log.scrollTop < NEAR_BEGINNING && canLoadEarlier && !loadingEarlier) onLoadEarlier()
  }
  return (
    <div class="thread">
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div
        class="log"
        ref={list}
        role="log"
        aria-live="polite"
        aria-busy={loadingEarlier}
        aria-label={labels.conversation}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={walk}
      >
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above */}
        {loadingEarlier && <p class="system">{labels.loadingEarlier}</p>}
        {parts.map((part) => {
          if (part.kind === 'day') return <DaySeparator key={part.key} text={labels.day(part.at)} />
          if (part.kind === 'line') return <SystemLine key={part.key} text={part.text} />
          if (part.kind === 'fold') return <Fold key={part.key} fold={part} {...props} onShowFile={setShown} />
          return (
            <MessageGroup
              key={part.key}
              messages={part.messages}
              labels={labels}
              cardRules={props.cardRules}
              hasPanel={props.hasPanel}
              sight={props.sight}
              onShowFile={setShown}
              onTap={props.onTap}
              onRetry={props.onRetry}
              onRemove={props.onRemove}
            />
          )
        })}
        {children}
      </div>
      {hasNews && (
        <button type="button" class="to-end" onClick={toEnd}>
          {labels.newMessages}
        </button>
      )}
      {shown !== undefined && props.sight !== undefined && (
        <FileView
          messages={picturesIn(items)}
          shown={shown}
          labels={labels}
          sight={props.sight}
          onShow={setShown}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  )
}

/** Those that can be shown large, in their order; what is folded too. */
function picturesIn(items: readonly ThreadItem[]): readonly MessageItem[] {
  return items.flatMap((item) => {
    if (item.kind === 'fold') return picturesIn(item.items)
    return item.kind === 'message' && item.content?.kind === 'file' && item.content.image !== undefined ? [item] : []
  })
}

/** With the list focused, the arrows go from message to message, so that a keyboard can show each one's time. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const target = event.target as HTMLElement
  const isList = target === event.currentTarget
  if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || !(isList || target.matches('.message'))) return
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('.message')]
  const here = isList ? messages.length : messages.indexOf(target)
  const next = messages[here + (event.key === 'ArrowUp' ? -1 : 1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
