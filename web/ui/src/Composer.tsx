/** @jsxImportSource preact */
import type { ComponentChildren, Ref } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { AttachButtons } from './file/AttachButtons.tsx'
import type { UiLabels } from './labels.ts'

type ComposerProps = {
  labels: Pick<UiLabels, 'message' | 'send' | 'charactersLeft' | 'attachFile' | 'takePhoto'>
  placeholder: string
  /** In characters. */
  limit: number
  initialText?: string
  /** Nothing can be written at the moment: the newest card is to be answered with what it offers. */
  isWaiting?: boolean
  /** Media types of the files that may be sent; absent: none may. */
  accept?: readonly string[] | undefined
  /** Something goes along: then it can be sent without words. */
  hasFiles?: boolean
  /** What was written is on its way, and not to be changed. */
  isSaying?: boolean
  /** Another number each time the words have gone after all. */
  emptied?: number
  /** Above the field: what goes along. */
  children?: ComponentChildren
  fieldRef?: Ref<HTMLTextAreaElement>
  /** @returns whether the words were taken; they stay in the field otherwise */
  onSend: (text: string) => boolean
  onFiles?: (files: readonly File[]) => void
  onTyping?: () => void
  /** The unsent words, after each change. */
  onDraft?: (text: string) => void
}

/** Grows to six lines; Enter sends, Shift+Enter begins a new line. */
export function Composer({
  labels,
  placeholder,
  limit,
  initialText = '',
  isWaiting = false,
  accept,
  hasFiles = false,
  isSaying = false,
  emptied = 0,
  children,
  fieldRef,
  ...on
}: ComposerProps) {
  const [text, setText] = useState(initialText)
  const own = useRef<HTMLTextAreaElement | null>(null)
  const left = limit - text.length
  const canSend = (text.trim() !== '' || hasFiles) && left >= 0 && !isWaiting && !isSaying
  const { onFiles } = on

  useLayoutEffect(() => {
    const field = own.current
    if (field === null) return
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px` // the style sheet stops it at six lines
  }, [text])

  const before = useRef(emptied)
  useLayoutEffect(() => {
    if (before.current === emptied) return
    before.current = emptied
    change('')
  })

  const change = (next: string) => {
    setText(next)
    on.onDraft?.(next)
  }
  const send = () => {
    if (canSend && on.onSend(text.trim())) change('')
    own.current?.focus()
  }
  return (
    <form
      class={isWaiting ? 'composer waits' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {children}
      {accept !== undefined && onFiles !== undefined && (
        <AttachButtons labels={labels} accept={accept} isDisabled={isWaiting || isSaying} onFiles={onFiles} />
      )}
      <textarea
        ref={(field) => {
          own.current = field
          if (typeof fieldRef === 'function') fieldRef(field)
          else if (fieldRef) fieldRef.current = field
        }}
        rows={1}
        dir="auto"
        aria-label={labels.message}
        aria-invalid={left < 0}
        placeholder={placeholder}
        disabled={isWaiting}
        readOnly={isSaying}
        value={text}
        onInput={(event) => {
          change(event.currentTarget.value)
          on.onTyping?.()
        }}
        onKeyDown={(event) => {
          // While an input method composes a word, Enter chooses it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      {left <= limit / 10 && (
        <output class={left < 0 ? 'counter over' : 'counter'}>{labels.charactersLeft(left)}</output>
      )}
      <button type="submit" class="send" aria-label={labels.send} title={labels.send} disabled={!canSend}>
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path
            d="M10 16V4M4.5 9.5 10 4l5.5 5.5"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </svg>
      </button>
    </form>
  )
}
