/** @jsxImportSource preact */
import type { LayoutElement } from '@baton/content'
import { attributesOf } from './attributes.ts'
import { Carousel } from './Carousel.tsx'
import { useCard } from './cardContext.ts'
import { childAt, clamp } from './direction.ts'
import { colourVariable } from './elementStyle.ts'

/** Diameters of the arrows in pixels (structured-content SC4.6). */
const SIZES = { small: '27px', medium: '36px', large: '45px' }

export function CardCarousel({ element, at }: { element: LayoutElement; at: string }) {
  const { labels, draw } = useCard()
  const { style, accessibility, tooltip, alt, padding, elements } = element
  const named = attributesOf(accessibility, 'layout')['aria-label']
  const radius = style?.['border-radius']
  return (
    <Carousel
      labels={labels}
      name={typeof named === 'string' ? named : (tooltip ?? alt ?? labels.cards)}
      gap={clamp(padding ?? 8, 4, 10)}
      style={{
        ...colourVariable('--arrow-ground', style?.['background-color']),
        ...colourVariable('--arrow-line', style?.['border-color']),
        ...colourVariable('--arrow-ink', style?.fill),
        ...(style?.size && { '--arrow-size': SIZES[style.size] }),
        ...(typeof radius === 'number' && { '--arrow-radius': `${clamp(radius, 0, 100)}px` }),
      }}
      cards={elements.map((child, index) => (
        <div class="card" key={index}>
          {draw(child, childAt(at, index))}
        </div>
      ))}
    />
  )
}
