import type { AccountId, ConversationId } from '@baton/base'
import type { Conversation } from '@baton/conversation'
import type { Viewer } from '@baton/protocol'
import type { Outlet } from './outlet.ts'

/** A signed-in socket as the pushing side sees it. */
export interface Onlooker {
  readonly accountId: AccountId
  readonly viewer: Viewer
  readonly outlet: Outlet
  /** Asked at every push. */
  maySee(conversation: Conversation): boolean
}

/** A commit as one viewer may see it, kept back until the log before it was sent. */
export interface Held {
  readonly first: number
  readonly last: number
  /** Undefined when this viewer sees nothing of it. */
  readonly bytes: Buffer | undefined
}

/**
 * One socket following one conversation. Told as a story: it is added as `catchingUp`; what happens meanwhile is held; the
 * log is read and sent; what was held and not yet sent follows; then it is `live`. A reader that is too slow goes to
 * `behind`: nothing more is sent until it has read what it has, is told so, and asks to resume; then it catches up again.
 */
export interface Subscription {
  readonly onlooker: Onlooker
  readonly conversationId: ConversationId
  state: 'catchingUp' | 'live' | 'behind'
  /** Place of the last event that was dealt with, visible or not. */
  position: number
  /** At most `MAX_HELD`; undefined when that was too little. */
  held: Held[] | undefined
  /** Marks and typing that came while it was brought up to now. */
  readonly meanwhile: Buffer[]
}

export const MAX_HELD = 1_000
