/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import type { UiLabels } from '../labels.ts'
import { fileKind } from './fileKind.ts'

/** A file that is about to be sent. */
export interface TrayItem {
  readonly key: string
  readonly name: string
  readonly file: Blob
  readonly state: 'waiting' | 'sending' | 'checking' | 'ready' | 'failed'
  /** How much of it is there, from 0 to 1. */
  readonly share: number
  /** Why it cannot be sent, in a sentence. */
  readonly problem?: string | undefined
  readonly canRetry?: boolean | undefined
}

type FileTrayProps = {
  items: readonly TrayItem[]
  /** They were sent off, and go when they are checked. */
  isSaying: boolean
  labels: UiLabels
  onRemove: (key: string) => void
  onRetry: (key: string) => void
}

/** What goes along with the next message: how it looks, how far it is, and a way out. */
export function FileTray({ items, isSaying, labels, ...on }: FileTrayProps) {
  if (items.length === 0) return null
  const count = (...states: TrayItem['state'][]) => items.filter(({ state }) => states.includes(state)).length
  return (
    <section class="tray" aria-label={labels.filesToSend}>
      <p class="for-readers" role="status">
        {labels.trayState(count('ready'), count('waiting', 'sending', 'checking'), count('failed'))}
      </p>
      <ul>
        {items.map((item) => (
          <TrayLine key={item.key} {...{ item, labels }} {...on} />
        ))}
      </ul>
      {isSaying && <p class="tray-note">{labels.goesWhenChecked}</p>}
    </section>
  )
}

type TrayLineProps = Omit<FileTrayProps, 'items' | 'isSaying'> & { item: TrayItem }

function TrayLine({ item, labels, onRemove, onRetry }: TrayLineProps) {
  const { key, name, file, state, share, problem } = item
  const isUnderWay = state === 'waiting' || state === 'sending' || state === 'checking'
  return (
    <li class={`tray-line ${state}`}>
      <Look file={file} name={name} />
      <span class="file-words">
        <strong class="file-name">
          <bdi>{name}</bdi>
        </strong>
        {problem === undefined ? (
          <span class="file-size">{isUnderWay ? labels.fileStates[state] : labels.fileSize(file.size)}</span>
        ) : (
          <span class="tray-problem" role="alert">
            {problem}
          </span>
        )}
        {isUnderWay && (
          <progress
            aria-label={`${labels.fileStates[state]} ${name}`}
            max={1}
            {...(state === 'checking' ? {} : { value: share })}
          />
        )}
      </span>
      {state === 'failed' && item.canRetry === true && (
        <button type="button" class="tray-again" onClick={() => onRetry(key)} aria-label={`${labels.retry}: ${name}`}>
          {labels.retry}
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={`${isUnderWay ? labels.cancelFile : labels.removeFile}: ${name}`}
        title={isUnderWay ? labels.cancelFile : labels.removeFile}
        onClick={() => onRemove(key)}
      >
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
          <path d="m6 6 8 8M14 6l-8 8" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />
        </svg>
      </button>
    </li>
  )
}

/** A picture as it is on this device; of anything else its kind. */
function Look({ file, name }: { file: Blob; name: string }) {
  const [source, setSource] = useState<string>()
  const isPicture = file.type.startsWith('image/')
  useEffect(() => {
    if (!isPicture) return
    const url = URL.createObjectURL(file)
    setSource(url)
    return () => URL.revokeObjectURL(url)
  }, [file, isPicture])
  if (source !== undefined) {
    return <img class="tray-look" src={source} alt="" onError={() => setSource(undefined)} />
  }
  return (
    <span class="file-kind" aria-hidden="true">
      {fileKind(name)}
    </span>
  )
}
