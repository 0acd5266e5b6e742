import type { Profile } from '../channels.ts'
import { type Also, list, number, type ObjectRule, object, type Rule, text, typed, whole, word } from '../check/rule.ts'

interface Replies {
  readonly most: number
  readonly least?: number
  readonly reply: Rule
}

/** Suggested answers (section 10). `itemsPerRow` is needed on every channel, and used on the web and in applications only. */
export function quickReplies(profile: Profile, { most, least = 1, reply }: Replies, rows = whole): ObjectRule {
  return object(
    'quickReplies',
    {
      type: word('quickReplies'),
      // SC10.2: the schemas write the bounds with keywords that no validator knows.
      itemsPerRow: profile === 'recommended' ? whole(1, 8) : rows(),
      replies: list(reply, { min: least, max: most }),
    },
    { required: ['type', 'itemsPerRow', 'replies'] },
  )
}

/** The web's: every member of a button. */
export function webQuickReplies(profile: Profile, button: ObjectRule): Rule {
  const fields = { ...button.fields, type: word('button') }
  if (profile === 'strict') return quickReplies(profile, { most: 24, reply: { ...button, fields } }, number)
  const title = text(128, { advised: 25 })
  const reply: ObjectRule = {
    ...button,
    what: 'a quick reply',
    fields: { ...fields, title },
    also: [saysOneThing],
  }
  return quickReplies(profile, { most: 24, reply })
}

interface ConnectorReplies {
  readonly title: number
  /** Longer titles are cut by the provider (C18, SC10.1). */
  readonly advised?: number
  readonly most: number
}

/** Facebook’s, RCS’s, LINE’s and Viber’s: exactly one publishText each; other members are let through. */
export function connectorReplies(profile: Profile, { title, advised, most }: ConnectorReplies): Rule {
  const publishText = object(
    'the action publishText',
    { type: word('publishText'), text: text(256) },
    { required: ['type', 'text'], open: true },
  )
  const click = object(
    'the click of a quick reply',
    { actions: list(typed('action', { publishText }), { min: 1, max: 1 }) },
    { required: ['actions'], open: true },
  )
  const warned = profile === 'recommended' && advised !== undefined ? { advised } : {}
  const reply = object(
    'a quick reply',
    { type: word('button'), tooltip: text(256), title: text(title, warned), click },
    { required: ['type', 'title', 'click'], open: true },
  )
  return quickReplies(profile, { most, reply })
}

/** SC10.4 */
export const saysOneThing: Also = ({ click }, walk) => {
  const actions: unknown = typeof click === 'object' && click !== null && 'actions' in click ? click.actions : undefined
  const says = Array.isArray(actions)
    ? actions.filter((one: { type?: unknown } | null) => one?.type === 'publishText')
    : []
  if (says.length === 1) return
  walk.warn('reply-says-nothing', 'Has no single publishText, so the agent does not see what was chosen.')
}
