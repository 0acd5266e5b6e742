import type { Profile } from '../channels.ts'
import { object, parts, text, typed } from '../check/rule.ts'
import type { ChannelRules } from './channelRules.ts'
import {
  buttonPart,
  cardCarousel,
  connectorClick,
  frame,
  imagePart,
  inner,
  padding,
  textPart,
} from './connectorParts.ts'
import { openMetadata } from './metadata.ts'
import { connectorReplies } from './quickReplies.ts'

const VERTICAL = ['vertical']

/** Viber (11.1, 11.8). */
export function viber(profile: Profile): ChannelRules {
  // C11: the schema asks for a “type” inside the style.
  const style = object(
    'a style',
    { color: text(), 'background-color': text() },
    { open: true, ...(profile === 'strict' && { required: ['type'] }) },
  )
  const click = connectorClick({ profile, types: ['publishText', 'link'], most: 1 })
  const all = parts({
    what: 'a Viber card',
    parts: {
      text: textPart(640, undefined, { style, tag: text() }),
      image: imagePart(profile, 2_048),
      button: buttonPart(25, click, { style }),
    },
    mixtures: [{ counts: { text: [0, 7], image: [0, 7], button: [0, 7] }, total: 7 }],
  })
  const card = frame(inner(profile, all, { types: VERTICAL, most: 256 }), {
    what: 'a Viber card',
    types: VERTICAL,
    tags: 'free',
    fields: { alt: text() },
  })
  const carousel = cardCarousel(card, { tag: text(), padding, alt: text(2_000) }, { types: VERTICAL })
  return {
    body: typed('element', { vertical: card, carousel }),
    quickReply: connectorReplies(profile, { title: 25, most: 11 }),
    metadata: openMetadata(profile),
  }
}
