import type { Profile } from '../channels.ts'
import {
  type Also,
  later,
  list,
  number,
  type ObjectRule,
  object,
  type Part,
  parts,
  pick,
  type Rule,
  refused,
  text,
  typed,
  word,
} from '../check/rule.ts'
import { appleMetadata } from './appleMetadata.ts'
import type { ChannelRules } from './channelRules.ts'
import { connectorClick, LAYOUTS } from './connectorParts.ts'
import { elementRules } from './elements.ts'
import { tagOf } from './facebook.ts'
import { quickReplies } from './quickReplies.ts'
import { appleStyle } from './style.ts'

/** Apple Messages for Business (11.1, 11.5). A body without one of the four tags is the web’s, and shown to the agent only. */
export function apple(profile: Profile): ChannelRules {
  const templates = new Map<unknown, ObjectRule>([
    ['richLink', richLink(profile)],
    ['list', listPicker(profile)],
    ['datePicker', timePicker(profile)],
    ['form', form(profile)],
  ])
  const web = elementRules(profile).any
  return {
    body: pick([web, ...templates.values()], (value) => templates.get(tagOf(value)) ?? web),
    quickReply: appleReplies(profile),
    metadata: appleMetadata(profile),
  }
}

const textOf = (profile: Profile, tags?: readonly (string | undefined)[]): Part => ({
  type: 'text',
  ...(tags && { tags }),
  rule: object(
    'a text',
    { text: text(5_000), style: appleStyle(profile), tooltip: text() },
    { required: ['text'], open: true },
  ),
})

const imageOf = (profile: Profile): Part => {
  const url = text(2_048, { formats: profile === 'recommended' ? ['httpsAdvised', 'picture'] : ['picture'] })
  return { type: 'image', rule: object('an image', { url }, { required: ['url'], open: true }) }
}

const buttonOf = (click: Rule | undefined): Part => {
  const fields = { tooltip: text(256), title: text(128), ...(click && { click }) }
  const required = click === undefined ? ['title'] : ['title', 'click']
  return { type: 'button', rule: object('a button', fields, { required, open: true }) }
}

const template = (tag: string, types: readonly string[], elements: Rule, open = false): ObjectRule =>
  object(
    `an Apple body tagged ${tag}`,
    { type: word(...types), tag: word(tag), elements },
    { required: ['type', 'tag', 'elements'], open },
  )

function richLink(profile: Profile): ObjectRule {
  const needsButton = profile === 'recommended'
  const click = connectorClick({ profile, types: ['link'] })
  const elements = parts({
    what: 'a rich link',
    parts: {
      image: imageOf(profile),
      text: textOf(profile),
      button: buttonOf(needsButton ? withAction(click) : click),
    },
    mixtures: [
      { counts: { image: [0, 1], button: [1, 1] } },
      { counts: { text: [1, 1], button: [needsButton ? 1 : 0, 1] } },
    ],
  })
  return template('richLink', ['vertical'], elements)
}

const withAction = (click: ObjectRule): ObjectRule => {
  const { actions } = click.fields
  if (actions?.is !== 'list') return click
  return { ...click, required: ['actions'], fields: { ...click.fields, actions: { ...actions, min: 1 } } }
}

/** Sections, each with one heading at most, of entries: a picture and columns of words. */
function listPicker(profile: Profile): ObjectRule {
  const button = buttonOf(connectorClick({ profile, types: ['publishText', 'link'] }))
  const column = parts({
    what: 'a column of an entry',
    parts: {
      title: textOf(profile, ['title']),
      subtitle: textOf(profile, ['subtitle']),
      text: textOf(profile),
      button,
    },
    mixtures: [
      { counts: { title: [0, 1], subtitle: [0, 1], button: [1, 1] } },
      { counts: { title: [0, 2], subtitle: [0, 2], text: [0, 2] }, some: ['title', 'subtitle', 'text'], total: 2 },
    ],
  })
  const layout = (what: string, types: readonly string[], elements: Rule, also?: readonly Also[]) =>
    object(
      what,
      { type: word(...types), elements },
      { required: ['type', 'elements'], open: true, ...(also && { also }) },
    )
  const entry = parts({
    what: 'an entry of a list picker',
    parts: { image: imageOf(profile), vertical: { type: 'vertical', rule: layout('a column', ['vertical'], column) } },
    mixtures: [{ counts: { image: [0, 1], vertical: [1, 256] } }],
  })
  const section = layout(
    'a section of a list picker',
    LAYOUTS,
    parts({
      what: 'a section of a list picker',
      parts: {
        heading: textOf(profile),
        entry: { type: 'horizontal', rule: layout('an entry', ['horizontal'], entry) },
      },
      // C7: the page's own template has a title and a subtitle there; the provider shows one.
      mixtures: [{ counts: { heading: [0, profile === 'recommended' ? 2 : 1], entry: [1, 256] } }],
    }),
    profile === 'recommended' ? [oneHeading] : undefined,
  )
  const sections = list(typed('element', { vertical: section, horizontal: section }), {
    min: profile === 'recommended' ? 1 : 0,
    max: 256,
  })
  return template('list', LAYOUTS, sections, true)
}

const oneHeading: Also = ({ elements }, walk) => {
  if (!Array.isArray(elements)) return
  const second = elements.findIndex((part, index) => isText(part) && elements.slice(0, index).some(isText))
  if (second === -1) return
  const at = walk.depth
  walk.keys[walk.depth++] = 'elements'
  walk.warnAt(second, 'second-heading', 'A section shows one heading; this second one may not be seen.')
  walk.depth = at
}
const isText = (part: { type?: unknown } | null): boolean => part?.type === 'text'

/** Texts, and slots directly or in rows. */
function timePicker(profile: Profile): ObjectRule {
  const recommended = profile === 'recommended'
  const startTime = text(undefined, { min: 1, formats: recommended ? ['time', 'start'] : ['start'] })
  const timing = object(
    'timing',
    { startTime, duration: number() },
    { required: ['startTime', 'duration'], open: true },
  )
  const BusinessEvent = object('the metadata BusinessEvent', { timing }, { required: ['timing'], open: true })
  const base = connectorClick({ profile, types: ['publishText'] })
  const metadata = list(typed('metadata', { BusinessEvent }, { open: true, guess: () => 'another' }), {
    min: 1,
    max: 32,
    metadata: true,
  })
  const click = { ...base, required: ['metadata'], fields: { ...base.fields, metadata }, also: [hasEvent] }
  const slot = buttonOf(click)
  // The schema looks for slots in a row, and lets rows stand in rows.
  const inRow: Part = { type: 'horizontal', rule: later(() => layout) }
  const row = parts({
    what: 'a row of slots',
    parts: { text: textOf(profile), button: slot, horizontal: inRow, vertical: { ...inRow, type: 'vertical' } },
    mixtures: [
      {
        counts: { text: [0, 256], button: [0, 256], horizontal: [0, 256], vertical: [0, 256] },
        some: ['button', 'horizontal', 'vertical'],
        total: 256,
      },
    ],
  })
  const layout: ObjectRule = object(
    'a row of slots',
    { type: word(...LAYOUTS), elements: row },
    { required: ['type', 'elements'] },
  )
  const elements = parts({
    what: 'a time picker',
    parts: {
      text: textOf(profile),
      button: slot,
      horizontal: { type: 'horizontal', rule: layout },
      vertical: { type: 'vertical', rule: layout },
    },
    mixtures: [
      {
        counts: { text: [0, 256], button: [0, 256], horizontal: [0, 256], vertical: [0, 256] },
        some: ['button', 'horizontal', 'vertical'],
        total: 256,
      },
    ],
  })
  return template('datePicker', LAYOUTS, elements)
}

const hasEvent: Also = ({ metadata }, walk) => {
  if (!Array.isArray(metadata)) return
  if (metadata.some((entry: { type?: unknown } | null) => entry?.type === 'BusinessEvent')) return
  walk.errorAt(
    'metadata',
    'slot-without-event',
    'Needs an entry of the type BusinessEvent with the start and the duration of this slot.',
  )
}

function form(profile: Profile): ObjectRule {
  const elements = parts({
    what: 'a form',
    parts: { title: textOf(profile, ['title']), subtitle: textOf(profile, ['subtitle']), button: buttonOf(undefined) },
    mixtures: [{ counts: { title: [1, 1], subtitle: [1, 1], button: [1, 1] } }],
  })
  return template('form', ['vertical'], elements)
}

/** C15: the validator refuses all of them; the page shows two to five, with a title and at most one publishText. */
function appleReplies(profile: Profile): Rule {
  if (profile === 'strict') return refused('not-available', 'The schemas of this channel refuse all quick replies.')
  const publishText = object(
    'the action publishText',
    { type: word('publishText'), text: text(256) },
    { required: ['text'] },
  )
  const click = connectorClick({ profile, types: ['publishText'], most: 1 })
  const reply = object(
    'a quick reply',
    {
      type: word('button'),
      title: text(128),
      tooltip: text(256),
      click: { ...click, fields: { ...click.fields, actions: list(typed('action', { publishText }), { max: 1 }) } },
    },
    { required: ['type', 'title'], open: true },
  )
  return quickReplies(profile, { least: 2, most: 5, reply })
}
