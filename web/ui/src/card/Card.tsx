/** @jsxImportSource preact */

import type { JsonObject } from '@baton/base'
import { type Element, flagOf, summaryLine } from '@baton/content'
import { useMemo, useState } from 'preact/hooks'
import { BlocksOlder, CardProvider, type CardUse } from './cardContext.ts'
import { directionOfCard } from './direction.ts'
import { draw } from './draw.tsx'

/** A tree of card elements, as its author meant it and nothing beyond (structured-content, section 15). */
export function Card({ content, ...use }: { content: Element } & CardUse) {
  const [picked, setPicked] = useState<ReadonlyMap<string, readonly string[]>>(new Map())
  const name = useMemo(() => summaryLine({ kind: 'structured', structured: content }, 60), [content])
  const pick = (layout: string, elements: readonly string[]) =>
    setPicked((before) => new Map(before).set(layout, elements))
  const inside = (
    <BlocksOlder.Provider value={flagOf(content as unknown as JsonObject, 'blockSCWhenNotLastMsg')}>
      {draw(content, '/structured')}
    </BlocksOlder.Provider>
  )
  return (
    <CardProvider value={{ ...use, content, picked, pick, draw }}>
      <div class="card-root" dir={directionOfCard(name)}>
        {HAS_OWN_FRAME.has(content.type) ? (
          inside
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a card is a group of things to read and tap, not a form's fieldset
          <div class={frameOf(content)} role="group" aria-label={name}>
            {inside}
          </div>
        )}
      </div>
    </CardProvider>
  )
}

/** A row of cards has a frame for each of them. */
const HAS_OWN_FRAME = new Set<Element['type']>(['carousel', 'carouselSelect'])

function frameOf(content: Element): string {
  const border = 'border' in content ? content.border : undefined
  const isFrameless =
    border === 'borderLess' || (border === undefined && 'borderLine' in content && content.borderLine === false)
  return isFrameless ? 'card frameless' : border === 'dropShadow' ? 'card shadowed' : 'card'
}
