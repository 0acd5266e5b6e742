import type { Profile } from '../channels.ts'
import { type AlsoList, list, parts, pick, type Rule, text, typed, word } from '../check/rule.ts'
import type { ChannelRules } from './channelRules.ts'
import {
  buttonPart,
  cardCarousel,
  connectorClick,
  frame,
  imagePart,
  inner,
  LAYOUTS,
  padding,
  textPart,
} from './connectorParts.ts'
import { openMetadata } from './metadata.ts'
import { connectorReplies } from './quickReplies.ts'

/** RCS Business Messaging (11.1, 11.4). */
export function rcs(profile: Profile): ChannelRules {
  const card = rcsCard(profile)
  const carousel = cardCarousel(card, { tag: word('generic'), padding, alt: text(2_000) })
  const elements = carousel.fields.elements
  const advised =
    profile === 'recommended' && elements?.is === 'list'
      ? { elements: list(elements.of ?? card, { ...elements, also: [fewButtons] }) }
      : {}
  return {
    body: typed('element', {
      vertical: card,
      horizontal: card,
      carousel: { ...carousel, fields: { ...carousel.fields, ...advised } },
    }),
    quickReply: connectorReplies(profile, { title: 25, most: 11 }),
    metadata: openMetadata(profile),
  }
}

/** With the parts in the frame, whose other members are let through, or in one layout inside it, whose frame is closed. */
function rcsCard(profile: Profile): Rule {
  const click = connectorClick({ profile, types: ['publishText', 'link', 'navigate'], closedNavigate: true })
  const all = parts({
    what: 'an RCS card',
    parts: {
      image: imagePart(profile, 2_048),
      title: textPart(640, ['title']),
      subtitle: textPart(640, ['subtitle']),
      button: buttonPart(25, click),
    },
    mixtures: [
      {
        counts: { image: [0, 1], title: [0, 1], subtitle: [0, 1], button: [0, 4] },
        // The page asks for a picture or a title; the schema is content with a subtitle.
        some: profile === 'recommended' ? ['image', 'title'] : ['image', 'title', 'subtitle'],
      },
    ],
  })
  const what = 'an RCS card'
  const flat = frame(all, { what, fields: { alt: text() }, open: true })
  const nested = frame(inner(profile, all), { what, fields: { alt: text() } })
  return pick([flat, nested], (value) => (holdsLayoutOnly(value) ? nested : flat))
}

/** Whether the children are one layout, or none. */
export function holdsLayoutOnly(value: unknown): boolean {
  const elements: unknown =
    typeof value === 'object' && value !== null && 'elements' in value ? value.elements : undefined
  if (!Array.isArray(elements)) return false
  const [first]: { type?: unknown }[] = elements
  return elements.length === 0 || (elements.length === 1 && LAYOUTS.includes(String(first?.type)))
}

/** C14: the schema lets four pass, the provider shows two. */
const fewButtons: AlsoList = (cards, walk) => {
  for (const [index, card] of cards.entries()) {
    const count = JSON.stringify(card ?? null).split('"type":"button"').length - 1
    if (count > 2)
      walk.warnAt(index, 'too-many-buttons', `Has ${count} buttons; in a carousel the provider may show only 2.`, {
        count,
        most: 2,
      })
  }
}
