import type { Profile } from '../channels.ts'
import type { ChannelRules } from './channelRules.ts'
import { elementRules } from './elements.ts'
import { webMetadata } from './metadata.ts'
import { webQuickReplies } from './quickReplies.ts'

/** The messenger in a browser (sections 2 to 10). */
export function web(profile: Profile): ChannelRules {
  const { any, button } = elementRules(profile)
  return { body: any, quickReply: webQuickReplies(profile, button), metadata: webMetadata(profile) }
}

/** The messenger inside an application: the web’s format without selections, tabs and checklist (11.1, 11.11). */
export function sdk(profile: Profile): ChannelRules {
  const { any, button } = elementRules(profile, 'sdk')
  return { body: any, quickReply: webQuickReplies(profile, button), metadata: webMetadata(profile) }
}
