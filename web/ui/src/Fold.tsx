/** @jsxImportSource preact */
import type { BubbleProps } from './Bubble.tsx'
import { type FoldItem, groupThread } from './groupThread.ts'
import { MessageGroup } from './MessageGroup.tsx'
import { SystemLine } from './SystemLine.tsx'

/** One line that opens; without anything inside it is a line. */
export function Fold({ fold, ...props }: { fold: FoldItem } & Omit<BubbleProps, 'message'>) {
  const isEmpty = fold.items.length === 0 && fold.notes.length === 0
  if (isEmpty) return <p class={`system fold ${fold.tone}`}>{fold.text}</p>
  return (
    <details class={`fold ${fold.tone}`}>
      <summary dir="auto">{fold.text}</summary>
      {fold.notes.length > 0 && (
        <ul class="fold-notes">
          {fold.notes.map((note) => (
            <li key={note} dir="auto">
              {note}
            </li>
          ))}
        </ul>
      )}
      {groupThread(fold.items).map((part) => {
        if (part.kind === 'line') return <SystemLine key={part.key} text={part.text} />
        if (part.kind !== 'group') return null
        return <MessageGroup key={part.key} {...props} messages={part.messages} />
      })}
    </details>
  )
}
