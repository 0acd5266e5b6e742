/** @jsxImportSource preact */
import type { CardElement, TabsElement } from '@baton/content'
import { useId, useRef, useState } from 'preact/hooks'
import { useCard } from './cardContext.ts'
import { contrast, type Rgb, readColour, toHex } from './colour.ts'
import { childAt } from './direction.ts'
import type { ElementStyle } from './elementStyle.ts'

/** Letters of the labels and width of the line under them, in pixels (structured-content 4.4). */
const SIZES = { small: ['12px', '1px'], medium: ['13px', '2px'], large: ['14px', '3px'] } as const

/** Panels behind labels; arrows go from label to label, Tab goes into the panel. */
export function Tabs({ element, at }: { element: TabsElement; at: string }) {
  const { labels, draw } = useCard()
  const [here, setHere] = useState(0)
  const id = useId()
  const strip = useRef<HTMLDivElement>(null)
  const { elements } = element
  const shown = elements[here]
  const onKeyDown = (event: KeyboardEvent) => {
    const across = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1
    const count = elements.length
    const moves: Record<string, number> = {
      ArrowLeft: here - across,
      ArrowRight: here + across,
      Home: 0,
      End: count - 1,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const target = (next + count) % count
    setHere(target)
    ;(strip.current?.children[target] as HTMLElement | undefined)?.focus()
  }
  return (
    <div class="tabs" style={tabStyle(element)}>
      <div class="tab-strip" role="tablist" ref={strip} onKeyDown={onKeyDown}>
        {elements.map((child, index) => (
          <button
            key={index}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            class="tab"
            dir="auto"
            aria-selected={index === here}
            aria-controls={index === here ? `${id}-panel` : undefined}
            tabIndex={index === here ? 0 : -1}
            onClick={() => setHere(index)}
          >
            {tagOf(child) ?? labels.tabNumber(index + 1)}
          </button>
        ))}
      </div>
      {shown !== undefined && (
        <div
          key={here}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab-${here}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab enters a panel even where it holds no control
          tabIndex={0}
          class="tab-panel"
        >
          {draw(shown, childAt(at, here))}
        </div>
      )}
    </div>
  )
}

const tagOf = (child: CardElement): string | undefined => ('tag' in child && child.tag !== '' ? child.tag : undefined)

/** Colours in pairs, and only pairs that can be read. */
function tabStyle({ style }: TabsElement): ElementStyle {
  if (style === undefined) return {}
  const [font, line] = SIZES[style.size ?? 'medium']
  const of = (state: '' | '-active' | '-hover'): ElementStyle => {
    const ground = readColour(style[`background-color${state}`])
    const ink = readColour(style[`color${state}`])
    if (ground === undefined || ink === undefined || contrast(ground, ink) < 4.5) return {}
    const write = (name: string, colour: Rgb) => ({ [`--tab-${name}${state}`]: toHex(colour) })
    return { ...write('ground', ground), ...write('ink', ink) }
  }
  return { '--tab-font': font, '--tab-line': line, ...of(''), ...of('-active'), ...of('-hover') }
}
