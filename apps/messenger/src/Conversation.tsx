import type { Client, ClientState } from '@baton/client'
import type { Click } from '@baton/content'
import { MAX_TEXT_LENGTH } from '@baton/protocol'
import {
  addressesOf,
  Composer,
  DeliveryMark,
  type MessageItem,
  MessageList,
  QuickReplies,
  TypingDots,
  wordsOf,
} from '@baton/ui'
import type { RefObject } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { focusForWriting } from './focusForWriting.ts'
import { useSlowly } from './hooks.ts'
import { labelsOf } from './texts/labels.ts'
import { fill, type Texts } from './texts/texts.ts'
import { deliveryOf, nameOf, roleOf, toThread } from './toThread.ts'

/** A short loss of the connection is nobody's business, in milliseconds. */
const OFFLINE_SHOWS_AFTER_MS = 1_500

type ConversationProps = {
  client: Client
  state: ClientState
  texts: Texts
  draft: string
  fieldRef: RefObject<HTMLTextAreaElement | null>
  onDraft: (text: string) => void
  onSeen: () => void
}

/** The thread, suggested replies, and the field to write in. */
export function Conversation({ client, state, texts, draft, fieldRef, onDraft, onSeen }: ConversationProps) {
  const labels = useMemo(() => labelsOf(texts), [texts])
  const items = useMemo(() => toThread(state, texts), [state, texts])
  const [problem, setProblem] = useState<string>()
  const isOffline = useSlowly(state.connection === 'offline', OFFLINE_SHOWS_AFTER_MS)
  const isEnded = state.view?.header.phase === 'closed'
  const delivery = deliveryOf(state, items.at(-1))
  const typing = state.otherTyping
  const suggestion = suggestionOf(state)

  const send = (text: string): boolean => {
    const sent = client.send(text)
    setProblem(sent.ok ? undefined : sent.reason === 'outbox-full' ? texts.outboxFull : texts.tooLong)
    return sent.ok
  }
  const tap = (seq: number, element: string, click: Click) => {
    const words = wordsOf(click)
    // A conversation that has ended starts anew with the words of the tap; a mere link just opens.
    if (!isEnded) client.click(seq, element, words)
    else if (words !== undefined) send(words)
  }
  const tapOn = ({ seq }: MessageItem, element: string, click: Click) => {
    if (seq !== undefined) tap(seq, element, click)
  }
  return (
    <>
      <MessageList
        items={items}
        labels={labels}
        canLoadEarlier={state.canLoadEarlier}
        loadingEarlier={state.loadingEarlier}
        onLoadEarlier={() => void client.loadEarlier()}
        onSeenEnd={onSeen}
        onTap={tapOn}
        onRetry={({ key }) => client.retry(key as never)}
        onRemove={({ key }) => client.discard(key as never)}
      >
        {items.length === 0 && (
          <div class="empty">
            <p class="empty-title">{texts.welcome}</p>
            <p>{texts.welcomeHint}</p>
          </div>
        )}
        {delivery !== undefined && <DeliveryMark delivery={delivery} label={texts[delivery]} />}
        {typing !== undefined && (
          <TypingDots role={roleOf(typing)} label={fill(texts.isTyping, { name: nameOf(typing, texts) })} />
        )}
      </MessageList>
      <div class="foot">
        {isOffline && (
          <p class="banner" role="status">
            {texts.offline}
          </p>
        )}
        {state.connection === 'closed' && (
          <p class="banner bad" role="alert">
            {texts.closedDoor}
          </p>
        )}
        {problem !== undefined && (
          <p class="banner bad" role="alert">
            {problem}
          </p>
        )}
        <p class="for-readers" role="status">
          {suggestion === undefined ? '' : `${texts.suggestedReplies}: ${suggestion.replies.length}`}
        </p>
        {suggestion !== undefined && (
          <QuickReplies
            key={suggestion.seq}
            label={texts.suggestedReplies}
            replies={suggestion.replies}
            onChoose={(reply, index) => {
              tap(suggestion.seq, `/quickReplies/replies/${index}`, reply.click)
              for (const address of addressesOf(reply.click)) window.open(address, '_blank', 'noopener,noreferrer')
              focusForWriting(fieldRef.current)
            }}
          />
        )}
        <Composer
          labels={labels}
          placeholder={isEnded ? texts.placeholderEnded : texts.placeholder}
          limit={MAX_TEXT_LENGTH}
          initialText={draft}
          fieldRef={fieldRef}
          onSend={send}
          onTyping={client.typing}
          onDraft={onDraft}
        />
      </div>
    </>
  )
}

/** Suggested replies belong to the newest message only, and go when anything was said (messaging R3.3). */
function suggestionOf({ view, outbox }: ClientState) {
  const newest = view?.events.findLast(({ event }) => event.type === 'message' || event.type === 'clicked')
  if (view === undefined || view.header.phase === 'closed' || newest?.event.type !== 'message') return undefined
  if (outbox.some(({ state }) => state !== 'failed')) return undefined
  const { content } = newest.event
  if (content === undefined || content.kind === 'file' || content.quickReplies === undefined) return undefined
  return { seq: newest.seq, replies: content.quickReplies.replies }
}
