/** @jsxImportSource preact */
import type { AccordionSelectElement } from '@baton/content'
import { useId, useState } from 'preact/hooks'
import { useCard, useLiveness } from './cardContext.ts'
import { childAt } from './direction.ts'
import { colourVariable } from './elementStyle.ts'
import { titleOf } from './titleOf.ts'

/** Rows that open; the box in front of each chooses it, the header folds it: two controls (structured-content SC4.8). */
export function Accordion({ element, at }: { element: AccordionSelectElement; at: string }) {
  const { draw, picked, pick } = useCard()
  const isLive = useLiveness() === 'live'
  const id = useId()
  const [open, setOpen] = useState<readonly number[]>([])
  const chosen = picked.get(at) ?? []
  const flip = <T,>(all: readonly T[], one: T) =>
    all.includes(one) ? all.filter((other) => other !== one) : [...all, one]
  return (
    <div class="accordion" style={colourVariable('--chosen', element.style?.['border-color-selected'])}>
      {element.elements.map((child, index) => {
        const card = childAt(at, index)
        const title = element.titles[index]
        const name = title?.name ?? titleOf(child)
        const isOpen = open.includes(index)
        return (
          <div key={index} class={chosen.includes(card) ? 'fold-row chosen' : 'fold-row'}>
            <div class="fold-head">
              <label class="choice">
                <input
                  type="checkbox"
                  checked={chosen.includes(card)}
                  disabled={!isLive}
                  onChange={() => pick(at, flip(chosen, card))}
                />
                <span class="for-readers">{name}</span>
              </label>
              <button
                type="button"
                aria-expanded={isOpen}
                aria-controls={`${id}-${index}`}
                onClick={() => setOpen(flip(open, index))}
              >
                <span dir="auto">{name}</span>
                {title?.additional !== undefined && (
                  <span class="fold-more" dir="auto">
                    {title.additional}
                  </span>
                )}
                <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
                  <path
                    d="m5.5 8 4.5 4.5L14.5 8"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="1.75"
                    stroke-linecap="round"
                    stroke-linejoin="round"
                  />
                </svg>
              </button>
            </div>
            <div id={`${id}-${index}`} class="fold-body" hidden={!isOpen}>
              {isOpen && draw(child, card)}
            </div>
          </div>
        )
      })}
    </div>
  )
}
