/** @jsxImportSource preact */
import type { ComponentChild } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { UiLabels } from '../labels.ts'
import type { ElementStyle } from './elementStyle.ts'

type CarouselProps = {
  labels: Pick<UiLabels, 'previousCard' | 'nextCard' | 'cardOf'>
  name: string
  /** Between cards, in pixels. */
  gap: number
  cards: readonly ComponentChild[]
  style?: ElementStyle
}

/** Cards in a row: swiped, scrolled, or moved with arrows; the browser's own scrolling does the work. */
export function Carousel({ labels, name, gap, cards, style }: CarouselProps) {
  const row = useRef<HTMLUListElement>(null)
  const [place, setPlace] = useState(0)
  const [ends, setEnds] = useState({ first: true, last: true })
  const [told, setTold] = useState('')

  const look = () => {
    const list = row.current
    if (list === null) return
    const across = Math.abs(list.scrollLeft)
    const room = list.scrollWidth - list.clientWidth
    const last = across >= room - 2
    setEnds({ first: across <= 2, last })
    setPlace(last && room > 2 ? cards.length - 1 : Math.round(across / stepOf(list)))
  }
  useEffect(() => {
    look()
    const list = row.current
    if (list === null || typeof ResizeObserver === 'undefined') return
    const watch = new ResizeObserver(look)
    watch.observe(list)
    return () => watch.disconnect()
  }, [cards.length])

  const show = (index: number) => {
    const next = Math.min(Math.max(index, 0), cards.length - 1)
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const list = row.current
    const sign = list !== null && getComputedStyle(list).direction === 'rtl' ? -1 : 1
    if (list !== null) list.scrollTo({ left: sign * next * stepOf(list), behavior: calm ? 'auto' : 'smooth' })
    setTold(labels.cardOf(next + 1, cards.length))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // In a card the arrows belong to what is in it: choices, tabs, fields.
    if ((event.target as Element).matches('input, select, textarea, [role="tab"]')) return
    const across = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1
    const moves: Record<string, number> = {
      ArrowLeft: place - across,
      ArrowRight: place + across,
      Home: 0,
      End: cards.length - 1,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    show(next)
  }
  const fits = ends.first && ends.last
  return (
    // biome-ignore lint/a11y/useSemanticElements: the pattern for carousels is a group with a description of its role
    <div
      class="carousel"
      role="group"
      aria-roledescription="carousel"
      aria-label={name}
      style={{ ...style }}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul class="row" ref={row} tabIndex={0} aria-label={name} style={{ gap: `${gap}px` }} onScroll={look}>
        {cards.map((card, index) => (
          <li key={index} aria-label={labels.cardOf(index + 1, cards.length)}>
            {card}
          </li>
        ))}
      </ul>
      {!fits && (
        <div class="carousel-controls">
          <Arrow
            label={labels.previousCard}
            path="M12.5 4.5 7 10l5.5 5.5"
            off={ends.first}
            onPress={() => show(place - 1)}
          />
          <span class="pages" aria-hidden="true">
            {cards.map((_, index) => (
              <i key={index} class={index === place ? 'page here' : 'page'} />
            ))}
          </span>
          <Arrow
            label={labels.nextCard}
            path="M7.5 4.5 13 10l-5.5 5.5"
            off={ends.last}
            onPress={() => show(place + 1)}
          />
        </div>
      )}
      <span class="for-readers" aria-live="polite">
        {told}
      </span>
    </div>
  )
}

/** `aria-disabled`, not `disabled`: the focus stays where the finger is when the end is reached. */
function Arrow(props: { label: string; path: string; off: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      class="arrow"
      aria-label={props.label}
      aria-disabled={props.off}
      onClick={() => !props.off && props.onPress()}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path
          d={props.path}
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}

/** From one card to the next, gap included, in pixels. */
function stepOf(list: HTMLElement): number {
  const [first, second] = list.children as unknown as HTMLElement[]
  if (first === undefined) return 1
  return second === undefined ? first.offsetWidth : Math.abs(second.offsetLeft - first.offsetLeft)
}
