/** @jsxImportSource preact */
import type { Chosen, Click, QuickReply } from '@baton/content'
import { useState } from 'preact/hooks'
import { CardProvider } from './card/cardContext.ts'
import { directionOf } from './card/direction.ts'
import { elementStyle } from './card/elementStyle.ts'
import { Tappable } from './card/Tappable.tsx'
import type { UiLabels } from './labels.ts'

/** More rows than this would cover what they answer (structured-content SC10.3). */
const MOST_ROWS = 3

type QuickRepliesProps = {
  labels: UiLabels
  replies: readonly QuickReply[]
  /** Absent: as many as fit. */
  itemsPerRow?: number | undefined
  /** Pages may be shown in a panel beside the conversation. */
  hasPanel?: boolean | undefined
  /**
   * Called once: the list locks itself, so a double tap cannot answer twice.
   * @param element JSON pointer into the message's content
   */
  onTap: (element: string, click: Click, chosen?: Chosen) => void
}

/** Suggested answers as chips; a whole title always, wrapped where it is long. */
export function QuickReplies({ labels, replies, itemsPerRow, hasPanel, onTap }: QuickRepliesProps) {
  const [isChosen, setChosen] = useState(false)
  const tap = (element: string, click: Click, chosen?: Chosen) => {
    if (isChosen) return
    setChosen(true)
    onTap(element, click, chosen)
  }
  const rows = rowsOf(replies.length, itemsPerRow)
  return (
    <CardProvider value={{ ...NOTHING_ELSE, labels, hasPanel, isLive: !isChosen, onTap: tap }}>
      {/* biome-ignore lint/a11y/useSemanticElements: suggestions are no fields of a form */}
      <div class="replies" role="group" aria-label={labels.suggestedReplies}>
        {rows.map((row, place) => (
          <ul key={place} class={itemsPerRow !== undefined && row.length > itemsPerRow ? 'long' : undefined}>
            {row.map((index) => {
              const reply = replies[index]
              return reply === undefined ? null : (
                <li key={index}>
                  <Tappable
                    class="reply"
                    click={reply.click}
                    at={`/quickReplies/replies/${index}`}
                    title={reply.tooltip}
                    dir={directionOf(reply).dir}
                    style={elementStyle(reply.style, undefined, 'var(--accent)')}
                  >
                    {reply.title}
                  </Tappable>
                </li>
              )
            })}
          </ul>
        ))}
      </div>
    </CardProvider>
  )
}

/** Replies stand in no card. */
const NOTHING_ELSE = {
  content: { type: 'text', text: '' },
  picked: new Map(),
  pick: () => {},
  draw: () => null,
} as const

/** The places of the replies, row by row; what three rows do not hold is in the last one. */
function rowsOf(count: number, perRow = count): number[][] {
  const all = Array.from({ length: count }, (_, index) => index)
  const size = Math.max(perRow, 1)
  const rows = Math.min(Math.ceil(count / size), MOST_ROWS)
  return Array.from({ length: rows }, (_, row) =>
    all.slice(row * size, row === MOST_ROWS - 1 ? undefined : (row + 1) * size),
  )
}
