/** @jsxImportSource preact */
import { Bubble, type BubbleProps } from './Bubble.tsx'
import type { MessageItem } from './groupThread.ts'

type MessageGroupProps = Omit<BubbleProps, 'message'> & {
  messages: readonly [MessageItem, ...MessageItem[]]
}

/** What one sender said in one go; the name stands once above it. */
export function MessageGroup({ messages, ...rest }: MessageGroupProps) {
  const [first] = messages
  const side = first.mine ? 'mine' : 'theirs'
  return (
    <div class={`group ${side} from-${first.role}${first.isPrivate === true ? ' private' : ''}`}>
      {!first.mine && (
        <div class="sender" aria-hidden="true">
          {first.name}
        </div>
      )}
      {messages.map((message) => (
        <Bubble key={message.key} message={message} {...rest} />
      ))}
    </div>
  )
}
