/** @jsxImportSource preact */
import type { Click, FileContent } from '@baton/content'
import { Card } from './Card.tsx'
import type { MessageItem } from './groupThread.ts'
import { LinkedText } from './LinkedText.tsx'
import type { UiLabels } from './labels.ts'

export type BubbleProps = {
  message: MessageItem
  labels: UiLabels
  onTap: (message: MessageItem, element: string, click: Click) => void
  onRetry: (message: MessageItem) => void
  onRemove: (message: MessageItem) => void
}

/** One message, with its time to be seen on hover or focus, and with a way out when it was not sent. */
export function Bubble({ message, labels, onTap, onRetry, onRemove }: BubbleProps) {
  const { content, failure } = message
  const isCard = content?.kind === 'structured'
  const kind = isCard ? 'has-card' : 'bubble'
  return (
    <article class={failure === undefined ? 'message' : 'message failed'} tabIndex={-1}>
      <span class="for-readers">{message.mine ? labels.you : message.name}: </span>
      <div class="line">
        <div class={kind} dir="auto">
          {content === undefined && <em>{labels.erased}</em>}
          {content?.kind === 'text' && <LinkedText text={content.text} />}
          {content?.kind === 'file' && <FileLine file={content} label={labels.file} />}
          {content?.kind === 'structured' && (
            <Card
              content={content.structured}
              labels={labels}
              isLive={message.isLive !== false}
              onTap={(element, click) => onTap(message, element, click)}
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

function FileLine({ file, label }: { file: FileContent; label: string }) {
  return (
    <>
      <span class="for-readers">{label} </span>
      <strong class="file-name">{file.name}</strong>
      {file.caption !== undefined && <p>{file.caption}</p>}
    </>
  )
}
