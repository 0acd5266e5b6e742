/** @jsxImportSource preact */
import { type Chosen, type Click, elementAt } from '@baton/content'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Attributes } from './attributes.ts'
import { Calendar } from './Calendar.tsx'
import { type CardContext, useCard, useLiveness } from './cardContext.ts'
import type { ElementStyle } from './elementStyle.ts'
import { SlotList } from './SlotList.tsx'
import { addressesOf, ONE_TAP_MS, onlyLeadOf, pickerOf } from './tap.ts'

type TappableProps = {
  click: Click | undefined
  /** JSON pointer to the element. */
  at: string
  class: string
  disabled?: boolean | undefined
  title?: string | undefined
  dir?: 'rtl' | 'auto'
  style?: ElementStyle
  /** Accessible name, where the children have none. */
  label?: string | undefined
  attributes?: Attributes
  /** The layout whose selection is submitted with the tap (SC4.9). */
  selection?: { readonly name: string; readonly type: string } | undefined
  children: ComponentChildren
}

/** A real link when the tap only leads somewhere, otherwise a real button; what has to be picked first opens above it. */
export function Tappable({ click, at, title, style, label, disabled, selection, children, ...rest }: TappableProps) {
  const card = useCard()
  const liveness = useLiveness()
  const lastTap = useRef(0)
  const [isPicking, setPicking] = useState(false)
  const tap = (chosen?: Chosen) => {
    const now = Date.now()
    if (click === undefined || now - lastTap.current < ONE_TAP_MS) return
    lastTap.current = now
    card.onTap(at, click, chosen)
    for (const address of addressesOf(click)) open(address, '_blank', 'noopener,noreferrer')
  }
  const shared = { class: rest.class, dir: rest.dir ?? 'auto', title, ...rest.attributes } as const
  const lead = selection === undefined && disabled !== true && liveness !== 'blocked' ? onlyLeadOf(click) : undefined
  if (lead !== undefined && click !== undefined) {
    const target = lead.isSameTab || !lead.address.startsWith('http') ? undefined : '_blank'
    return (
      <a
        {...shared}
        style={{ ...style }}
        href={lead.address}
        target={target}
        rel="noopener noreferrer"
        onClick={() => liveness === 'live' && card.onTap(at, click)}
        {...(label !== undefined && { 'aria-label': label })}
      >
        {children}
        {target !== undefined && <span class="for-readers"> {card.labels.opensNewWindow}</span>}
      </a>
    )
  }
  const picker = pickerOf(click)
  const chosen = selection === undefined ? undefined : selectionOf(card, selection)
  const isOff =
    disabled === true || liveness !== 'live' || click === undefined || (selection !== undefined && chosen === undefined)
  const press = () => (picker === undefined ? tap(chosen) : setPicking(true))
  const done = () => setPicking(false)
  const pickedThen = (choice: Chosen) => {
    done()
    tap(choice)
  }
  return (
    <>
      <button
        {...shared}
        style={{ ...(isOff ? withoutColours(style) : style) }}
        type="button"
        disabled={isOff}
        aria-haspopup={picker === undefined ? undefined : 'dialog'}
        onClick={press}
        {...(label !== undefined && { 'aria-label': label })}
      >
        {children}
      </button>
      {isPicking && picker?.type === 'datePicker' && <Calendar action={picker} onPick={pickedThen} onClose={done} />}
      {isPicking && picker?.type === 'scheduleSlotList' && (
        <SlotList action={picker} onPick={pickedThen} onClose={done} />
      )}
    </>
  )
}

/** What cannot be used looks so, whatever colours its author gave it. */
function withoutColours({
  color: _ink,
  backgroundColor: _ground,
  border: _line,
  ...style
}: ElementStyle = {}): ElementStyle {
  return style
}

/** The cards that are selected in the layout of this name; nothing while there are none. */
function selectionOf({ content, picked }: CardContext, { name, type }: { name: string; type: string }) {
  for (const [layout, elements] of picked) {
    const found = elementAt({ kind: 'structured', structured: content }, layout)?.path.at(-1)
    const mode = found?.selectMode as { readonly name?: unknown } | undefined
    if (found?.type === type && mode?.name === name && elements.length > 0)
      return { kind: 'elements', elements } as const
  }
  return undefined
}
