/** @jsxImportSource preact */
import type { KeyValuePairListElement } from '@baton/content'

/** Facts: what, and how much of it. */
export function KeyValues({ element }: { element: KeyValuePairListElement }) {
  return (
    <dl class="pairs">
      {element.elements.map(({ key, value }, index) => (
        <div key={index}>
          <dt dir="auto">{key}</dt>
          <dd dir="auto">{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
