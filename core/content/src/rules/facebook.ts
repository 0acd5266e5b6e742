import type { Profile } from '../channels.ts'
import { type Also, parts, pick, text, typed } from '../check/rule.ts'
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
import { connectorReplies } from './quickReplies.ts'
import { socialMetadata } from './socialMetadata.ts'

/** Facebook Messenger (11.1, 11.2). */
export function facebook(profile: Profile): ChannelRules {
  const alt = text()
  const alone = genericParts(profile, { carousel: false })
  const inCarousel = genericParts(profile, { carousel: true })
  const what = 'a Facebook card'
  const either = { what, tags: ['generic', 'button'] }
  // The page asks for a title on every card; the schema is content with a subtitle.
  const needs = profile === 'recommended' ? { also: [titled] } : {}
  const buttonCard = frame(inner(profile, buttonParts(profile), needs), { what, tags: ['button'] })
  const generic = frame(inner(profile, alone, needs), { ...either, fields: { alt, convType: text() } })
  const genericInCarousel = frame(inner(profile, inCarousel, needs), { ...either, fields: { alt } })
  const card = pick([generic, buttonCard], (value) => (tagOf(value) === 'button' ? buttonCard : generic))
  const carouselCard = pick([genericInCarousel, buttonCard], (value) =>
    tagOf(value) === 'button' ? buttonCard : genericInCarousel,
  )
  const carousel = cardCarousel(carouselCard, { padding, alt: text(2_000) })
  return {
    body: typed('element', { vertical: card, horizontal: card, carousel }),
    quickReply: connectorReplies(profile, { title: 127, advised: 20, most: 13 }),
    metadata: socialMetadata(profile, { conversation: true }),
  }
}

const button = (profile: Profile) =>
  buttonPart(20, connectorClick({ profile, types: ['publishText', 'link', 'navigate'] }))

function genericParts(profile: Profile, { carousel }: { readonly carousel: boolean }) {
  const named = textPart(80, ['title', 'subtitle'])
  return parts({
    what: 'a Facebook card tagged generic',
    parts: { image: imagePart(profile, 2_048), text: named, button: button(profile) },
    mixtures: [
      { counts: { image: [1, 1], text: [1, 2], button: [1, 3] } },
      { counts: { text: [1, 1], button: [1, 3] } },
      ...(carousel ? [] : [{ counts: { text: [2, 2], button: [0, 3] } } as const]),
    ],
  })
}

function buttonParts(profile: Profile) {
  return parts({
    what: 'a Facebook card tagged button',
    parts: { text: textPart(640, ['title', 'subtitle']), button: button(profile) },
    mixtures: [{ counts: { text: [1, 2], button: [1, 3] } }],
  })
}

/** 11.2: a subtitle, a picture or a button without a title is an error at the provider. */
const titled: Also = ({ elements }, walk) => {
  if (!Array.isArray(elements) || elements.length === 0 || elements.some((part) => tagOf(part) === 'title')) return
  walk.error('part-count', 'A Facebook card needs a text tagged title.', { names: ['title'] })
}

export function tagOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'tag' in value ? value.tag : undefined
}
