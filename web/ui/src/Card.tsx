/** @jsxImportSource preact */
import { pointer } from '@baton/base'
import {
  type ButtonElement,
  type Element,
  type ImageElement,
  type LayoutElement,
  type LinkPreviewElement,
  type MapElement,
  summaryLine,
} from '@baton/content'
import { useState } from 'preact/hooks'
import { Carousel } from './Carousel.tsx'
import { type CardContext, CardProvider, useCard } from './cardContext.ts'
import { elementStyle } from './elementStyle.ts'
import { LinkedText } from './LinkedText.tsx'
import { hostOf, isSafeAddress, isSafePicture } from './safeAddress.ts'
import { Tappable } from './Tappable.tsx'
import { mapAddress } from './tap.ts'

/** A tree of card elements; a new kind of element is one line in `draw`. */
export function Card({ content, ...context }: { content: Element } & CardContext) {
  const frame = 'border' in content && content.border === 'borderLess' ? 'card frameless' : 'card'
  return (
    <CardProvider value={context}>
      {content.type === 'carousel' ? (
        draw(content, '/structured')
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a card is a group of things to read and tap, not a form's fieldset
        <div class={frame} role="group" aria-label={summaryLine({ kind: 'structured', structured: content }, 60)}>
          {draw(content, '/structured')}
        </div>
      )}
    </CardProvider>
  )
}

function draw(element: Element, at: string) {
  switch (element.type) {
    case 'text':
      return (
        <p class="card-text" {...directionOf(element)} title={element.tooltip} style={elementStyle(element.style)}>
          <LinkedText text={element.text} />
        </p>
      )
    case 'image':
      return <Picture element={element} at={at} />
    case 'button':
      return <CardButton element={element} at={at} />
    case 'map':
      return <MapLink element={element} at={at} />
    case 'linkPreview':
      return <LinkPreview element={element} />
    case 'carousel':
      return <CardCarousel element={element} at={at} />
    case 'vertical':
    case 'horizontal':
      return <Layout element={element} at={at} />
    default:
      return <p class="card-text">{summaryLine({ kind: 'structured', structured: element }, 500)}</p>
  }
}

function Layout({ element, at }: { element: LayoutElement; at: string }) {
  const lines = element.border === 'borderLess' || element.borderLine === false ? ' frameless' : ''
  const style = { padding: element.padding === undefined ? undefined : `${clamp(element.padding, 0, 10)}px` }
  return (
    <div class={`layout ${element.type}${lines}`} style={element.type === 'vertical' ? {} : style}>
      {element.elements.map((child, index) => (
        <div class="cell" key={index} style={{ flexGrow: shareOf(element, index) }}>
          {draw(child, childAt(at, index))}
        </div>
      ))}
    </div>
  )
}

function CardCarousel({ element, at }: { element: LayoutElement; at: string }) {
  const { labels } = useCard()
  return (
    <Carousel
      labels={labels}
      name={element.tooltip ?? element.alt ?? labels.cards}
      gap={clamp(element.padding ?? 8, 4, 10)}
      cards={element.elements.map((child, index) => (
        <div class="card" key={index}>
          {draw(child, childAt(at, index))}
        </div>
      ))}
    />
  )
}

/** Keeps the place of the picture free before it is there, and when it never comes. */
function Picture({ element, at }: { element: ImageElement; at: string }) {
  const { labels } = useCard()
  const [isMissing, setMissing] = useState(!isSafePicture(element.url))
  const words = element.alt ?? element.caption ?? element.tooltip ?? ''
  const picture = isMissing ? (
    <span class="picture missing">{words === '' ? labels.imageMissing : words}</span>
  ) : (
    <img
      class="picture"
      src={element.url}
      alt={words}
      title={element.tooltip}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setMissing(true)}
    />
  )
  const caption = element.caption !== undefined && <figcaption dir="auto">{element.caption}</figcaption>
  const canTap = (element.click?.actions.length ?? 0) > 0
  return (
    <figure class="image" {...directionOf(element)}>
      {canTap ? (
        <Tappable class="picture-tap" click={element.click} at={at} label={words === '' ? nameOf(element) : undefined}>
          {picture}
        </Tappable>
      ) : (
        picture
      )}
      {caption}
    </figure>
  )
}

function CardButton({ element, at }: { element: ButtonElement; at: string }) {
  return (
    <Tappable
      class={element.class === 'button' ? 'card-button filled' : 'card-button'}
      click={element.click}
      at={at}
      disabled={element.disabled}
      title={element.tooltip}
      style={elementStyle(element.style)}
    >
      <span>{element.title}</span>
      {element.subtitle !== undefined && <span class="subtitle">{element.subtitle}</span>}
    </Tappable>
  )
}

function MapLink({ element, at }: { element: MapElement; at: string }) {
  const { labels } = useCard()
  const own = (element.click?.actions.length ?? 0) > 0 ? element.click : undefined
  const click = own ?? { actions: [{ type: 'navigate' as const, la: element.la, lo: element.lo }] }
  const name = element.tooltip ?? element.alt ?? labels.openMap
  const inside = (
    <>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path
          d="M12 21s7-6.5 7-11.5A7 7 0 0 0 5 9.5C5 14.5 12 21 12 21Z"
          fill="none"
          stroke="currentColor"
          stroke-width="1.75"
        />
        <circle cx="12" cy="9.5" r="2.5" fill="currentColor" />
      </svg>
      <span class="map-name">{name}</span>
      <span class="map-place">
        {element.la.toFixed(4)}, {element.lo.toFixed(4)}
      </span>
    </>
  )
  if (own !== undefined) {
    return (
      <Tappable class="map" click={click} at={at}>
        {inside}
      </Tappable>
    )
  }
  return (
    <a class="map" href={mapAddress(element.la, element.lo)} target="_blank" rel="noopener noreferrer">
      {inside}
      <span class="for-readers"> {labels.opensNewWindow}</span>
    </a>
  )
}

function LinkPreview({ element }: { element: LinkPreviewElement }) {
  if (!isSafeAddress(element.url)) return <p class="card-text">{element.title ?? element.url}</p>
  return (
    <a class="link-preview" href={element.url} target="_blank" rel="noopener noreferrer" dir="auto">
      <span class="link-title">{element.title ?? element.url}</span>
      {element.description !== undefined && <span class="link-description">{element.description}</span>}
      <span class="link-host">{hostOf(element.url)}</span>
    </a>
  )
}

function directionOf({ rtl }: { readonly rtl?: boolean }): { dir: 'rtl' | 'auto' } {
  return { dir: rtl === true ? 'rtl' : 'auto' }
}

/** Width of a horizontal's child: its percentage, or an equal part of what is left. */
function shareOf({ type, percentages, elements }: LayoutElement, index: number): number | undefined {
  if (type !== 'horizontal') return undefined
  if (percentages === undefined) return 1
  const given = percentages.slice(0, elements.length).map((share) => clamp(share, 5, 100))
  const rest = Math.max(100 - given.reduce((sum, share) => sum + share, 0), 0)
  return given[index] ?? Math.max(rest / Math.max(elements.length - given.length, 1), 5)
}

function nameOf({ click, url }: ImageElement): string {
  const named = click?.actions.find((action) => 'name' in action && action.name !== undefined)
  return named !== undefined && 'name' in named && named.name !== undefined ? named.name : hostOf(url)
}

const childAt = (at: string, index: number): string => pointer(pointer(at, 'elements'), index)
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
