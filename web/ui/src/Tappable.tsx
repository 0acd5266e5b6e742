/** @jsxImportSource preact */
import type { Click } from '@baton/content'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { useCard } from './cardContext.ts'
import type { ElementStyle } from './elementStyle.ts'
import { addressesOf, ONE_TAP_MS, onlyAddressOf } from './tap.ts'

type TappableProps = {
  click: Click | undefined
  /** JSON pointer to the element. */
  at: string
  class: string
  disabled?: boolean | undefined
  title?: string | undefined
  style?: ElementStyle
  /** Accessible name, where the children have none. */
  label?: string | undefined
  children: ComponentChildren
}

/** A real link when the tap only leads somewhere, otherwise a real button. */
export function Tappable({ click, at, title, style, label, disabled, children, ...rest }: TappableProps) {
  const { labels, isLive, onTap } = useCard()
  const lastTap = useRef(0)
  const tap = () => {
    const now = Date.now()
    if (click === undefined || now - lastTap.current < ONE_TAP_MS) return
    lastTap.current = now
    onTap(at, click)
  }
  const address = onlyAddressOf(click)
  const shared = { class: rest.class, dir: 'auto', title, style: { ...style } } as const
  if (address !== undefined && disabled !== true) {
    return (
      <a {...shared} href={address} target="_blank" rel="noopener noreferrer" onClick={tap} aria-label={label}>
        {children}
        <span class="for-readers"> {labels.opensNewWindow}</span>
      </a>
    )
  }
  const tapAndOpen = () => {
    tap()
    for (const opened of click === undefined ? [] : addressesOf(click)) open(opened, '_blank', 'noopener,noreferrer')
  }
  const isOff = disabled === true || !isLive || click === undefined
  return (
    <button {...shared} type="button" disabled={isOff} aria-label={label} onClick={tapAndOpen}>
      {children}
    </button>
  )
}
