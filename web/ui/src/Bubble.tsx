/** @jsxImportSource preact */
import { type CardRules, type Chosen, type Click, summaryLine } from '@baton/content'
import { Card } from './card/Card.tsx'
import { FilePart } from './file/FilePart.tsx'
import type { FileSight } from './file/fileSight.ts'
import type { MessageItem } from './groupThread.ts'
import { LinkedText } from './LinkedText.tsx'
import type { UiLabels } from './labels.ts'

export type BubbleProps = {
  message: MessageItem
  labels: UiLabels
  /** What the account says of cards, where it is known. */
  cardRules?: CardRules | undefined
  /** Pages may be shown in a panel beside the conversation. */
  hasPanel?: boolean | undefined
  /** Absent: files are only named. */
  sight?: FileSight | undefined
  onShowFile?: ((message: MessageItem) => void) | undefined
  onTap: (message: MessageItem, element: string, click: Click, chosen?: Chosen) => void
  onRetry: (message: MessageItem) => void
  onRemove: (message: MessageItem) => void
}

/** One message, with its time to be seen on hover or focus, and with a way out when it was not sent. */
export function Bubble({ message, labels, cardRules, hasPanel, sight, onShowFile, ...on }: BubbleProps) {
  const { onTap, onRetry, onRemove } = on
  const { content, failure } = message
  const isCard = content?.kind === 'structured'
  const kind = isCard ? 'has-card' : 'bubble'
  return (
    <article class={failure === undefined ? 'message' : 'message failed'} tabIndex={-1}>
      <span class="for-readers">
        {message.mine ? labels.you : message.name}: {isCard && summaryLine(content, 80)}
      </span>
      <div class="line">
        {/* A card is told in one line, not as a whole tree (structured-content 15.3). */}
        <div class={kind} dir="auto" {...(isCard && { 'aria-live': 'off' })}>
          {content === undefined && <em>{labels.erased}</em>}
          {content?.kind === 'text' && <LinkedText text={content.text} />}
          {content?.kind === 'file' && <FilePart file={content} {...{ message, labels, sight }} onShow={onShowFile} />}
          {content?.kind === 'structured' && (
            <Card
              content={content.structured}
              labels={labels}
              isLive={message.isLive !== false}
              isNewest={message.isNewest}
              cardRules={cardRules}
              hasPanel={hasPanel}
              used={message.used}
              onTap={(element, click, chosen) => onTap(message, element, click, chosen)}
            />
          )}
        </div>
        <time dateTime={new Date(message.at).toISOString()}>{labels.time(message.at)}</time>
      </div>
      {failure !== undefined && (
        <p class="failure" role="alert">
          <span>{failure}</span>
          <button type="button" onClick={() => onRetry(message)}>
            {labels.retry}
          </button>
          <button type="button" onClick={() => onRemove(message)}>
            {labels.remove}
          </button>
        </p>
      )}
    </article>
  )
}
