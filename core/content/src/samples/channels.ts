import { button, picture, type Sample, says, text, vertical } from './sample.ts'

/** The smallest whole card of the channels with frames of their own. */
export const CHANNEL_SAMPLES: readonly Sample[] = [
  {
    id: 'facebookCard',
    kind: 'body',
    channel: 'facebook',
    payload: vertical(
      [
        vertical([
          picture('flat-white', 'A flat white'),
          text('Flat white', { tag: 'title' }),
          text('Two ristretto shots under silky milk.', { tag: 'subtitle' }),
          button('Order one', says("I'd like a flat white")),
        ]),
      ],
      { tag: 'generic' },
    ),
  },
  {
    id: 'whatsappButtons',
    kind: 'body',
    channel: 'whatsapp',
    payload: vertical(
      [
        text('Your order is ready', { tag: 'title' }),
        text('Shall we keep it warm?', { tag: 'subtitle' }),
        button('Yes, please', says('Yes, please')),
        button('I am at the bar', says('I am at the bar')),
      ],
      { tag: 'generic', alt: 'Your order is ready' },
    ),
  },
  {
    id: 'rcsCard',
    kind: 'body',
    channel: 'rcsBusinessMessaging',
    payload: vertical(
      [
        picture('flat-white', 'A flat white'),
        text('Flat white', { tag: 'title' }),
        text('Two ristretto shots under silky milk.', { tag: 'subtitle' }),
        button('Order one', says("I'd like a flat white")),
      ],
      { tag: 'generic' },
    ),
  },
  {
    id: 'appleLink',
    kind: 'body',
    channel: 'appleBusinessChat',
    payload: vertical(
      [
        picture('menu', 'The menu'),
        button('The menu of today', { actions: [{ type: 'link', uri: 'https://www.example.com/menu' }] }),
      ],
      { tag: 'richLink' },
    ),
  },
]
