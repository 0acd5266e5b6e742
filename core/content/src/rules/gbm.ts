import type { Profile } from '../channels.ts'
import { type AlsoList, any, list, number, object, parts, pick, type Rule, text, typed, word } from '../check/rule.ts'
import type { ChannelRules } from './channelRules.ts'
import { frame, imagePart, inner, linkAddress, textPart } from './connectorParts.ts'
import { openMetadata } from './metadata.ts'
import { onEarth } from './onEarth.ts'
import { quickReplies } from './quickReplies.ts'
import { holdsLayoutOnly } from './rcs.ts'

/** Google Business Messages, which its provider has closed; for what was stored (11.1, 11.6). */
export function gbm(profile: Profile): ChannelRules {
  const button = gbmButton(profile)
  const buttonOf = { type: 'button', rule: button }
  const all = parts({
    what: 'a GBM card',
    parts: {
      image: imagePart(profile, 1_000, { https: true, tip: text() }),
      title: textPart(200, ['title']),
      description: textPart(2_000, ['subtitle', undefined], { tooltip: text() }),
      button: buttonOf,
    },
    mixtures: [
      {
        counts: { image: [0, 1], title: [0, 1], description: [0, 1], button: [0, 4] },
        some: ['image', 'title', 'description'],
      },
    ],
    behind: { description: ['title'] },
  })
  const onlyTitle = parts({
    what: 'a nested GBM card',
    parts: { title: textPart(200, ['title']), button: buttonOf },
    mixtures: [{ counts: { title: [1, 1], button: [0, 4] } }],
  })
  const fields = { alt: text(2_000, { min: 1 }), display }
  const what = 'a GBM card'
  const flat = frame(all, { what, fields })
  // C16: a misspelt reference in the schema of tall cards lets every display through.
  const tall = frame(all, { what, fields: { ...fields, display: any }, required: ['display'] })
  const nested = frame(inner(profile, onlyTitle), { what: 'a GBM card', tags: 'free', fields })
  const card = pick([flat, nested], (value) => (holdsLayoutOnly(value) ? nested : flat))
  return {
    body: typed('element', {
      vertical: card,
      horizontal: card,
      carousel: carousel(fields.alt, flat, profile === 'strict' ? tall : flat),
    }),
    quickReply: quickReplies(profile, { most: 13, reply: button }),
    metadata: openMetadata(profile),
  }
}

const display = object('a display', { aspectRatio: text(), size: word('compact', 'tall') })

/** The only closed button beside WhatsApp’s; what its style holds is not looked at. */
function gbmButton(profile: Profile): Rule {
  const actions = {
    publishText: object('the action publishText', { text: text(256) }, { required: ['text'], open: true }),
    link: object('the action link', { uri: linkAddress(profile, 256, false) }, { required: ['uri'], open: true }),
    navigate: object(
      'the action navigate',
      { la: number(), lo: number() },
      { required: ['la', 'lo'], open: true, ...(profile === 'recommended' && { also: [onEarth] }) },
    ),
  }
  const click = object(
    'a click',
    { actions: list(typed('action', actions), { min: 1, max: 2 }) },
    { required: ['actions'], open: true },
  )
  return object(
    'a button',
    { type: word('button'), tooltip: text(256), title: text(25), click, style: any },
    { required: ['type', 'title', 'click'] },
  )
}

/** @param shown what cards are that all have a `display` */
function carousel(alt: Rule, card: Rule, shown: Rule): Rule {
  const of = (one: Rule) => typed('element', { vertical: one, horizontal: one })
  const cards = list(of(card), { min: 2, max: 13, also: [oneSize] })
  const allShown = shown === card ? cards : list(of(shown), { min: 2, max: 13 })
  return object(
    'a carousel',
    {
      type: word('carousel'),
      alt,
      elements: pick([cards, allShown], (value) =>
        Array.isArray(value) && value.every(hasDisplay) ? allShown : cards,
      ),
    },
    { required: ['type', 'elements'] },
  )
}

const hasDisplay = (card: unknown): boolean => typeof card === 'object' && card !== null && 'display' in card

/** C16: ten cards without a size, or thirteen that are all compact or all tall. */
const oneSize: AlsoList = (cards, walk) => {
  const sizes = new Set(cards.map(sizeOf))
  if (sizes.size > 1) {
    walk.error(
      'mixed-card-sizes',
      'The cards ask for different sizes; all must be compact, all tall, or none say a size.',
    )
  } else if (sizes.has(undefined) && cards.length > 10) {
    walk.error('wrong-count', `${walk.subject()} holds ${cards.length} cards without a size; 2 to 10 are allowed.`, {
      count: cards.length,
      least: 2,
      most: 10,
    })
  }
}

function sizeOf(card: unknown): unknown {
  const shown: unknown = typeof card === 'object' && card !== null && 'display' in card ? card.display : undefined
  return typeof shown === 'object' && shown !== null && 'size' in shown ? shown.size : undefined
}
