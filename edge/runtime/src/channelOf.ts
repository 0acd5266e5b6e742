import type { Channel } from '@baton/content'
import type { OpenConversation } from '@baton/conversation'

/** Where a conversation is shown. Entry points are messengers on pages; another kind of entry point becomes a case here. */
export const channelOf = (_conversation: Pick<OpenConversation, 'entryPointId'>): Channel => WEB
export const WEB: Channel = 'web'
