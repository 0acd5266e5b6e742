/** @jsxImportSource preact */
import { useRef } from 'preact/hooks'
import type { UiLabels } from '../labels.ts'

type AttachButtonsProps = {
  labels: Pick<UiLabels, 'attachFile' | 'takePhoto'>
  /** Media types to choose from. */
  accept: readonly string[]
  isDisabled: boolean
  onFiles: (files: readonly File[]) => void
}

const CLIP = 'm15.5 9.2-5.9 5.9a3.5 3.5 0 0 1-5-5l6.2-6.2a2.3 2.3 0 0 1 3.3 3.3l-6.2 6.2a1.1 1.1 0 0 1-1.6-1.6l5.6-5.6'
const CAMERA = 'M3 7h3l1.4-2h5.2L14 7h3v9H3zM10 8.7a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2'

/** Chooses files; on a phone, where pictures may come, its camera is one touch away. */
export function AttachButtons({ labels, accept, isDisabled, onFiles }: AttachButtonsProps) {
  const pictures = accept.filter((type) => type.startsWith('image/'))
  return (
    <span class="attach">
      <Chooser label={labels.attachFile} path={CLIP} accept={accept} {...{ isDisabled, onFiles }} />
      {pictures.length > 0 && (
        <Chooser isCamera label={labels.takePhoto} path={CAMERA} accept={pictures} {...{ isDisabled, onFiles }} />
      )}
    </span>
  )
}

type ChooserProps = Omit<AttachButtonsProps, 'labels'> & { label: string; path: string; isCamera?: boolean }

function Chooser({ label, path, accept, isDisabled, isCamera = false, onFiles }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        class={isCamera ? 'attach-button camera' : 'attach-button'}
        aria-label={label}
        title={label}
        disabled={isDisabled}
        onClick={() => input.current?.click()}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path
            d={path}
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </svg>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={label}
        accept={accept.join(',')}
        multiple={!isCamera}
        {...(isCamera && { capture: 'environment' })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = '' // the same file may be chosen again
        }}
      />
    </>
  )
}
