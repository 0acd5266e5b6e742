/** @jsxImportSource preact */
import type { ImageElement } from '@baton/content'
import { useState } from 'preact/hooks'
import { hostOf } from '../safeAddress.ts'
import { attributesOf } from './attributes.ts'
import { useCard } from './cardContext.ts'
import { directionOf } from './direction.ts'
import { isShowable } from './isShowable.ts'
import { Tappable } from './Tappable.tsx'

/** Keeps the place of the picture free before it is there, and when it never comes. */
export function Picture({ element, at }: { element: ImageElement; at: string }) {
  const { labels, cardRules } = useCard()
  const [hasFailed, setFailed] = useState(false)
  const isMissing = hasFailed || !isShowable(element.url, cardRules)
  const words = element.alt ?? element.caption ?? element.tooltip ?? ''
  const picture = isMissing ? (
    <span class="picture missing">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path
          d="M4.5 5.5h15v13h-15zM8.75 10.5a1.25 1.25 0 1 0 0-2.5 1.25 1.25 0 0 0 0 2.5M4.5 16.5l4.5-4 3.5 3 3-2.5 4 3.5"
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linejoin="round"
        />
      </svg>
      <span>{words === '' ? labels.imageMissing : words}</span>
    </span>
  ) : (
    <img
      class="picture"
      src={element.url}
      alt={words}
      title={element.tooltip}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setFailed(true)}
      {...attributesOf(element.accessibility, 'control')}
    />
  )
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
      {element.caption !== undefined && <figcaption>{element.caption}</figcaption>}
    </figure>
  )
}

function nameOf({ click, url }: ImageElement): string {
  const named = click?.actions.find((action) => 'name' in action && action.name !== undefined)
  return named !== undefined && 'name' in named && named.name !== undefined ? named.name : hostOf(url)
}
