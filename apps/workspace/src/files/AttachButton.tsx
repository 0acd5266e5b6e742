import './files.css'
import type { FileRules } from '@baton/protocol'
import { useRef } from 'react'
import { Icon } from '../shell/Icon.tsx'
import { useFileTexts } from './texts/useFileTexts.ts'

type AttachButtonProps = {
  /** Absent: files are off, and the button says so. */
  rules: FileRules | undefined
  isBusy: boolean
  onFiles: (files: readonly File[]) => void
}

/** Above the field, beside the cards (messaging R6.6). */
export function AttachButton({ rules, isBusy, onFiles }: AttachButtonProps) {
  const texts = useFileTexts()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className="composer-cards composer-attach"
        disabled={rules === undefined || isBusy}
        title={rules === undefined ? texts.channelTakesNone : texts.attachFile}
        onClick={() => input.current?.click()}
      >
        <Icon of="clip" size={18} />
        {texts.attach}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={texts.attachFile}
        accept={rules?.mediaTypes.join(',')}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = '' // the same file may be chosen again
        }}
      />
    </>
  )
}
