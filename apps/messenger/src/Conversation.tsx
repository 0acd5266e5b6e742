import type { Client, ClientState } from '@baton/client'
import { blocksText, type Chosen, type Click, type Content, clickAnswer } from '@baton/content'
import { MAX_TEXT_LENGTH } from '@baton/protocol'
import { Composer, DeliveryMark, FileTray, type MessageItem, MessageList, QuickReplies, TypingDots } from '@baton/ui'
import type { RefObject } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Controller } from './controller.ts'
import { useAttachments, useFilesOver } from './files.ts'
import { focusForWriting } from './focusForWriting.ts'
import { useSlowly } from './hooks.ts'
import { labelsOf } from './texts/labels.ts'
import { fill, type Texts } from './texts/texts.ts'
import { deliveryOf, nameOf, roleOf, toThread } from './toThread.ts'

/** A short loss of the connection is nobody's business, in milliseconds. */
const OFFLINE_SHOWS_AFTER_MS = 1_500

type ConversationProps = {
  controller: Controller
  client: Client
  state: ClientState
  texts: Texts
  draft: string
  fieldRef: RefObject<HTMLTextAreaElement | null>
  /** Files may be dropped anywhere on it. */
  windowRef: RefObject<HTMLElement | null>
  onDraft: (text: string) => void
  onSeen: () => void
}

/** The thread, suggested replies, and the field to write in. */
export function Conversation({ controller, client, state, texts, draft, ...props }: ConversationProps) {
  const { fieldRef, windowRef, onDraft, onSeen } = props
  const labels = useMemo(() => labelsOf(texts), [texts])
  const items = useMemo(() => toThread(state, texts), [state, texts])
  const [problem, setProblem] = useState<string>()
  const isOffline = useSlowly(state.connection === 'offline', OFFLINE_SHOWS_AFTER_MS)
  const isEnded = state.view?.header.phase === 'closed'
  const delivery = deliveryOf(state, items.at(-1))
  const typing = state.otherTyping
  const suggestion = suggestionOf(state)
  const isWaiting = waitsForCard(state)

  const tray = useAttachments(controller.attachments, state.fileRules, labels)
  const attach = (files: readonly File[]) => {
    setProblem(undefined)
    if (state.fileRules === undefined) return setProblem(texts.fileProblems['files-not-enabled'])
    controller.attachments?.add(files)
    focusForWriting(fieldRef.current)
  }
  const hasFilesOver = useFilesOver(windowRef, isWaiting ? undefined : attach)

  const send = (text: string): boolean => {
    // The words stay in the field until the files that they go with are checked.
    if (controller.attachments?.say(text)) return false
    if (text === '') return false
    const sent = client.send(text)
    setProblem(sent.ok ? undefined : sent.reason === 'outbox-full' ? texts.outboxFull : texts.tooLong)
    return sent.ok
  }
  const tap = (seq: number, content: Content, element: string, click: Click, chosen?: Chosen) => {
    tellPage(click)
    const words = clickAnswer(content, element, chosen, Date.now())?.texts.join('\n') || undefined
    // A conversation that has ended starts anew with the words of the tap; a mere link just opens.
    if (!isEnded) client.click(seq, element, words, chosen)
    else if (words !== undefined) send(words)
  }
  const tapOn = ({ seq, content }: MessageItem, element: string, click: Click, chosen?: Chosen) => {
    if (seq !== undefined && content !== undefined) tap(seq, content, element, click, chosen)
  }
  return (
    <>
      <MessageList
        items={items}
        labels={labels}
        cardRules={state.cards}
        hasPanel
        sight={controller.pictures}
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
            labels={labels}
            replies={suggestion.replies}
            itemsPerRow={suggestion.itemsPerRow}
            hasPanel
            onTap={(element, click, chosen) => {
              tap(suggestion.seq, suggestion.content, element, click, chosen)
              focusForWriting(fieldRef.current)
            }}
          />
        )}
        {hasFilesOver && (
          <div class="drop-here" aria-hidden="true">
            {texts.dropFiles}
          </div>
        )}
        <Composer
          labels={labels}
          accept={state.fileRules?.mediaTypes}
          hasFiles={tray.canSay}
          isSaying={tray.isSaying}
          emptied={tray.emptied}
          placeholder={isEnded ? texts.placeholderEnded : isWaiting ? texts.answerAbove : texts.placeholder}
          isWaiting={isWaiting}
          limit={MAX_TEXT_LENGTH}
          initialText={draft}
          fieldRef={fieldRef}
          onSend={send}
          onFiles={attach}
          onTyping={client.typing}
          onDraft={onDraft}
        >
          <FileTray
            items={tray.items}
            isSaying={tray.isSaying}
            labels={labels}
            onRemove={(key) => {
              controller.attachments?.remove(key)
              focusForWriting(fieldRef.current)
            }}
            onRetry={(key) => controller.attachments?.retry(key)}
          />
        </Composer>
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
  const { replies, itemsPerRow } = content.quickReplies
  return { seq: newest.seq, content, replies, itemsPerRow }
}

/** The newest message asks to be answered with what it offers, a person has not taken over, and nothing failed (SC14.3). */
function waitsForCard({ view, outbox, cards }: ClientState): boolean {
  const newest = view?.events.findLast(({ event }) => event.type === 'message' || event.type === 'clicked')
  if (view === undefined || view.header.phase === 'closed' || newest?.event.type !== 'message') return false
  const { who, content } = newest.event
  if (who.kind === 'consumer' || content === undefined || view.header.assignee?.kind === 'agent') return false
  return outbox.every(({ state }) => state !== 'failed') && blocksText(content, cards?.cardsBlockText)
}

/** What only the page around us can do: a basket, an action of its own. Nothing of it is sent (13.2). */
function tellPage({ actions }: Click): void {
  for (const action of actions) {
    if (action.type !== 'addToCart' && action.type !== 'custom') continue
    dispatchEvent(new CustomEvent('baton:action', { detail: action }))
  }
}
