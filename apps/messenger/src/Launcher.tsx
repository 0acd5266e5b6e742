import type { Ref } from 'preact'
import { shortCount } from './pageTitle.ts'
import { fillCounted, type Texts } from './texts/texts.ts'

type LauncherProps = {
  texts: Texts
  unread: number
  buttonRef: Ref<HTMLButtonElement>
  onOpen: () => void
}

export function Launcher({ texts, unread, buttonRef, onOpen }: LauncherProps) {
  const count = unread > 0 ? `, ${fillCounted(texts.unread, unread, texts.locale)}` : ''
  return (
    <button type="button" class="launcher" ref={buttonRef} aria-label={`${texts.open}${count}`} onClick={onOpen}>
      <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
        <path
          d="M5 6.5h18a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5H13l-5.5 4.5v-4.5H5A1.5 1.5 0 0 1 3.5 19V8A1.5 1.5 0 0 1 5 6.5Z"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linejoin="round"
        />
      </svg>
      {unread > 0 && (
        <span class="badge" aria-hidden="true">
          {shortCount(unread)}
        </span>
      )}
    </button>
  )
}
