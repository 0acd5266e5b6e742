import type { Profile } from '../channels.ts'
import { type Mixture, parts, text, typed, word } from '../check/rule.ts'
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
import { display } from './style.ts'

/** LINE (11.1, 11.7). */
export function line(profile: Profile): ChannelRules {
  // C19: the provider’s page says 400.
  const alt = text(1_500, { min: 1, ...(profile === 'recommended' && { advised: 400 }) })
  const what = 'a LINE card'
  const alone = frame(inner(profile, lineParts(profile, 4)), { what, fields: { alt, display }, required: ['alt'] })
  const inCarousel = frame(inner(profile, lineParts(profile, 3)), {
    what: 'a LINE card in a carousel',
    fields: { alt },
  })
  const carousel = cardCarousel(inCarousel, { tag: word('generic'), padding, alt, display }, { required: ['alt'] })
  return {
    body: typed('element', { vertical: alone, horizontal: alone, carousel }),
    quickReply: connectorReplies(profile, { title: 128, most: 13 }),
    metadata: openMetadata(profile),
  }
}

function lineParts(profile: Profile, buttons: number) {
  const mixture = (image: 0 | 1, title: 0 | 1): Mixture => ({
    counts: { image: [image, image], title: [title, title], subtitle: [1, 1], button: [1, buttons] },
    limits: { subtitle: image + title === 0 ? 120 : 60 },
  })
  return parts({
    what: 'a LINE card',
    parts: {
      image: imagePart(profile, 1_000, { https: true }),
      title: textPart(40, ['title']),
      subtitle: textPart(120, ['subtitle']),
      button: buttonPart(128, connectorClick({ profile, types: ['publishText', 'link'] })),
    },
    mixtures: [mixture(1, 1), mixture(0, 1), mixture(1, 0), mixture(0, 0)],
  })
}
