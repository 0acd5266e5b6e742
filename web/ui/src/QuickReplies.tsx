/** @jsxImportSource preact */
import type { QuickReply } from '@baton/content'
import { useState } from 'preact/hooks'
import { elementStyle } from './elementStyle.ts'

type QuickRepliesProps = {
  label: string
  replies: readonly QuickReply[]
  /** Called once: the list locks itself, so a double tap cannot answer twice. */
  onChoose: (reply: QuickReply, index: number) => void
}

export function QuickReplies({ label, replies, onChoose }: QuickRepliesProps) {
  const [chosen, setChosen] = useState<number>()
  const choose = (reply: QuickReply, index: number) => {
    if (chosen !== undefined) return
    setChosen(index)
    onChoose(reply, index)
  }
  return (
    <ul class="replies" aria-label={label}>
      {replies.map((reply, index) => (
        <li key={index}>
          <button
            type="button"
            class="reply"
            dir="auto"
            title={reply.tooltip}
            style={elementStyle(reply.style)}
            disabled={chosen !== undefined}
            aria-pressed={chosen === index ? true : undefined}
            onClick={() => choose(reply, index)}
          >
            {reply.title}
          </button>
        </li>
      ))}
    </ul>
  )
}
