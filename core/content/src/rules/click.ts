import type { Profile } from '../channels.ts'
import {
  type Also,
  any,
  list,
  number,
  type ObjectRule,
  object,
  type Rule,
  text,
  typed,
  whole,
  word,
} from '../check/rule.ts'
import { accessibility } from './accessibility.ts'
import { metadataIn } from './metadata.ts'
import { onEarth } from './onEarth.ts'

/** Section 5. Everything that a tap can do on the web. */
export function clickOf(profile: Profile): Rule {
  return click(profile, actions(profile))
}

/** SC4.11: a tick box only ticks. */
export function checkedClick(profile: Profile): Rule {
  const checked = object(
    'the action checked',
    { type: any, publishText: text(250), accessibility },
    { required: ['type', 'publishText'] },
  )
  return click(profile, { checked })
}

/** SC4.11: a submit button only submits. */
export function submitClick(profile: Profile): Rule {
  const submitAsText = object(
    'the action submitAsText',
    { type: any, submit: { is: 'flag' }, accessibility },
    { required: ['type', 'submit'] },
  )
  return click(profile, { submitAsText })
}

function click(profile: Profile, types: Readonly<Record<string, Rule>>): ObjectRule {
  return object('a click', {
    actions: list(typed('action', types), { max: 4 }),
    metadata: metadataIn(profile, { untyped: true }),
  })
}

function actions(profile: Profile): Record<string, Rule> {
  const recommended = profile === 'recommended'
  return {
    publishText: object('the action publishText', { type: any, text: text(256) }, { required: ['type', 'text'] }),
    link: link(profile),
    navigate: object(
      'the action navigate',
      { type: any, la: number(), lo: number(), name: text(256) },
      { required: ['type', 'la', 'lo'], ...(recommended && { also: [onEarth] }) },
    ),
    datePicker: object(
      'the action datePicker',
      {
        type: any,
        class: word('single', 'range'),
        title: text(40),
        minDate: whole(),
        maxDate: whole(),
        dateFormat: text(100),
      },
      { required: ['type', 'class'], ...(recommended && { also: [datesInOrder] }) },
    ),
    scheduleSlotList: object('the action scheduleSlotList', {
      type: any,
      title: text(40),
      firstDayOfTheWeek: word('sun', 'mon'),
      slots: list(slot(profile), { max: 256 }),
    }),
    addToCart: object(
      'the action addToCart',
      {
        type: any,
        items: list(
          object(
            'an item',
            { productId: text(256), quantity: whole() },
            recommended ? { required: ['productId', 'quantity'] } : {},
          ),
          { max: 10 },
        ),
      },
      { required: ['type', 'items'] },
    ),
    custom: object('the action custom', {
      type: any,
      data: list(object('a pair', { key: text(128), value: text(2_048) }, { required: ['key'] }), { max: 10 }),
    }),
  }
}

function link(profile: Profile): Rule {
  const uri = text(1_024, { formats: ['uri', profile === 'recommended' ? 'linkScheme' : 'noScript'] })
  const device = object('an address for one kind of device', { uri })
  return object(
    'the action link',
    {
      type: any,
      uri,
      name: text(256),
      target: word('self', 'blank', 'slideout'),
      ios: device,
      android: device,
      web: device,
      accessibility,
    },
    { required: ['type', 'uri'] },
  )
}

function slot(profile: Profile): Rule {
  const advised = profile === 'recommended' ? (['httpsAdvised'] as const) : []
  return object(
    'a slot',
    {
      type: word('scheduleSlot'),
      id: text(256),
      start: whole(),
      end: whole(),
      title: text(40),
      description: text(40),
      imageUrl: text(1_024, { formats: ['uri', ...advised, 'picture'] }),
    },
    { required: ['type', 'id', 'start'] },
  )
}

/** SC5.12 */
const datesInOrder: Also = ({ minDate, maxDate }, walk) => {
  if (typeof minDate !== 'number' || typeof maxDate !== 'number' || minDate <= maxDate) return
  walk.error('dates-reversed', `“minDate” (${minDate}) lies after “maxDate” (${maxDate}); no day could be chosen.`)
}
