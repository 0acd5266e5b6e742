import './inbox.css'
import { useCallback, useState } from 'react'
import { useRoute } from '../base/router.tsx'
import { useKeys } from '../shell/keys.ts'
import { fill } from '../texts/catalogue.ts'
import { useTexts } from '../texts/useTexts.ts'
import { ConversationPane } from './ConversationPane.tsx'
import { ListPane } from './ListPane.tsx'

/** Three panes: the list, the conversation, what is known. On a phone one at a time. */
export default function Inbox() {
  const texts = useTexts()
  const { parts } = useRoute()
  const [place = 'inbox', conversationId] = parts
  const [hasSide, setSide] = useState(() => matchMedia('(min-width: 1200px)').matches)
  const toggleSide = useCallback(() => setSide((is) => !is), [])
  useKeys({ side: conversationId === undefined ? undefined : toggleSide })
  return (
    <div className={`inbox${conversationId === undefined ? '' : ' has-conversation'}`}>
      <h1 className="for-readers">{place === 'queue' ? texts.queue : texts.inbox}</h1>
      <ListPane place={place} selected={conversationId} />
      {conversationId === undefined ? (
        <div className="empty inbox-nothing">
          <h2>{texts.chooseOne}</h2>
          <p>{fill(texts.chooseOneHint, { down: 'J', up: 'K', enter: 'Enter' })}</p>
        </div>
      ) : (
        <ConversationPane
          key={conversationId}
          place={place}
          conversationId={conversationId}
          hasSide={hasSide}
          onSide={toggleSide}
        />
      )}
    </div>
  )
}
