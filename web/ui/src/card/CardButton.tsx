/** @jsxImportSource preact */
import type { ButtonElement } from '@baton/content'
import { attributesOf } from './attributes.ts'
import { directionOf } from './direction.ts'
import { useElementStyle } from './elementStyle.ts'
import { Tappable } from './Tappable.tsx'

export function CardButton({ element, at }: { element: ButtonElement; at: string }) {
  const isFilled = element.class === 'button'
  const style = useElementStyle(element.style, isFilled ? 'var(--on-accent)' : 'var(--accent)')
  // On the accent's own ground only the accent's own ink is sure to be readable.
  const { color, ...withoutInk } = style
  const { 'aria-label': named, ...attributes } = attributesOf(element.accessibility, 'control')
  return (
    <Tappable
      class={isFilled ? 'card-button filled' : 'card-button'}
      click={element.click}
      at={at}
      disabled={element.disabled}
      title={element.tooltip}
      dir={directionOf(element).dir}
      style={isFilled && style.backgroundColor === undefined ? withoutInk : style}
      // A name that hides the title would keep voice control from finding it.
      label={typeof named === 'string' && named.includes(element.title) ? named : undefined}
      attributes={attributes}
      selection={element.ref}
    >
      <span>{element.title}</span>
      {element.subtitle !== undefined && <span class="subtitle">{element.subtitle}</span>}
    </Tappable>
  )
}
