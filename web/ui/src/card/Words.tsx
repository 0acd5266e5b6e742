/** @jsxImportSource preact */
import type { TextElement } from '@baton/content'
import { LinkedText } from '../LinkedText.tsx'
import { attributesOf } from './attributes.ts'
import { directionOf } from './direction.ts'
import { useElementStyle } from './elementStyle.ts'

/** Text as text, with its line breaks; large and bold at the head of a card, it is the card's heading. */
export function Words({ element, at }: { element: TextElement; at: string }) {
  const { text, tooltip, style, accessibility } = element
  const attributes = attributesOf(accessibility, 'words')
  const isHeading = style?.size === 'large' && style.bold === true && at.endsWith('/elements/0')
  return (
    <p
      class="card-text"
      {...directionOf(element)}
      title={tooltip}
      style={useElementStyle(style)}
      {...(isHeading && { role: 'heading', 'aria-level': 3 })}
      {...attributes}
    >
      <LinkedText text={text} />
    </p>
  )
}
