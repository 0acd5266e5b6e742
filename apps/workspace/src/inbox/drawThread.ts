import { DeliveryMark, MessageList, TypingDots } from '@baton/ui'
import { type ComponentChildren, h } from 'preact'
import type { ThreadProps } from './threadProps.ts'

/** The thread in Preact's words; the only place of the workspace that speaks them. */
export function drawThread({ end, onRetry, onRemove, ...rest }: ThreadProps) {
  const children: ComponentChildren[] = []
  if (end.delivery) children.push(h(DeliveryMark, { delivery: end.delivery.kind, label: end.delivery.label }))
  if (end.typing) children.push(h(TypingDots, { role: end.typing.role, label: rest.labels.isTyping(end.typing.name) }))
  return h(
    MessageList,
    {
      ...rest,
      onTap: () => {}, // cards are only shown here: nothing of them is live
      onRetry: ({ key }) => onRetry(key),
      onRemove: ({ key }) => onRemove(key),
    },
    children,
  )
}
