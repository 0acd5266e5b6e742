/** @jsxImportSource preact */
import type { TemplateElement } from '@baton/content'
import { directionOf } from './direction.ts'
import { useElementStyle } from './elementStyle.ts'
import { Tappable } from './Tappable.tsx'

/** The old form of suggested answers: each says itself (structured-content SC3.5). */
export function Template({ element, at }: { element: TemplateElement; at: string }) {
  const style = useElementStyle(element.style)
  return (
    <>
      <p class="card-text" {...directionOf(element)} title={element.tooltip} style={style}>
        {element.title}
      </p>
      {element.resp.map((text, index) => (
        <Tappable
          key={index}
          class="card-button ruled"
          click={{ actions: [{ type: 'publishText', text }] }}
          at={`${at}/resp/${index}`}
        >
          <span>{text}</span>
        </Tappable>
      ))}
    </>
  )
}
