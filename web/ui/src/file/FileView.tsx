/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { MessageItem } from '../groupThread.ts'
import type { UiLabels } from '../labels.ts'
import { type FileSight, type SentFile, sentFile } from './fileSight.ts'

type FileViewProps = {
  /** All pictures one may walk through, in their order. */
  messages: readonly MessageItem[]
  shown: MessageItem
  labels: UiLabels
  sight: FileSight
  onShow: (message: MessageItem) => void
  onClose: () => void
}

/** A picture as large as the screen lets it be; the arrows go to the next one, Escape goes back. */
export function FileView({ messages, shown, labels, sight, onShow, onClose }: FileViewProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const sent = sentFile(shown)
  const source = useFullPicture(sent, sight)
  const place = messages.findIndex(({ key }) => key === shown.key)
  useLayoutEffect(() => {
    const { current } = dialog
    if (current !== null && !current.open) current.showModal()
    return () => current?.close()
  }, [])
  const go = (by: number) => {
    const next = messages[place + by]
    if (next !== undefined) onShow(next)
  }
  if (sent === undefined) return null
  const { file } = sent
  return (
    <dialog
      ref={dialog}
      class="file-view"
      aria-label={file.name}
      onClose={onClose}
      onKeyDown={(event) => {
        event.stopPropagation() // what is around must not take these keys for its own
        if (event.key === 'ArrowLeft') go(-1)
        if (event.key === 'ArrowRight') go(1)
      }}
    >
      <header class="file-view-head">
        <span class="file-view-name">
          <bdi>{file.name}</bdi>
          <span class="file-size">
            {messages.length > 1 && `${placeOf(labels, place + 1, messages.length)} · `}
            {labels.fileSize(file.size)}
          </span>
        </span>
        <ViewButton
          label={labels.saveFile}
          path="M10 3.5v9M6 9l4 4 4-4M4.5 16.5h11"
          onPress={() => void sight.save(...sent.place)}
        />
        <ViewButton label={labels.closeDialog} path="m5 5 10 10M15 5 5 15" onPress={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the picture is a shortcut; Escape and the button do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <div
        class="file-view-stage"
        aria-busy={source === undefined}
        onClick={(event) => event.target === event.currentTarget && onClose()}
      >
        {place > 0 && (
          <ViewButton label={labels.previousFile} path="m12.5 4-6 6 6 6" side="before" onPress={() => go(-1)} />
        )}
        {source === 'missing' ? (
          <p role="alert">{labels.imageMissing}</p>
        ) : (
          source !== undefined && <img src={source} alt={file.caption ?? file.name} />
        )}
        {place < messages.length - 1 && (
          <ViewButton label={labels.nextFile} path="m7.5 4 6 6-6 6" side="after" onPress={() => go(1)} />
        )}
      </div>
      {file.caption !== undefined && (
        <p class="file-view-caption" dir="auto">
          {file.caption}
        </p>
      )}
    </dialog>
  )
}

/** Its address; kept only as long as it is shown. */
function useFullPicture(sent: SentFile | undefined, sight: FileSight): string | 'missing' | undefined {
  const [source, setSource] = useState<string>()
  useEffect(() => {
    let url: string | undefined
    let isGone = false
    setSource(undefined)
    if (sent === undefined) return
    void sight.full(...sent.place).then((found) => {
      if (isGone) {
        if (found !== undefined) URL.revokeObjectURL(found)
        return
      }
      url = found
      setSource(found ?? 'missing')
    })
    return () => {
      isGone = true
      if (url !== undefined) URL.revokeObjectURL(url)
    }
  }, [sent?.file.fileId])
  return source
}

function ViewButton(props: { label: string; path: string; side?: 'before' | 'after'; onPress: () => void }) {
  return (
    <button
      type="button"
      class={props.side === undefined ? 'icon-button' : `icon-button file-view-${props.side}`}
      aria-label={props.label}
      title={props.label}
      onClick={props.onPress}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path
          d={props.path}
          fill="none"
          stroke="currentColor"
          stroke-width="1.75"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}

const placeOf = ({ pictureOf }: UiLabels, place: number, count: number): string =>
  pictureOf.replace('{place}', String(place)).replace('{count}', String(count))
