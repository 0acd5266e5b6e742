/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useCard } from './cardContext.ts'

type PopupProps = { title: string; kind?: 'slide-out'; onClose: () => void; children: ComponentChildren }

/** A dialog above everything: the focus stays in it, Escape closes it, and the focus goes back to where it was. */
export function Popup({ title, kind, onClose, children }: PopupProps) {
  const { labels } = useCard()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const { current } = dialog
    if (current !== null && !current.open) current.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={kind === undefined ? 'popup' : `popup ${kind}`}
      aria-labelledby={id}
      onClose={onClose}
      // What is around it must not take its keys for its own: Escape would close the window too.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div class="popup-inner">
        <header class="popup-head">
          <h2 id={id} dir="auto">
            {title}
          </h2>
          <button type="button" class="icon-button" aria-label={labels.closeDialog} onClick={onClose}>
            <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
              <path
                d="m5 5 10 10M15 5 5 15"
                fill="none"
                stroke="currentColor"
                stroke-width="1.75"
                stroke-linecap="round"
              />
            </svg>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
