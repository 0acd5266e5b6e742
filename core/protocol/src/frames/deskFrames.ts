import type { ConsumerId, ConversationId, EpochMs, SkillId, TagId } from '@baton/base'
import type { AgentStatus, DeskListName } from './agentFrames.ts'
import type { ViewAssignee, ViewPriority, Who } from './views.ts'

/** The agent's own place: told after `welcome` and at every change. */
export interface DeskFrame {
  readonly type: 'desk'
  readonly status: AgentStatus
  /** Sum of the weights of what they hold and are offered; conversations that rest weigh less than one. */
  readonly load: number
  readonly capacity: number
  /** Why, where somebody said. */
  readonly reason?: string
  /** Who said so, where that was somebody else. */
  readonly setBy?: Who
  /** Since when this status holds. */
  readonly since: EpochMs
}

/** A list from its beginning: what a client starts from. Replaces what it had of this list. */
export interface ListFrame {
  readonly type: 'list'
  /** Of the `watch` that asked; absent when the server starts the list anew, for a reader who was too slow. */
  readonly frameId?: string
  readonly list: DeskListName
  /** So many of its first, by due time, as were asked for. */
  readonly rows: readonly DeskRow[]
  readonly total: number
  /** There are conversations behind the last row. */
  readonly more: boolean
}

/** What changed of a watched list, gathered over a quarter of a second. */
export interface ListChangedFrame {
  readonly type: 'listChanged'
  readonly list: DeskListName
  /** New and changed rows; their place in the list follows from what they say, see `compareDeskRows`. */
  readonly rows: readonly DeskRow[]
  /** No longer in the list. */
  readonly gone: readonly ConversationId[]
  readonly total: number
}

/** A conversation is offered to this agent; answered with `act: acceptOffer | rejectOffer`. */
export interface OfferFrame {
  readonly type: 'offer'
  readonly conversationId: ConversationId
  /** By the server's clock; after that the offer lapses. */
  readonly until: EpochMs
  readonly ring: 'one' | 'all'
  readonly row: DeskRow
  /** Why this conversation and why this agent. */
  readonly explanation: string
}

/** An offer to this agent has ended, by whatever way. */
export interface OfferOverFrame {
  readonly type: 'offerOver'
  readonly conversationId: ConversationId
  /** `accepted`: somebody has it now, maybe this agent. `withdrawn`: it went elsewhere. */
  readonly why: 'accepted' | 'rejected' | 'lapsed' | 'withdrawn'
  /** Who has it now. */
  readonly by?: Who
}

/** Unless somebody asks for more of them. */
export const MAX_LIST_ROWS = 200
export const MAX_WATCHED_ROWS = 1_000

/** One line of a list. */
export interface DeskRow {
  readonly conversationId: ConversationId
  readonly consumerId: ConsumerId
  readonly consumerName?: string
  /** Closed conversations leave the lists. */
  readonly phase: 'main' | 'survey'
  readonly assignee: ViewAssignee
  readonly skillId: SkillId
  readonly skillName: string
  readonly priority: ViewPriority
  /** When an answer is due; absent when none is owed. */
  readonly dueAt?: EpochMs
  readonly queuedSince?: EpochMs
  readonly lastLine?: {
    readonly text: string
    readonly who: 'consumer' | 'bot' | 'agent' | 'system'
    readonly at: EpochMs
  }
  readonly lastSeq: number
  /** Whether the viewer has not seen the consumer's last words; only in `mine`. */
  readonly unread?: boolean
  /** Their names and colours are in the account's list of tags. */
  readonly tags: readonly TagId[]
  readonly openedAt: EpochMs
  readonly updatedAt: EpochMs
}
