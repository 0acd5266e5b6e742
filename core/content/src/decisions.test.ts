import { describe, expect, it } from 'vitest'
import { type Channel, checkPayload, type PayloadKind } from './index.ts'

const say = (text: string) => ({ type: 'publishText', text })
const button = (more: object = {}) => ({ type: 'button', title: 'Choose', click: { actions: [say('yes')] }, ...more })
const text = (words: string, tag?: string) => ({ type: 'text', text: words, ...(tag !== undefined && { tag }) })
const image = (url = 'https://img.example/a.png') => ({ type: 'image', url })
const card = (...elements: readonly object[]) => ({ type: 'vertical', tag: 'generic', alt: 'A card', elements })
const nested = (...elements: readonly object[]) => card({ type: 'vertical', elements })
const replies = (...all: readonly object[]) => ({ type: 'quickReplies', itemsPerRow: 2, replies: all })
const link = (uri: string) => button({ click: { actions: [{ type: 'link', uri }] } })
const reply = (title: string) => button({ title })

const picker = (...headings: readonly object[]) => ({
  type: 'vertical',
  tag: 'list',
  elements: [
    {
      type: 'vertical',
      elements: [
        ...headings,
        { type: 'horizontal', elements: [{ type: 'vertical', elements: [text('a'), text('b')] }] },
      ],
    },
  ],
})
const gbmCard = { type: 'vertical', tag: 'generic', elements: [text('a', 'title')] }
const sized = (size: string) => ({ ...gbmCard, display: { size } })
const product = { type: 'WhatsAppSingleProduct', catalogId: '1', productRetailerId: '2' }
const section = (...elements: readonly object[]) => ({ type: 'horizontal', elements: [{ type: 'vertical', elements }] })
const menuOf = (...sections: readonly object[]) => ({
  type: 'vertical',
  tag: 'list',
  elements: [
    { type: 'vertical', elements: [text('a', 'title'), { type: 'button', tag: 'menu', title: 'Open' }, ...sections] },
  ],
})

type Verdict = 'valid' | 'invalid' | 'warned'
type Case = readonly [
  name: string,
  channel: Channel,
  kind: PayloadKind,
  payload: unknown,
  strict: Verdict,
  recommended: Verdict,
]

/** Where the two profiles differ, and where they must not (section 16; inferred rules by their number). */
const CASES: readonly Case[] = [
  ['C1: a text on a layout', 'web', 'body', { ...card(), text: 'x' }, 'invalid', 'invalid'],
  ['C1: metadata as an object', 'web', 'body', { ...card(), metadata: {} }, 'invalid', 'invalid'],
  [
    'C2: a publishText of 257',
    'web',
    'body',
    button({ click: { actions: [say('x'.repeat(257))] } }),
    'invalid',
    'invalid',
  ],
  ['C3: a link of 1,025', 'web', 'body', link(`https://a.example/${'x'.repeat(1_007)}`), 'invalid', 'invalid'],
  [
    'C5: a WhatsApp footer without picture',
    'whatsapp',
    'body',
    card(text('a', 'title'), text('b', 'footer'), button()),
    'invalid',
    'valid',
  ],
  [
    'C5: four WhatsApp buttons',
    'whatsapp',
    'body',
    card(text('a', 'title'), ...Array(4).fill(button())),
    'valid',
    'invalid',
  ],
  ['C5: no WhatsApp button', 'whatsapp', 'body', card(text('a', 'title')), 'valid', 'invalid'],
  [
    '11.3: WhatsApp click metadata',
    'whatsapp',
    'body',
    card(text('a', 'title'), button({ click: { actions: [say('a')], metadata: [] } })),
    'invalid',
    'valid',
  ],
  ['C6: nine items per row', 'web', 'quickReply', { ...replies(reply('a')), itemsPerRow: 9 }, 'valid', 'invalid'],
  ['C6: half an item per row', 'web', 'quickReply', { ...replies(reply('a')), itemsPerRow: 0.5 }, 'valid', 'invalid'],
  [
    'C6: half an item per row, elsewhere',
    'line',
    'quickReply',
    { ...replies(reply('a')), itemsPerRow: 0.5 },
    'invalid',
    'invalid',
  ],
  ['C8: ExternalId on Apple', 'appleBusinessChat', 'metadata', [{ type: 'ExternalId', id: 'a' }], 'invalid', 'valid'],
  [
    'C8: ActionReason on Apple',
    'appleBusinessChat',
    'metadata',
    [{ type: 'ActionReason', reason: 'escalated_by_bot' }],
    'invalid',
    'valid',
  ],
  [
    'C9: a carousel in a card',
    'web',
    'body',
    card({ type: 'carousel', elements: [image(), image()] }),
    'valid',
    'valid',
  ],
  [
    'C10: social metadata in a list',
    'facebook',
    'metadata',
    [{ type: 'SocialMessagingEventData' }],
    'valid',
    'invalid',
  ],
  ['C10: social metadata alone', 'facebook', 'metadata', { type: 'SocialMessagingEventData' }, 'invalid', 'invalid'],
  ['C11: a Viber style', 'viber', 'body', nested(button({ style: { color: '#fff' } })), 'invalid', 'valid'],
  [
    'C12: Viber navigate',
    'viber',
    'body',
    nested(button({ click: { actions: [{ type: 'navigate', la: 1, lo: 1 }] } })),
    'invalid',
    'invalid',
  ],
  [
    'C14: three RCS buttons in a carousel',
    'rcsBusinessMessaging',
    'body',
    { type: 'carousel', elements: Array(2).fill(card(image(), ...Array(3).fill(button()))) },
    'valid',
    'warned',
  ],
  [
    'C15: Apple quick replies',
    'appleBusinessChat',
    'quickReply',
    replies({ type: 'button', title: 'a' }, reply('b')),
    'invalid',
    'valid',
  ],
  ['C15: one Apple quick reply', 'appleBusinessChat', 'quickReply', replies(reply('a')), 'invalid', 'invalid'],
  [
    'C16: GBM cards of different sizes',
    'gbm',
    'body',
    { type: 'carousel', elements: [card(image()), { ...card(image()), display: { size: 'tall' } }] },
    'invalid',
    'invalid',
  ],
  ['C18: a Facebook reply of 21', 'facebook', 'quickReply', replies(reply('x'.repeat(21))), 'valid', 'warned'],
  [
    'C19: a LINE alt of 401',
    'line',
    'body',
    { ...nested(text('a', 'subtitle'), button()), alt: 'x'.repeat(401) },
    'valid',
    'warned',
  ],
  [
    'C19: a LINE alt of 1,501',
    'line',
    'body',
    { ...nested(text('a', 'subtitle'), button()), alt: 'x'.repeat(1_501) },
    'invalid',
    'invalid',
  ],
  [
    'C19: a LINE subtitle of 120 alone',
    'line',
    'body',
    nested(text('x'.repeat(120), 'subtitle'), button()),
    'valid',
    'valid',
  ],
  [
    'C19: a LINE subtitle of 61 beside a title',
    'line',
    'body',
    nested(text('a', 'title'), text('x'.repeat(61), 'subtitle'), button()),
    'invalid',
    'invalid',
  ],
  ['C22: a web reply of 26', 'web', 'quickReply', replies(reply('x'.repeat(26))), 'valid', 'warned'],
  ['C22: a web reply of 129', 'web', 'quickReply', replies(reply('x'.repeat(129))), 'invalid', 'invalid'],
  ['C24: swapped coordinates', 'web', 'body', { type: 'map', la: -173.99, lo: 40.75 }, 'valid', 'warned'],
  [
    'C25: Facebook without picture in a carousel',
    'facebook',
    'body',
    { type: 'carousel', elements: Array(2).fill(nested(text('a', 'title'), button())) },
    'valid',
    'valid',
  ],
  [
    'C7: a second heading on Apple',
    'appleBusinessChat',
    'body',
    picker(text('a', 'title'), text('b', 'subtitle')),
    'invalid',
    'warned',
  ],
  [
    'C7: a third heading on Apple',
    'appleBusinessChat',
    'body',
    picker(text('a'), text('b'), text('c')),
    'invalid',
    'invalid',
  ],
  [
    'C16: GBM cards of two sizes',
    'gbm',
    'body',
    { type: 'carousel', elements: [sized('compact'), sized('tall')] },
    'valid',
    'invalid',
  ],
  [
    'C16: GBM cards with and without a size',
    'gbm',
    'body',
    { type: 'carousel', elements: [sized('tall'), gbmCard] },
    'invalid',
    'invalid',
  ],
  [
    'C24: a way to swapped coordinates',
    'web',
    'body',
    button({ click: { actions: [{ type: 'navigate', la: 139, lo: 35 }] } }),
    'valid',
    'warned',
  ],
  [
    '11.2: a Facebook card without title',
    'facebook',
    'body',
    nested(text('a', 'subtitle'), button()),
    'valid',
    'invalid',
  ],
  ['11.3: two WhatsApp products', 'whatsapp', 'metadata', [product, product], 'invalid', 'invalid'],
  [
    '11.3: a product beside an ExternalId',
    'whatsapp',
    'metadata',
    [product, { type: 'ExternalId', id: 'a' }],
    'invalid',
    'valid',
  ],
  [
    '11.3: a header and a footer without body',
    'whatsapp',
    'body',
    card(text('a', 'header'), text('b', 'footer')),
    'valid',
    'invalid',
  ],
  ['11.3: a header and a body', 'whatsapp', 'body', card(text('a', 'header'), text('b', 'body')), 'valid', 'valid'],
  [
    '11.3: sections without a name',
    'whatsapp',
    'body',
    menuOf(section(button()), section(button())),
    'invalid',
    'invalid',
  ],
  ['11.3: one section without a name', 'whatsapp', 'body', menuOf(section(button())), 'invalid', 'valid'],
  [
    '11.3: eleven options',
    'whatsapp',
    'body',
    menuOf(
      section(text('a', 'title'), ...Array(6).fill(button())),
      section(text('b', 'title'), ...Array(5).fill(button())),
    ),
    'invalid',
    'invalid',
  ],
  ['11.4: a subtitle alone on RCS', 'rcsBusinessMessaging', 'body', nested(text('a', 'subtitle')), 'valid', 'invalid'],
  ['9.1: CbBotResponseMetaData without type', 'web', 'metadata', [{ botMsgId: 'a' }], 'valid', 'valid'],
  [
    '9.2: a long title on Apple',
    'appleBusinessChat',
    'metadata',
    [{ type: 'BusinessChatMessage', receivedMessage: { title: 'x'.repeat(86) } }],
    'valid',
    'warned',
  ],
  [
    '9.2: a long page identifier',
    'appleBusinessChat',
    'metadata',
    [{ type: 'BusinessFormEvent', pages: [{ pageIdentifier: 'x'.repeat(20) }] }],
    'valid',
    'warned',
  ],
  ['SC2.2: no type', 'web', 'body', { text: 'Hello' }, 'valid', 'valid'],
  ['SC2.2: an address alone', 'web', 'body', { url: 'https://img.example/a.png' }, 'invalid', 'invalid'],
  ['SC2.5: a colour that is none', 'web', 'body', { ...text('a'), style: { color: '###fff' } }, 'valid', 'warned'],
  [
    'SC4.10: a title too many',
    'web',
    'body',
    { type: 'accordionSelect', selectMode: { name: 'a' }, titles: [{ name: '1' }, { name: '2' }], elements: [image()] },
    'valid',
    'invalid',
  ],
  ['SC5.6: javascript', 'web', 'body', link('javascript:alert(1)'), 'invalid', 'invalid'],
  [
    'SC5.6: javascript on GBM',
    'gbm',
    'body',
    card(text('a', 'title'), link('java\nscript:alert(1)')),
    'invalid',
    'invalid',
  ],
  ['SC5.6: a scheme of an application', 'web', 'body', link('myshop://bikes/1'), 'valid', 'invalid'],
  ['SC5.6: sms', 'web', 'body', link('sms:+491234'), 'valid', 'valid'],
  [
    'SC5.12: days in the wrong order',
    'web',
    'body',
    button({ click: { actions: [{ type: 'datePicker', class: 'single', minDate: 2, maxDate: 1 }] } }),
    'valid',
    'invalid',
  ],
  ['SC9: ExternalId of a number', 'web', 'metadata', [{ type: 'ExternalId', id: 7 }], 'valid', 'invalid'],
  ['SC9: an unknown type', 'web', 'metadata', [{ type: 'ConnectorWidget', a: 1 }], 'valid', 'valid'],
  [
    'SC10.4: a reply that says nothing',
    'web',
    'quickReply',
    replies({ type: 'button', title: 'a' }),
    'valid',
    'warned',
  ],
  ['11.2: an empty frame', 'facebook', 'body', card(), 'valid', 'invalid'],
  ['11.9: a button on Twitter', 'twitter', 'body', button(), 'valid', 'invalid'],
  [
    '11.11: a checklist in an application',
    'sdk',
    'body',
    { type: 'tabs', elements: [text('a', 'b')] },
    'invalid',
    'invalid',
  ],
  ['SC14.2: a flag of interactivity', 'web', 'body', { ...card(), blockSCWhenNotLastMsg: true }, 'invalid', 'valid'],
  ['4.4: a tab without label', 'web', 'body', { type: 'tabs', elements: [image()] }, 'valid', 'warned'],
  ['SC12.1: a picture over http', 'web', 'body', image('http://img.example/a.png'), 'valid', 'warned'],
]

const verdictOf =
  (...[, channel, kind, payload]: Case) =>
  (profile: 'strict' | 'recommended'): Verdict => {
    const { valid, problems } = checkPayload(payload, kind, { channel, profile })
    return valid ? (problems.length > 0 ? 'warned' : 'valid') : 'invalid'
  }

describe('the two profiles', () => {
  it.each(CASES)('structured content %s (%s, %s)', (...example) => {
    const [, , , , strict, recommended] = example
    const verdict = verdictOf(...example)
    expect({ strict: verdict('strict'), recommended: verdict('recommended') }).toEqual({ strict, recommended })
  })
})
