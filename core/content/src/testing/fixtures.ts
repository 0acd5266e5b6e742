import type { Channel, PayloadKind, RuleId } from '../index.ts'
import { GONE } from './breakAt.ts'
import type { Fixture } from './fixture.ts'
import { METADATA } from './metadataFixtures.ts'

const image = { type: 'image', url: 'https://img.example/a.png', tooltip: 'A bike' }
const text = (words: string, tag?: string) => ({ type: 'text', text: words, ...(tag !== undefined && { tag }) })
const publishText = { type: 'publishText', text: 'yes' }
const link = { type: 'link', uri: 'https://shop.example/bikes', name: 'Bikes' }
const navigate = { type: 'navigate', la: 51.5, lo: -0.1, name: 'Shop' }
const button = (...actions: readonly object[]) => ({ type: 'button', title: 'Choose', click: { actions } })
const vertical = (...elements: readonly object[]) => ({ type: 'vertical', elements })
const fixture = (of: string, payload: unknown, at: string, to: unknown, rule: RuleId): Fixture => ({
  of,
  payload,
  at,
  to,
  rule,
})

const checkbox = { type: 'checkbox', text: 'Bell', click: { actions: [{ type: 'checked', publishText: 'bell' }] } }
const submitButton = {
  type: 'submitButton',
  title: 'Send',
  click: { actions: [{ type: 'submitAsText', submit: true }] },
}
const checklist = { type: 'checklist', elements: [checkbox, checkbox] }
const section = { type: 'section', sectionID: 's1', elements: [text('Extras'), checklist] }
const list = {
  type: 'list',
  elements: [
    text('Choose'),
    { type: 'sectionList', elements: [section] },
    { type: 'buttonList', elements: [submitButton, button(publishText)] },
  ],
}

/** What applications on phones and, in part, other channels share with the web. */
const SHARED_ELEMENTS: readonly Fixture[] = [
  fixture('text', text('Hello'), '/text', 'x'.repeat(5_001), 'text-too-long'),
  fixture('image', image, '/url', GONE, 'missing'),
  fixture('button', button(publishText), '/title', 'x'.repeat(129), 'text-too-long'),
  fixture('map', { type: 'map', la: 51.5, lo: -0.1 }, '/la', '51.5', 'not-a-number'),
  fixture('linkPreview', { type: 'linkPreview', url: 'https://shop.example', title: 'Shop' }, '/title', 7, 'not-text'),
  fixture(
    'template',
    { type: 'template', templateType: 'quickReply', title: 'Sure?', resp: ['Yes'] },
    '/resp',
    [],
    'wrong-count',
  ),
  fixture(
    'keyValuePairList',
    { type: 'keyValuePairList', elements: [{ key: 'Size' }] },
    '/elements/0/key',
    GONE,
    'missing',
  ),
  fixture('vertical', { ...vertical(image), scroll: 'enable' }, '/scroll', 'on', 'unknown-word'),
  fixture(
    'horizontal',
    { type: 'horizontal', elements: [image], percentages: [30] },
    '/percentages/0',
    '30 %',
    'not-a-number',
  ),
  fixture('carousel', { type: 'carousel', elements: [vertical(image), image] }, '/padding', 11, 'out-of-range'),
]

const selected = { elements: [vertical(image)] }
const WEB_ELEMENTS: readonly Fixture[] = [
  fixture(
    'carouselSelect',
    { type: 'carouselSelect', selectMode: { name: 'bikes', type: 'single' }, ...selected },
    '/selectMode/type',
    'any',
    'unknown-word',
  ),
  fixture(
    'accordionSelect',
    { type: 'accordionSelect', selectMode: { name: 'bikes' }, titles: [{ name: 'One' }], ...selected },
    '/titles',
    GONE,
    'missing',
  ),
  fixture('tabs', { type: 'tabs', elements: [text('a', 'First')] }, '/elements', [], 'wrong-count'),
  fixture('list', list, '/elements/2', text('no'), 'element-not-allowed'),
  fixture('sectionList', list, '/elements/1/elements', [], 'wrong-count'),
  fixture('section', list, '/elements/1/elements/0/sectionID', GONE, 'missing'),
  fixture('checklist', list, '/elements/1/elements/0/elements/1/elements', [checkbox], 'wrong-count'),
  fixture('checkbox', list, '/elements/1/elements/0/elements/1/elements/0/click', GONE, 'missing'),
  fixture(
    'checked',
    list,
    '/elements/1/elements/0/elements/1/elements/0/click/actions/0/type',
    'link',
    'action-not-allowed',
  ),
  fixture('buttonList', list, '/elements/2/elements', [], 'wrong-count'),
  fixture('submitButton', list, '/elements/2/elements/0/title', GONE, 'missing'),
  fixture('submitAsText', list, '/elements/2/elements/0/click/actions/0/submit', 'yes', 'not-a-flag'),
]

interface ActionFixture {
  readonly action: object
  readonly at: string
  readonly to: unknown
  readonly rule: RuleId
}
const slot = { type: 'scheduleSlot', id: '1', start: 1_900_000_000 }
const ACTIONS: Readonly<Record<string, ActionFixture>> = {
  publishText: { action: publishText, at: '/text', to: 'x'.repeat(257), rule: 'text-too-long' },
  link: { action: link, at: '/uri', to: 'shop.example', rule: 'uri-not-absolute' },
  navigate: { action: navigate, at: '/lo', to: GONE, rule: 'missing' },
  datePicker: {
    action: { type: 'datePicker', class: 'range', title: 'When?' },
    at: '/class',
    to: GONE,
    rule: 'missing',
  },
  scheduleSlotList: {
    action: { type: 'scheduleSlotList', slots: [slot] },
    at: '/slots/0/start',
    to: 1.5,
    rule: 'not-a-whole-number',
  },
  addToCart: {
    action: { type: 'addToCart', items: [{ productId: '1', quantity: 1 }] },
    at: '/items/0/quantity',
    to: '1',
    rule: 'not-a-number',
  },
  custom: { action: { type: 'custom', data: [{ key: 'a', value: 'b' }] }, at: '/data/0/key', to: 1, rule: 'not-text' },
}

/** Each action behind a picture, which every channel with the web’s elements has. */
const actionsInBody = Object.entries(ACTIONS).map(([of, { action, at, to, rule }]) =>
  fixture(of, { ...image, click: { actions: [action] } }, `/click/actions/0${at}`, to, rule),
)
const replies = (...all: readonly object[]) => ({ type: 'quickReplies', itemsPerRow: 2, replies: all })
const actionsInReplies = (names: readonly string[]) =>
  Object.entries(ACTIONS)
    .filter(([of]) => names.includes(of))
    .map(([of, { action, at, to, rule }]) =>
      fixture(of, replies(button(action)), `/replies/0/click/actions/0${at}`, to, rule),
    )
const WEB_REPLIES = [
  fixture('quickReplies', replies(button(publishText)), '/itemsPerRow', GONE, 'missing'),
  ...actionsInReplies(Object.keys(ACTIONS)),
]
const connectorReplies = (most: number, title: number): readonly Fixture[] => [
  fixture(
    'quickReplies',
    replies(button(publishText)),
    '/replies',
    Array(most + 1).fill(button(publishText)),
    'wrong-count',
  ),
  fixture('button', replies(button(publishText)), '/replies/0/title', 'x'.repeat(title + 1), 'text-too-long'),
  ...actionsInReplies(['publishText']),
]

interface Card {
  readonly card: unknown
  /** Where each part is. */
  readonly image: string
  readonly text: string
  readonly button: string
}

/** The parts that the cards of all connector channels have. */
const partsOf = (
  { card, ...at }: Card,
  limits: { readonly text: number; readonly title: number },
): readonly Fixture[] => [
  fixture('image', card, `${at.image}/url`, GONE, 'missing'),
  fixture('text', card, `${at.text}/text`, 'x'.repeat(limits.text + 1), 'text-too-long'),
  fixture('button', card, `${at.button}/title`, 'x'.repeat(limits.title + 1), 'text-too-long'),
  fixture('vertical', card, '/tag', 7, typeof limits === 'object' ? 'unknown-word' : 'missing'),
]
const withAction = ({ card, button: at }: Card, name: string, breakFixture = ACTIONS[name]): Fixture => {
  if (breakFixture === undefined) throw new Error(name)
  const payload = structuredClone(card)
  const target = at
    .split('/')
    .slice(1)
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], payload) as { click: object }
  target.click = { actions: [breakFixture.action] }
  return fixture(name, payload, `${at}/click/actions/0${breakFixture.at}`, breakFixture.to, breakFixture.rule)
}

const parts = [image, text('Kestrel', 'title'), text('A bike', 'subtitle'), button(publishText)]
const nested: Card = {
  card: { type: 'vertical', tag: 'generic', alt: 'A bike', elements: [vertical(...parts)] },
  image: '/elements/0/elements/0',
  text: '/elements/0/elements/2',
  button: '/elements/0/elements/3',
}
const flat: Card = {
  card: { type: 'vertical', tag: 'generic', alt: 'A bike', elements: parts },
  image: '/elements/0',
  text: '/elements/2',
  button: '/elements/3',
}
const untagged = (card: Card): Card => ({ ...card, card: { ...(card.card as object), tag: 'generic' } })
const carouselOf = ({ card }: Card): Fixture =>
  fixture('carousel', { type: 'carousel', alt: 'Bikes', elements: [card, card] }, '/elements', [card], 'wrong-count')
const horizontalOf = ({ card }: Card): Fixture =>
  fixture('horizontal', { ...(card as object), type: 'horizontal' }, '/elements', GONE, 'missing')

const appleLink: Card = {
  card: { type: 'vertical', tag: 'richLink', elements: [image, button(link)] },
  image: '/elements/0',
  text: '',
  button: '/elements/1',
}

/** A section of a WhatsApp list message, which the schema does not know. */
const section1 = { type: 'horizontal', elements: [vertical(text('Bikes', 'title'), button(publishText))] }
const listMessage = {
  type: 'vertical',
  tag: 'list',
  elements: [vertical(text('Choose', 'title'), { type: 'button', tag: 'menu', title: 'Open' }, section1)],
}

/** What is right and wrong on each channel, by kind. */
export const FIXTURES: Readonly<Record<Channel, Readonly<Record<PayloadKind, readonly Fixture[]>>>> = {
  web: {
    body: [...SHARED_ELEMENTS, ...WEB_ELEMENTS, ...actionsInBody],
    quickReply: WEB_REPLIES,
    metadata: METADATA.open,
  },
  sdk: { body: [...SHARED_ELEMENTS, ...actionsInBody], quickReply: WEB_REPLIES, metadata: METADATA.open },
  facebook: {
    body: [
      ...partsOf(nested, { text: 80, title: 20 }),
      horizontalOf(nested),
      carouselOf(nested),
      ...['publishText', 'link', 'navigate'].map((name) => withAction(nested, name)),
    ],
    quickReply: connectorReplies(13, 127),
    metadata: [...METADATA.open, ...METADATA.social],
  },
  whatsapp: {
    body: [
      ...partsOf(flat, { text: 924, title: 20 }),
      {
        ...fixture('horizontal', listMessage, '/elements/0/elements/2/elements', [], 'wrong-count'),
        profile: 'recommended',
      },
      withAction(flat, 'publishText', { action: publishText, at: '/text', to: 'x'.repeat(21), rule: 'text-too-long' }),
    ],
    quickReply: [
      ...connectorReplies(13, 20).filter(({ of }) => of !== 'publishText'),
      fixture(
        'publishText',
        replies(button(publishText)),
        '/replies/0/click/actions/0/text',
        'x'.repeat(21),
        'text-too-long',
      ),
    ],
    metadata: METADATA.whatsapp,
  },
  appleBusinessChat: {
    body: [
      ...SHARED_ELEMENTS,
      ...WEB_ELEMENTS,
      ...actionsInBody,
      fixture('image', appleLink.card, '/elements/0/url', GONE, 'missing'),
      fixture('link', appleLink.card, '/elements/1/click/actions/0/type', 'publishText', 'action-not-allowed'),
      fixture('vertical', appleLink.card, '/elements', [image, image, button(link)], 'part-count'),
    ],
    quickReply: [
      fixture(
        'publishText',
        replies(button(publishText), button()),
        '/replies/0/click/actions/0/text',
        'x'.repeat(257),
        'text-too-long',
      ),
    ],
    metadata: METADATA.apple,
  },
  rcsBusinessMessaging: {
    body: [
      ...partsOf(flat, { text: 640, title: 25 }),
      horizontalOf(nested),
      carouselOf(nested),
      ...['publishText', 'link', 'navigate'].map((name) => withAction(nested, name)),
    ],
    quickReply: connectorReplies(11, 25),
    metadata: METADATA.open,
  },
  gbm: {
    body: [
      ...partsOf(untagged(flat), { text: 2_000, title: 25 }),
      horizontalOf(flat),
      carouselOf(flat),
      ...['publishText', 'navigate'].map((name) => withAction(flat, name)),
      withAction(flat, 'link', { action: link, at: '/uri', to: `https://${'x'.repeat(250)}`, rule: 'text-too-long' }),
    ],
    quickReply: [
      ...connectorReplies(13, 25),
      ...actionsInReplies(['navigate']),
      fixture('link', replies(button(link)), '/replies/0/click/actions/0/uri', 7, 'not-text'),
    ],
    metadata: METADATA.open,
  },
  line: {
    body: [
      ...partsOf(nested, { text: 60, title: 128 }),
      horizontalOf(nested),
      carouselOf(nested),
      ...['publishText', 'link'].map((name) => withAction(nested, name)),
    ],
    quickReply: connectorReplies(13, 128),
    metadata: METADATA.open,
  },
  viber: {
    body: [
      ...partsOf(nested, { text: 640, title: 25 }).filter(({ of }) => of !== 'vertical'),
      fixture('vertical', nested.card, '/tag', 7, 'not-text'),
      carouselOf(nested),
      ...['publishText', 'link'].map((name) => withAction(nested, name)),
    ],
    quickReply: connectorReplies(11, 25),
    metadata: METADATA.open,
  },
  twitter: {
    body: [
      ...SHARED_ELEMENTS.filter(({ of }) => ['text', 'image', 'vertical', 'horizontal'].includes(of)),
      ...actionsInBody,
    ],
    quickReply: WEB_REPLIES,
    metadata: [...METADATA.open, ...METADATA.social],
  },
  instagram: {
    body: [
      ...SHARED_ELEMENTS.filter(({ of }) => ['text', 'image', 'vertical', 'horizontal'].includes(of)),
      ...actionsInBody,
    ],
    quickReply: WEB_REPLIES,
    metadata: [...METADATA.open, ...METADATA.social.filter(({ of }) => of === 'SocialMessagingEventData')],
  },
}
