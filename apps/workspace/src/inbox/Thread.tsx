import type { AgentConversation } from '@baton/client'
import { useMemo, useState } from 'react'
import { useDesk, useDeskPart } from '../desk/DeskProvider.tsx'
import { usePictures } from '../files/FilesProvider.tsx'
import { labelsOf } from '../texts/labels.ts'
import { useTexts } from '../texts/useTexts.ts'
import { ThreadIsland } from './ThreadIsland.tsx'
import type { ThreadEnd } from './threadProps.ts'
import { deliveryOf, nameOf, toThread } from './toThread.ts'

export function Thread({ conversation, consumer }: { conversation: AgentConversation; consumer: string }) {
  const texts = useTexts()
  const desk = useDesk()
  const me = useDeskPart((state) => state.agentId)
  const outbox = useDeskPart((state) => state.outbox)
  const cardRules = useDeskPart((state) => state.cards)
  const pictures = usePictures()
  const [loadingEarlier, setLoading] = useState(false)
  const { view, otherTyping } = conversation
  const { conversationId, composing } = view.header
  const context = useMemo(() => ({ me, consumer, texts }), [me, consumer, texts])
  const labels = useMemo(() => ({ ...labelsOf(texts), conversation: texts.message }), [texts])
  const items = useMemo(() => toThread(conversation, outbox, context), [conversation, outbox, context])

  const delivery = deliveryOf(items, conversation, outbox)
  const typing = otherTyping ?? composing
  const end: ThreadEnd = {
    delivery: delivery && { kind: delivery, label: texts[delivery] },
    typing: typing && { role: typing.kind === 'system' ? 'agent' : typing.kind, name: nameOf(typing, context) },
  }
  const loadEarlier = async () => {
    setLoading(true)
    await desk.showOlder(conversationId)
    setLoading(false)
  }
  return (
    <ThreadIsland
      items={items}
      labels={labels}
      cardRules={cardRules}
      sight={pictures}
      end={end}
      canLoadEarlier={view.more}
      loadingEarlier={loadingEarlier}
      onLoadEarlier={() => void loadEarlier()}
      onRetry={(key) => {
        const item = outbox.find(({ clientId }) => clientId === key)
        if (item) desk.retry(item.clientId)
      }}
      onRemove={(key) => {
        const item = outbox.find(({ clientId }) => clientId === key)
        if (item) desk.discard(item.clientId)
      }}
      onSeenEnd={() => {
        if (document.visibilityState === 'visible' && conversation.unread > 0) desk.markRead(conversationId)
      }}
    />
  )
}
