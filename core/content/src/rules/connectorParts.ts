import type { Profile } from '../channels.ts'
import {
  type Also,
  any,
  type Format,
  list,
  number,
  type ObjectRule,
  object,
  type Part,
  type Rule,
  type TextRule,
  text,
  typed,
  word,
} from '../check/rule.ts'

import { onEarth } from './onEarth.ts'

const tooltip = text(256)

/** A text of a card: which tags say its role (absent: any), and how long it may be. Other members are let through (SC2.1). */
export function textPart(
  limit: number,
  tags: readonly (string | undefined)[] | undefined,
  more: Readonly<Record<string, Rule>> = {},
): Part {
  const rule = object('a text', { text: text(limit), tooltip, ...more }, { required: ['text'], open: true })
  return { type: 'text', ...(tags && { tags }), rule }
}

/**
 * The picture of a card.
 * @param https whether the channel’s schema asks for it; the recommended profile asks for it in full
 */
export function imagePart(profile: Profile, limit: number, { https = false, tip = tooltip as Rule } = {}): Part {
  const recommended = profile === 'recommended'
  const safe: readonly Format[] = https ? [recommended ? 'httpsAddress' : 'https'] : recommended ? ['httpsAdvised'] : []
  const url = text(limit, { formats: [...safe, 'picture'] })
  return { type: 'image', rule: object('an image', { url, tooltip: tip }, { required: ['url'], open: true }) }
}

interface Actions {
  readonly profile: Profile
  readonly types: readonly ('publishText' | 'link' | 'navigate')[]
  readonly most?: number
  /** Apple and RCS close navigate; the others let other members of actions through. */
  readonly closedNavigate?: boolean
}

/** A click whose object is closed and whose actions are not (5.1). */
export function connectorClick({ profile, types, most = 4, closedNavigate = false }: Actions): ObjectRule {
  const all = connectorActions(profile, closedNavigate)
  const allowed = Object.fromEntries(types.map((type) => [type, all[type]]))
  return object('a click', {
    metadata: list(any, { max: 32, metadata: true }),
    actions: list(typed('action', allowed), { max: most }),
  })
}

function connectorActions(profile: Profile, closedNavigate: boolean) {
  return {
    publishText: object(
      'the action publishText',
      { type: word('publishText'), text: text(256) },
      { required: ['text'], open: true },
    ),
    link: object(
      'the action link',
      {
        type: word('link'),
        uri: linkAddress(profile, 1_024),
        name: text(256),
        target: word('self', 'blank', 'slideout'),
      },
      { required: ['uri'], open: true },
    ),
    navigate: object(
      'the action navigate',
      { type: word('navigate'), lo: number(), la: number(), name: text(256) },
      { required: ['lo', 'la'], open: !closedNavigate, ...(profile === 'recommended' && { also: [onEarth] }) },
    ),
  }
}

/** SC5.6 holds on every channel; which other schemes may be opened is a decision of ours. */
export function linkAddress(profile: Profile, limit: number, schemaAsks = true): TextRule {
  const recommended = profile === 'recommended'
  const absolute: readonly Format[] = schemaAsks || recommended ? ['uri'] : []
  return text(limit, { formats: [...absolute, recommended ? 'linkScheme' : 'noScript'] })
}

/** A button that needs a click. */
export function buttonPart(title: number, click: Rule, more: Readonly<Record<string, Rule>> = {}): Part {
  const fields = { tooltip, title: text(title), click, ...more }
  return { type: 'button', rule: object('a button', fields, { required: ['title', 'click'], open: true }) }
}

interface Frame {
  readonly what: string
  readonly types?: readonly string[]
  readonly tags?: readonly string[] | 'any' | 'free'
  readonly fields?: Readonly<Record<string, Rule>>
  readonly required?: readonly string[]
  readonly open?: boolean
}

/** The outer node of a card: a layout with the tag that names the provider’s template. */
export function frame(
  elements: Rule,
  { what, types = LAYOUTS, tags = ['generic'], fields = {}, required = [], open = false }: Frame,
): ObjectRule {
  const tag = tags === 'any' || tags === 'free' ? text() : word(...tags)
  return object(
    what,
    { type: word(...types), tag, elements, ...fields },
    { required: ['type', 'elements', ...(tags === 'free' ? [] : ['tag']), ...required], open },
  )
}

/** The layout inside the frame; members other than these are let through. An empty frame shows nothing (11.2). */
export function inner(
  profile: Profile,
  elements: Rule,
  { types = LAYOUTS, most = 1, also }: { types?: readonly string[]; most?: number; also?: readonly Also[] } = {},
): Rule {
  const layout = object(
    'the inner layout of a card',
    { type: word(...types), elements },
    { required: ['type', 'elements'], open: true, ...(also && { also }) },
  )
  const layouts = Object.fromEntries(types.map((type) => [type, layout]))
  return list(typed('element', layouts), { min: profile === 'recommended' ? 1 : 0, max: most })
}

export const LAYOUTS: readonly string[] = ['vertical', 'horizontal']

/** A carousel of a channel’s cards. */
export function cardCarousel(
  card: Rule,
  fields: Readonly<Record<string, Rule>>,
  more: { readonly required?: readonly string[]; readonly types?: readonly string[] } = {},
): ObjectRule {
  const layouts = Object.fromEntries((more.types ?? LAYOUTS).map((type) => [type, card]))
  return object(
    'a carousel',
    { type: word('carousel'), elements: list(typed('element', layouts), { min: 2, max: 10 }), ...fields },
    { required: ['type', 'elements', ...(more.required ?? [])] },
  )
}

export const padding = number(0, 10)
