import type { AgentId, ConsumerId, ConversationId, EpochMs } from '@baton/base'
import type { CardRules } from '@baton/content'
import type { Refusal } from '@baton/conversation'
import type { DeskFrame, ListChangedFrame, ListFrame, OfferFrame, OfferOverFrame } from './deskFrames.ts'
import type { FileLinkFrame, FileRefusalCode, FileRules, FilesPageFrame, UploadLinkFrame } from './fileFrames.ts'
import type { ViewerEvent, ViewHeader, Who } from './views.ts'
import type { PROTOCOL_VERSION } from './wire.ts'

export interface WelcomeFrame {
  readonly type: 'welcome'
  readonly protocol: typeof PROTOCOL_VERSION
  /** Who the server takes this client for. */
  readonly you:
    | { readonly kind: 'consumer'; readonly consumerId: ConsumerId }
    | { readonly kind: 'agent'; readonly agentId: AgentId }
  /** By the server's clock; the client renews before. */
  readonly tokenExpiresAt: EpochMs
  readonly now: EpochMs
  /** The consumer's newest conversation, if any; its content follows. */
  readonly conversationId?: ConversationId
  /** How cards are drawn; absent from an older server. */
  readonly cards?: CardRules
  /** What files this client may send; absent: none. */
  readonly files?: FileRules
}

/** The account's rules for cards are other ones from now on: what is drawn already is drawn by them, too. */
export interface CardsFrame {
  readonly type: 'cards'
  readonly cards: CardRules
}

/** A conversation from a place on: what a client starts from. Replaces what it had of this conversation. */
export interface ConversationFrame {
  readonly type: 'conversation'
  readonly conversationId: ConversationId
  readonly header: ViewHeader
  /** The last events, oldest first; more are to be had by `history` if `more`. */
  readonly events: readonly EventFrame[]
  readonly more: boolean
  readonly marks: readonly ViewMark[]
}

/** What happened since; the events of one commit travel together. */
export interface EventsFrame {
  readonly type: 'events'
  readonly conversationId: ConversationId
  readonly events: readonly EventFrame[]
}

/** One event as this viewer may see it. */
export interface EventFrame {
  readonly seq: number
  /** The last seq that this viewer could see before; a client that has another one missed something. */
  readonly prev: number
  readonly at: EpochMs
  readonly event: ViewerEvent
}

export interface HistoryPageFrame {
  readonly type: 'history'
  readonly frameId: string
  /** Absent when there is no (earlier) conversation. */
  readonly conversationId?: ConversationId
  readonly events: readonly EventFrame[]
  readonly more: boolean
  /** The conversation before this one in the thread, to go on with. */
  readonly previousConversationId?: ConversationId
}

export interface AcceptedFrame {
  readonly type: 'accepted'
  readonly frameId: string
  readonly conversationId?: ConversationId
  /** Place of the event that the asked-for thing became; for a repetition, of the first one. */
  readonly seq?: number
  readonly at?: EpochMs
}

export interface RefusedFrame {
  readonly type: 'refused'
  readonly frameId?: string
  readonly code: Refusal | DoorRefusal
  /** JSON pointer to the field at fault, where there is one. */
  readonly path?: string
  readonly message: string
}
/** What the door itself refuses, before any rule is asked. */
export type DoorRefusal =
  | 'bad-frame'
  | 'frame-too-large'
  | 'hello-expected'
  | 'unsupported-protocol'
  | 'token-invalid'
  | 'token-expired'
  | 'origin-not-allowed'
  | 'duplicate-client-id'
  | 'unknown-skill'
  | 'unknown-element'
  | 'unknown-agent'
  | 'unknown-entry-point'
  | 'seat-taken'
  | FileRefusalCode
  | 'invalid-content'
  | 'too-many-requests'
  | 'unavailable'

export interface MarkedFrame {
  readonly type: 'marked'
  readonly conversationId: ConversationId
  readonly marks: readonly ViewMark[]
}
export interface ViewMark {
  readonly who: Who
  readonly delivered: number
  readonly read: number
}
export interface SignalledFrame {
  readonly type: 'signalled'
  readonly conversationId: ConversationId
  readonly who: Who
  readonly state: 'composing' | 'idle'
}
/** This client reads too slowly, or something was lost on the way: ask for `resume`. */
export interface BehindFrame {
  readonly type: 'behind'
  readonly conversationId: ConversationId
}
/** This client may no longer see this conversation. */
export interface GoneFrame {
  readonly type: 'gone'
  readonly conversationId: ConversationId
}

export interface RenewedFrame {
  readonly type: 'renewed'
  readonly frameId: string
  readonly tokenExpiresAt: EpochMs
}
export interface PongFrame {
  readonly type: 'pong'
  readonly now: EpochMs
}

export type ServerFrame =
  | WelcomeFrame
  | CardsFrame
  | DeskFrame
  | ListFrame
  | ListChangedFrame
  | OfferFrame
  | OfferOverFrame
  | ConversationFrame
  | EventsFrame
  | HistoryPageFrame
  | AcceptedFrame
  | RefusedFrame
  | MarkedFrame
  | SignalledFrame
  | BehindFrame
  | GoneFrame
  | UploadLinkFrame
  | FileLinkFrame
  | FilesPageFrame
  | RenewedFrame
  | PongFrame
