import type { Channel } from '../index.ts'
import {
  APPS,
  address,
  button,
  card,
  carousel,
  click,
  image,
  type Limit,
  link,
  nested,
  ofText,
  replies,
  say,
  subtitle,
  text,
  times,
  title,
  vertical,
  x,
} from './limit.ts'

/** 11.1, row by row. */
const FRAMES: Readonly<Record<string, (...parts: unknown[]) => unknown>> = {
  facebook: nested,
  rcsBusinessMessaging: nested,
  line: nested,
  viber: nested,
  whatsapp: (...parts) => card(parts),
  gbm: (...parts) => card(parts),
}
const onCard = (
  channel: Channel,
  of: string,
  bounds: Pick<Limit, 'most' | 'least'>,
  parts: (size: number) => readonly unknown[],
): Limit => ({ of: `11.1 ${of}`, on: [channel], ...bounds, make: (size) => FRAMES[channel]?.(...parts(size)) })
const titles = (channel: Channel, most: number): Limit =>
  onCard(channel, 'title', { most }, (size) => [text(x(size), 'title'), subtitle, button()])
const subtitles = (channel: Channel, most: number, beside: readonly unknown[] = [title]): Limit =>
  onCard(channel, 'subtitle', { most }, (size) => [...beside, text(x(size), 'subtitle'), button()])
const buttonTitles = (channel: Channel, most: number): Limit =>
  onCard(channel, 'title of a button', { most }, (size) => [title, subtitle, button({ title: x(size) })])
const buttons = (channel: Channel, least: number, most: number): Limit =>
  onCard(channel, 'buttons', { least, most }, (size) => [title, subtitle, ...times(size, button())])
const pictures = (channel: Channel, most: number): Limit =>
  onCard(channel, 'url', { most }, (size) => [image({ url: address(size) }), title, subtitle, button()])
const carousels = (channel: Channel, most = 10): Limit => ({
  of: '11.1 carousel',
  on: [channel],
  least: 2,
  most,
  make: (size) => {
    const { alt: _alt, ...one } = (FRAMES[channel] ?? nested)(image(), title, subtitle, button()) as { alt?: string }
    return carousel(times(size, one))
  },
})
const counted = (channel: Channel, most: number): Limit => ({
  of: '11.1 quick replies',
  on: [channel],
  kind: 'quickReply',
  least: 1,
  most,
  make: (size) => replies(times(size, button())),
})
const named = (channel: Channel, most: number): Limit => ({
  of: '11.1 title of a quick reply',
  on: [channel],
  kind: 'quickReply',
  most,
  make: (size) => replies([button({ title: x(size) })]),
})
const answering = (channel: Channel, most: number): Limit => ({
  of: '11.1 publishText of a quick reply',
  on: [channel],
  kind: 'quickReply',
  most,
  make: (size) => replies([button({ click: click(say(x(size))) })]),
})

export const CHANNEL_LIMITS: readonly Limit[] = [
  titles('facebook', 80),
  subtitles('facebook', 80),
  buttonTitles('facebook', 20),
  pictures('facebook', 2_048),
  onCard('facebook', 'buttons', { least: 1, most: 3 }, (size) => [title, ...times(size, button())]),
  onCard('facebook', 'buttons beside two texts', { least: 0, most: 3 }, (size) => [
    title,
    subtitle,
    ...times(size, button()),
  ]),
  ofText(['facebook'], '11.1 title of a card tagged button', 640, (words) =>
    vertical([vertical([text(words, 'title'), button()])], { tag: 'button' }),
  ),
  carousels('facebook'),
  counted('facebook', 13),
  named('facebook', 127),
  answering('facebook', 256),
  titles('whatsapp', 100),
  subtitles('whatsapp', 924),
  buttonTitles('whatsapp', 20),
  pictures('whatsapp', 1_000),
  ofText(['whatsapp'], '11.1 header', 60, (words) => card([text(words, 'header'), text('a', 'body')])),
  ofText(['whatsapp'], '11.1 body', 500, (words) => card([text(words, 'body')])),
  ofText(['whatsapp'], '11.1 footer', 60, (words) => card([image(), title, text(words, 'footer'), button()])),
  {
    of: '11.1 alt',
    on: ['whatsapp'],
    least: 1,
    most: 2_000,
    make: (size) => card([title, button()], { alt: x(size) }),
  },
  counted('whatsapp', 13),
  named('whatsapp', 20),
  answering('whatsapp', 20),
  titles('rcsBusinessMessaging', 640),
  subtitles('rcsBusinessMessaging', 640),
  buttonTitles('rcsBusinessMessaging', 25),
  buttons('rcsBusinessMessaging', 0, 4),
  pictures('rcsBusinessMessaging', 2_048),
  carousels('rcsBusinessMessaging'),
  counted('rcsBusinessMessaging', 11),
  named('rcsBusinessMessaging', 25),
  answering('rcsBusinessMessaging', 256),
  titles('gbm', 200),
  subtitles('gbm', 2_000),
  buttonTitles('gbm', 25),
  buttons('gbm', 0, 4),
  pictures('gbm', 1_000),
  carousels('gbm'),
  {
    of: '11.6 cards that are all compact',
    on: ['gbm'],
    least: 2,
    most: 13,
    make: (size) => carousel(times(size, vertical([title], { tag: 'generic', display: { size: 'compact' } }))),
  },
  { of: '11.1 alt', on: ['gbm'], least: 1, most: 2_000, make: (size) => card([title], { alt: x(size) }) },
  {
    of: '5.1 actions of a button',
    on: ['gbm'],
    least: 1,
    most: 2,
    make: (size) => card([title, button({ click: { actions: times(size, say('a')) } })]),
  },
  {
    of: '5.1 uri',
    on: ['gbm'],
    most: 256,
    make: (size) => card([title, button({ click: click(link(address(size))) })]),
  },
  counted('gbm', 13),
  named('gbm', 25),
  titles('line', 40),
  subtitles('line', 60),
  subtitles('line', 120, []),
  subtitles('line', 60, [image()]),
  buttonTitles('line', 128),
  buttons('line', 1, 4),
  pictures('line', 1_000),
  {
    of: '11.1 alt',
    on: ['line'],
    least: 1,
    most: 1_500,
    make: (size) => card([vertical([subtitle, button()])], { alt: x(size) }),
  },
  {
    of: '11.1 buttons in a carousel',
    on: ['line'],
    least: 1,
    most: 3,
    make: (size) => carousel(times(2, card([vertical([subtitle, ...times(size, button())])]))),
  },
  counted('line', 13),
  named('line', 128),
  answering('line', 256),
  titles('viber', 640),
  buttonTitles('viber', 25),
  pictures('viber', 2_048),
  { of: '11.8 parts', on: ['viber'], least: 0, most: 7, make: (size) => nested(...times(size, title)) },
  {
    of: '11.8 inner verticals',
    on: ['viber'],
    least: 1,
    most: 256,
    make: (size) => card(times(size, vertical([title]))),
  },
  {
    of: '5.1 actions',
    on: ['viber'],
    least: 0,
    most: 1,
    make: (size) => nested(title, button({ click: { actions: times(size, say('a')) } })),
  },
  carousels('viber'),
  counted('viber', 11),
  named('viber', 25),
  answering('viber', 256),
  ...APPS.flatMap((channel) => [counted(channel, 24), named(channel, 128), answering(channel, 256)]),
  {
    of: '5 metadata of a click',
    on: ['facebook', 'line', 'rcsBusinessMessaging', 'viber'],
    most: 32,
    make: (size) =>
      nested(title, subtitle, button({ click: { actions: [say('a')], metadata: times(size, { type: 'own' }) } })),
  },
  {
    of: '11.5 texts of a list picker',
    on: ['appleBusinessChat'],
    most: 5_000,
    make: (size) =>
      vertical([vertical([{ type: 'horizontal', elements: [vertical([text(x(size), 'title'), subtitle])] }])], {
        tag: 'list',
      }),
  },
  {
    of: '11.5 sections of a list picker',
    on: ['appleBusinessChat'],
    least: 1,
    make: (size) =>
      vertical(times(size, vertical([{ type: 'horizontal', elements: [vertical([title, subtitle])] }])), {
        tag: 'list',
      }),
  },
  {
    of: '11.5 buttons of a rich link',
    on: ['appleBusinessChat'],
    least: 1,
    most: 1,
    make: (size) =>
      vertical([image(), ...times(size, button({ click: click(link('https://a.example')) }))], { tag: 'richLink' }),
  },
]
