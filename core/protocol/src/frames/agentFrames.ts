import type { AgentId, ClientId, ConversationId, SkillId } from '@baton/base'
import type { PriorityType } from '@baton/bot'
import type { Asking } from './asking.ts'
import type {
  CloseFrame,
  HelloFrame,
  HistoryFrame,
  MarkFrame,
  PingFrame,
  ResumeFrame,
  SendFrame,
  SignalFrame,
} from './consumerFrames.ts'
import type { AboutFiles } from './fileFrames.ts'

/** Without a token the session counts with which the upgrade came: its cookie, from an allowed origin. */
export interface AgentHelloFrame extends Omit<HelloFrame, 'token'> {
  readonly token?: string
}

export interface SubscribeFrame extends Asking {
  readonly type: 'subscribe'
  readonly conversationId: ConversationId
  readonly after?: number
}
export interface UnsubscribeFrame extends Asking {
  readonly type: 'unsubscribe'
  readonly conversationId: ConversationId
}
export interface TransferFrame extends Asking {
  readonly type: 'transfer'
  readonly conversationId: ConversationId
  readonly skillId: SkillId
  readonly agentId?: AgentId
  /** For whoever gets it; said with the transfer, or not at all. Sent again with the same id it is there once. */
  readonly note?: { readonly clientId: ClientId; readonly text: string }
}
export interface ActFrame extends Asking {
  readonly type: 'act'
  readonly conversationId: ConversationId
  readonly act: 'acceptOffer' | 'rejectOffer' | 'takeOver' | 'joinAsManager' | 'joinAsReader' | 'leave' | 'backToQueue'
}
export interface PriorityFrame extends Asking {
  readonly type: 'priority'
  readonly conversationId: ConversationId
  readonly priority: PriorityType
  /** With `custom` only. */
  readonly responseMs?: number
}

/** What an agent says of themselves; `offline` is also what the server says of them once their last socket is gone. */
export type AgentStatus = 'online' | 'busy' | 'away' | 'offline'

/** The agent takes conversations, or not; holds for all of their sockets. Answered by `accepted`, told by `desk`. */
export interface StatusFrame extends Asking {
  readonly type: 'status'
  readonly state: AgentStatus
  /** In the account's words, for reports; with `away` only. */
  readonly reason?: string
}

/**
 * The lists of a desk. `mine`: what the agent answers or joined. `queue`: what waits on their skills. `offers`: what is
 * offered to them. `all`: every open conversation of the account, for those who may see all.
 */
export type DeskListName = 'mine' | 'queue' | 'all' | 'offers'

/** Show me this list and keep it up to date; watching it again replaces what was watched. Answered by `list`. */
export interface WatchFrame extends Asking {
  readonly type: 'watch'
  readonly list: DeskListName
  /** Only conversations of this skill. */
  readonly skillId?: SkillId
  /** So many of its first; `MAX_LIST_ROWS` unless told, at most `MAX_WATCHED_ROWS`. */
  readonly rows?: number
}
export interface UnwatchFrame extends Asking {
  readonly type: 'unwatch'
  readonly list: DeskListName
}

export type AgentFrame =
  | AgentHelloFrame
  | StatusFrame
  | WatchFrame
  | UnwatchFrame
  | SubscribeFrame
  | UnsubscribeFrame
  | SendFrame
  | TransferFrame
  | ActFrame
  | PriorityFrame
  | CloseFrame
  | HistoryFrame
  | ResumeFrame
  | AboutFiles
  | MarkFrame
  | SignalFrame
  | PingFrame
