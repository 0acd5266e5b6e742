/** @jsxImportSource preact */
import type { CarouselSelectElement } from '@baton/content'
import { useId } from 'preact/hooks'
import { Carousel } from './Carousel.tsx'
import { useCard, useLiveness } from './cardContext.ts'
import { childAt, clamp } from './direction.ts'
import { colourVariable } from './elementStyle.ts'
import { titleOf } from './titleOf.ts'

/** Cards to choose among; the box on each of them says so to everyone, the frame to those who see it (structured-content SC4.8). */
export function Selection({ element, at }: { element: CarouselSelectElement; at: string }) {
  const { labels, draw, picked, pick } = useCard()
  const isLive = useLiveness() === 'live'
  const group = useId()
  const { elements, selectMode, style, padding, tooltip, alt } = element
  const isSingle = selectMode.type === 'single'
  const chosen = picked.get(at) ?? []
  const toggle = (card: string) => {
    const others = isSingle ? [] : chosen.filter((one) => one !== card)
    pick(at, chosen.includes(card) && !isSingle ? others : [...others, card])
  }
  return (
    <Carousel
      labels={labels}
      name={tooltip ?? alt ?? labels.cards}
      gap={clamp(padding ?? 8, 4, 10)}
      style={colourVariable('--chosen', style?.['border-color-selected'])}
      cards={elements.map((child, index) => {
        const card = childAt(at, index)
        const isChosen = chosen.includes(card)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the box in it is the control; the whole card is only a larger target for a finger
          <div
            key={index}
            class={isChosen ? 'card selectable chosen' : 'card selectable'}
            onClick={(event) => {
              const inner = (event.target as Element).closest('button, a, input, label, dialog')
              if (isLive && inner === null) toggle(card)
            }}
          >
            <label class="choice">
              <input
                type={isSingle ? 'radio' : 'checkbox'}
                name={group}
                checked={isChosen}
                disabled={!isLive}
                onChange={() => toggle(card)}
              />
              <span class="for-readers">{titleOf(child)}</span>
            </label>
            {draw(child, card)}
          </div>
        )
      })}
    />
  )
}
