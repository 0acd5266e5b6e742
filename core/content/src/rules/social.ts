import type { Profile } from '../channels.ts'
import { any, list, type Rule, typed } from '../check/rule.ts'
import type { ChannelRules } from './channelRules.ts'
import { elementRules, guess } from './elements.ts'
import { webQuickReplies } from './quickReplies.ts'
import { socialMetadata } from './socialMetadata.ts'

/**
 * Twitter and Instagram (11.9): the schemas take anything as body and quick replies. What the connectors send on is texts and
 * pictures; quick replies go out as numbered lines.
 */
export function twitter(profile: Profile): ChannelRules {
  return { ...shown(profile), metadata: socialMetadata(profile, { conversation: true }) }
}

export function instagram(profile: Profile): ChannelRules {
  return { ...shown(profile), metadata: socialMetadata(profile, { conversation: false }) }
}

function shown(profile: Profile): { readonly body: Rule; readonly quickReply: Rule } {
  if (profile === 'strict') return { body: any, quickReply: any }
  const { any: everything, button } = elementRules(profile)
  const { text, image, vertical, horizontal } = everything.types as Readonly<Record<string, Rule>>
  const only = (rule: Rule | undefined): Rule =>
    rule?.is === 'object'
      ? { ...rule, fields: { ...rule.fields, elements: list({ is: 'later', rule: () => body }, { max: 256 }) } }
      : any
  const body: Rule = typed(
    'element',
    { text: text ?? any, image: image ?? any, vertical: only(vertical), horizontal: only(horizontal) },
    { guess },
  )
  return { body, quickReply: webQuickReplies(profile, button) }
}
