/** @jsxImportSource preact */
import type { JsonObject } from '@baton/base'
import { type Element, flagOf, summaryLine } from '@baton/content'
import type { ComponentChild } from 'preact'
import { Accordion } from './Accordion.tsx'
import { CardButton } from './CardButton.tsx'
import { CardCarousel } from './CardCarousel.tsx'
import { Checklist } from './Checklist.tsx'
import { BlocksOlder } from './cardContext.ts'
import { KeyValues } from './KeyValues.tsx'
import { Layout } from './Layout.tsx'
import { LinkPreview } from './LinkPreview.tsx'
import { MapLink } from './MapLink.tsx'
import { Picture } from './Picture.tsx'
import { Selection } from './Selection.tsx'
import { Tabs } from './Tabs.tsx'
import { Template } from './Template.tsx'
import { Words } from './Words.tsx'

/** One element, wherever it stands; a new kind is one line in `drawOne`. */
export function draw(element: Element, at: string): ComponentChild {
  const blocks = flagOf(element as unknown as JsonObject, 'blockSCWhenNotLastMsg')
  const drawn = drawOne(element, at)
  return blocks === undefined ? drawn : <BlocksOlder.Provider value={blocks}>{drawn}</BlocksOlder.Provider>
}

function drawOne(element: Element, at: string): ComponentChild {
  switch (element.type) {
    case 'text':
      return <Words element={element} at={at} />
    case 'image':
      return <Picture element={element} at={at} />
    case 'button':
      return <CardButton element={element} at={at} />
    case 'map':
      return <MapLink element={element} at={at} />
    case 'linkPreview':
      return <LinkPreview element={element} />
    case 'template':
      return <Template element={element} at={at} />
    case 'keyValuePairList':
      return <KeyValues element={element} />
    case 'vertical':
    case 'horizontal':
      return <Layout element={element} at={at} />
    case 'carousel':
      return <CardCarousel element={element} at={at} />
    case 'carouselSelect':
      return <Selection element={element} at={at} />
    case 'accordionSelect':
      return <Accordion element={element} at={at} />
    case 'tabs':
      return <Tabs element={element} at={at} />
    case 'list':
      return <Checklist element={element} at={at} />
    default:
      // Of a newer peer, or a part of a checklist that lost its list (SC15.5).
      return <p class="card-text">{summaryLine({ kind: 'structured', structured: element }, 500)}</p>
  }
}
