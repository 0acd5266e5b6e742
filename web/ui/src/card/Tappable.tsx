/** @jsxImportSource preact */
import { type Chosen, type Click, elementAt } from '@baton/content'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { hostOf } from '../safeAddress.ts'
import type { Attributes } from './attributes.ts'
import { Calendar } from './Calendar.tsx'
import { type CardContext, useCard, useLiveness } from './cardContext.ts'
import type { ElementStyle } from './elementStyle.ts'
import { SlideOut } from './SlideOut.tsx'
import { SlotList } from './SlotList.tsx'
import { type Lead, leadsOf, ONE_TAP_MS, onlyLeadOf, pickerOf } from './tap.ts'

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
  const [panel, setPanel] = useState<string>()
  const slides = ({ slidesOut }: Lead) => slidesOut && card.hasPanel === true
  const tap = (chosen?: Chosen) => {
    const now = Date.now()
    if (click === undefined || now - lastTap.current < ONE_TAP_MS) return
    lastTap.current = now
    card.onTap(at, click, chosen)
    for (const lead of leadsOf(click)) {
      if (slides(lead)) setPanel(lead.address)
      else open(lead.address, '_blank', 'noopener,noreferrer')
    }
  }
  const shared = { class: rest.class, dir: rest.dir ?? 'auto', title, ...rest.attributes } as const
  const slideOut = panel !== undefined && (
    <SlideOut address={panel} title={label ?? nameOf(click) ?? hostOf(panel)} onClose={() => setPanel(undefined)} />
  )
  const lead = selection === undefined && disabled !== true && liveness !== 'blocked' ? onlyLeadOf(click) : undefined
  if (lead !== undefined && click !== undefined) {
    const target = lead.isSameTab || !lead.address.startsWith('http') ? undefined : '_blank'
    const isPanel = slides(lead)
    const follow = (event: MouseEvent) => {
      if (liveness === 'live') card.onTap(at, click)
      // Whoever asks the browser for a tab gets one.
      if (!isPanel || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      setPanel(lead.address)
    }
    return (
      <>
        <a
          {...shared}
          style={{ ...style }}
          href={lead.address}
          target={target}
          rel="noopener noreferrer"
          aria-haspopup={isPanel ? 'dialog' : undefined}
          onClick={follow}
          {...(label !== undefined && { 'aria-label': label })}
        >
          {children}
          {target !== undefined && !isPanel && <span class="for-readers"> {card.labels.opensNewWindow}</span>}
        </a>
        {slideOut}
      </>
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
      {slideOut}
    </>
  )
}

/** What the author calls the way. */
function nameOf(click: Click | undefined): string | undefined {
  const named = click?.actions.find((action) => action.type === 'link')
  return named?.type === 'link' ? named.name : undefined
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
