import type { Profile } from '../channels.ts'
import {
  type Also,
  type AlsoList,
  any,
  list,
  type Mixture,
  type ObjectRule,
  object,
  type Part,
  parts,
  pick,
  type Rule,
  text,
  typed,
  word,
} from '../check/rule.ts'
import { MAX_METADATA } from '../limits.ts'
import { orNull } from './appleMetadata.ts'
import type { ChannelRules } from './channelRules.ts'
import { imagePart, textPart } from './connectorParts.ts'
import { tagOf } from './facebook.ts'
import { generalMetadata } from './generalMetadata.ts'
import { guessEntry } from './metadata.ts'
import { quickReplies } from './quickReplies.ts'

/** WhatsApp (11.1, 11.3). */
export function whatsapp(profile: Profile): ChannelRules {
  const recommended = profile === 'recommended'
  const button = whatsappButton(profile)
  // The schema looks at no other member of a text.
  const tip = recommended ? {} : { tooltip: any }
  const all = parts({
    what: 'a WhatsApp card',
    parts: {
      image: imagePart(profile, 1_000, { https: true, tip: text() }),
      title: textPart(100, ['title'], tip),
      subtitle: textPart(924, ['subtitle'], tip),
      header: textPart(60, ['header'], tip),
      body: textPart(500, ['body'], tip),
      footer: textPart(60, ['footer'], tip),
      button: { type: 'button', rule: button },
    },
    mixtures: recommended ? RECOMMENDED : STRICT,
    ...(!recommended && { behind: { footer: ['title', 'subtitle'] } }),
  })
  const card = root(all, ['generic'])
  const sections = listMessage()
  const body = recommended ? pick([card, sections], (value) => (isListMessage(value) ? sections : card)) : card
  return {
    body: typed('element', { vertical: body }),
    quickReply: quickReplies(profile, { most: 13, reply: button }),
    metadata: whatsappMetadata(profile),
  }
}

const alt = text(2_000, { min: 1 })
const root = (elements: Rule, tags: readonly string[]): ObjectRule =>
  object(
    'a WhatsApp card',
    { type: word('vertical'), tag: word(...tags), alt, elements },
    { required: ['type', 'tag', 'elements'] },
  )

const product: Mixture = { counts: { header: [0, 3], body: [0, 3], footer: [0, 3] }, total: 3 }
/** The schema knows nine orders; a footer only passes beside a picture. */
const STRICT: readonly Mixture[] = [
  { counts: { image: [0, 1], title: [0, 1], subtitle: [0, 1], button: [0, 4] }, some: ['title', 'subtitle'] },
  {
    counts: { image: [1, 1], title: [0, 1], subtitle: [0, 1], footer: [1, 1], button: [0, 4] },
    some: ['title', 'subtitle'],
  },
  product,
]
/** C5: the page’s rule for footers and buttons. */
const RECOMMENDED: readonly Mixture[] = [
  {
    counts: { image: [0, 1], title: [0, 1], subtitle: [0, 1], footer: [0, 1], button: [1, 3] },
    some: ['title', 'subtitle'],
  },
  // One product has a header alone, or body and footer; several products have header and body.
  { counts: { header: [0, 1], body: [1, 1], footer: [0, 1] } },
  { counts: { header: [1, 1] } },
  { counts: { footer: [1, 1] } },
]

const publishText = object('the action publishText', { text: text(20) }, { required: ['text'], open: true })

/** Closed; the recommended profile keeps `click.metadata` on our side (11.3). */
function whatsappButton(profile: Profile, more: Readonly<Record<string, Rule>> = {}): ObjectRule {
  const kept = profile === 'recommended' ? { metadata: list(any, { max: 32, metadata: true }) } : {}
  const click = object(
    'a click',
    { actions: list(typed('action', { publishText }), { min: 1, max: 1 }), ...kept },
    { required: ['actions'] },
  )
  return object(
    'a button',
    { type: word('button'), title: text(20), click, ...more },
    { required: ['type', 'title', 'click'] },
  )
}

const MAX_OPTIONS = 10

/** The list message, which only the page knows: one button that opens it, sections of options below it. */
function listMessage(): ObjectRule {
  const option: Part = { type: 'button', rule: whatsappButton('recommended', { subtitle: text(72) }) }
  const sectionParts = parts({
    what: 'a section of a WhatsApp list',
    parts: { title: textPart(100, ['title']), button: option },
    mixtures: [{ counts: { title: [0, 1], button: [1, MAX_OPTIONS] } }],
  })
  const layout = (type: string, elements: Rule) =>
    object(`a ${type}`, { type: word(type), elements }, { required: ['type', 'elements'], open: true })
  const vertical = layout('vertical', sectionParts)
  const section = layout('horizontal', list(typed('element', { vertical }), { min: 1, max: 1 }))
  const menu = object('the menu button', { title: text(20), tag: word('menu') }, { required: ['title'], open: true })
  const whole = parts({
    what: 'a WhatsApp list',
    parts: {
      title: textPart(100, ['title']),
      subtitle: textPart(924, ['subtitle']),
      footer: textPart(60, ['footer']),
      menu: { type: 'button', tags: ['menu'], rule: menu },
      section: { type: 'horizontal', rule: section },
    },
    mixtures: [
      { counts: { title: [1, 1], subtitle: [0, 1], footer: [0, 1], menu: [1, 1], section: [1, MAX_OPTIONS] } },
    ],
  })
  const body = list(typed('element', { vertical: layout('vertical', whole) }), { min: 1, max: 1 })
  return { ...root(body, ['generic', 'list']), also: [tenOptions] }
}

/** Over all sections; and where there are several, each has a name (11.3). */
const tenOptions: Also = ({ elements }, walk) => {
  const parts = childrenOf((elements as readonly unknown[] | undefined)?.[0])
  const sections = parts.filter((part) => (part as { type?: unknown } | null)?.type === 'horizontal')
  const columns = sections.map((section) => childrenOf(childrenOf(section)[0]))
  const options = columns.flat().filter((part) => (part as { type?: unknown } | null)?.type === 'button').length
  if (options > MAX_OPTIONS)
    walk.error('part-count', `The list has ${options} options; at most ${MAX_OPTIONS} are allowed.`, {
      count: options,
      most: MAX_OPTIONS,
    })
  if (sections.length > 1 && columns.some((column) => !column.some((part) => tagOf(part) === 'title')))
    walk.error('part-count', 'The list has several sections; each of them needs a text tagged title.', {
      names: ['title'],
    })
}

function childrenOf(value: unknown): readonly unknown[] {
  const elements = typeof value === 'object' && value !== null && 'elements' in value ? value.elements : undefined
  return Array.isArray(elements) ? elements : []
}

function isListMessage(value: unknown): boolean {
  const elements: unknown =
    typeof value === 'object' && value !== null && 'elements' in value ? value.elements : undefined
  return (
    Array.isArray(elements) && elements.length === 1 && (elements[0] as { type?: unknown } | null)?.type === 'vertical'
  )
}

/** At most one entry (9.4). */
function whatsappMetadata(profile: Profile): Rule {
  const catalogId = text(25)
  const section = object(
    'a section',
    { title: text(24), productIds: list(text(), { min: 1, max: 30 }) },
    { required: ['title', 'productIds'], open: true },
  )
  const products = {
    WhatsAppSingleProduct: object(
      'the metadata WhatsAppSingleProduct',
      { type: word('WhatsAppSingleProduct'), catalogId, productRetailerId: text(50) },
      { required: ['type', 'catalogId', 'productRetailerId'] },
    ),
    WhatsAppMultipleProduct: object(
      'the metadata WhatsAppMultipleProduct',
      { type: word('WhatsAppMultipleProduct'), catalogId, sections: list(section, { min: 1, max: 10 }) },
      { required: ['type', 'catalogId', 'sections'] },
    ),
  }
  if (profile === 'strict') return orNull(list(typed('metadata', products), { max: 1 }))
  const types = { ...generalMetadata({ open: true }), ...products }
  return orNull(list(typed('metadata', types, { guess: guessEntry }), { max: MAX_METADATA, also: [oneProduct] }))
}

/** A message shows one product, or one list of them; entries of the general types stand beside it. */
const oneProduct: AlsoList = (entries, walk) => {
  const products = entries.filter((entry) => String((entry as { type?: unknown } | null)?.type).startsWith('WhatsApp'))
  if (products.length > 1)
    walk.error('wrong-count', `There are ${products.length} entries with products; at most 1 is allowed.`, {
      count: products.length,
      most: 1,
    })
}
