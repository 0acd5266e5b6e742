/** @jsxImportSource preact */
import type { LinkPreviewElement } from '@baton/content'
import { hostOf, isSafeAddress } from '../safeAddress.ts'
import { attributesOf } from './attributes.ts'
import { useCard, useLiveness } from './cardContext.ts'
import { directionOf } from './direction.ts'

/** Where a link leads, said before one goes there. */
export function LinkPreview({ element }: { element: LinkPreviewElement }) {
  const { labels } = useCard()
  const isBlocked = useLiveness() === 'blocked'
  const { url, title, tooltip, accessibility } = element
  if (isBlocked || !isSafeAddress(url)) return <p class="card-text">{title ?? url}</p>
  return (
    <a
      class="link-preview"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={tooltip}
      {...directionOf(element)}
      {...attributesOf(accessibility, 'control')}
    >
      <span class="link-title">{title ?? url}</span>
      {title !== undefined && <span class="link-host">{hostOf(url)}</span>}
      <span class="for-readers"> {labels.opensNewWindow}</span>
    </a>
  )
}
