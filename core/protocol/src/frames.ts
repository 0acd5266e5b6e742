import type { AgentId, BotId, ClientId, ConsumerId, ConversationId, EpochMs, JsonObject, SkillId } from '@baton/base'
import type { Intent, PriorityType } from '@baton/bot'
import type { Audience, Content, Metadata } from '@baton/content'
import type { CloseReason, JoinedRole, Refusal, TransferReason } from '@baton/conversation'

/** All that travels over a socket is in this file. Version of the protocol: a server refuses a `hello` with another one. */
export const PROTOCOL_VERSION = 1

/** A frame is at most this long, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 64 * 1024
/** A text message is at most this long, in characters (messaging §0). */
export const MAX_TEXT_LENGTH = 5_000

// ── client → server ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The first frame on a socket; nothing else is heard before it is answered. */
export interface HelloFrame {
  readonly type: 'hello'
  readonly protocol: typeof PROTOCOL_VERSION
  readonly token: string
  /** Places up to which this client already has conversations; it is told what came after. */
  readonly resume?: readonly ResumePoint[]
}
export interface ResumePoint {
  readonly conversationId: ConversationId
  readonly after: number
}

/** Frames that ask for something carry a `frameId` of the client's choice; the answer names it. */
interface Asking {
  readonly frameId: string
}

/** Words of the consumer. Without a conversation: into the open one, or into a new one. */
export interface SendFrame extends Asking {
  readonly type: 'send'
  readonly clientId: ClientId
  readonly conversationId?: ConversationId
  readonly content: Content
  readonly metadata?: Metadata
  /** Agents only. */
  readonly audience?: Audience
  /** What the page knows of the consumer; goes with the first message of a conversation. */
  readonly attributes?: JsonObject
}

/** A tap on an element of a message; the server looks up what the element does. */
export interface ClickFrame extends Asking {
  readonly type: 'click'
  readonly clientId: ClientId
  readonly conversationId: ConversationId
  /** Place of the message. */
  readonly on: number
  /** JSON pointer into the message's content, such as `/structured/elements/2` or `/quickReplies/replies/0`. */
  readonly element: string
}

export interface AttributesFrame extends Asking {
  readonly type: 'attributes'
  readonly conversationId: ConversationId
  readonly attributes: JsonObject
}

export interface CloseFrame extends Asking {
  readonly type: 'close'
  readonly conversationId: ConversationId
  /** Agents only: close without asking the consumer afterwards. */
  readonly withoutSurvey?: boolean
}

/** Older messages, for scrolling up; `before` absent: the newest. Answered by `history`. */
export interface HistoryFrame extends Asking {
  readonly type: 'history'
  readonly conversationId?: ConversationId
  readonly before?: number
  /** At most 200. */
  readonly limit: number
}

/** After a gap: tell me all that came after this place. Answered by `events` or `conversation`. */
export interface ResumeFrame extends Asking, ResumePoint {
  readonly type: 'resume'
}

/** High-water marks: everything up to these places reached the device, was seen. Not answered. */
export interface MarkFrame {
  readonly type: 'mark'
  readonly conversationId: ConversationId
  readonly delivered?: number
  readonly read?: number
}

/** Typing or not. Only passed on, never stored. Not answered. */
export interface SignalFrame {
  readonly type: 'signal'
  readonly conversationId: ConversationId
  readonly state: 'composing' | 'idle'
}

/** Keeps the socket and the sign-in alive; answered by `pong`. */
export interface PingFrame {
  readonly type: 'ping'
}

/** A fresh token for a sign-in that goes on; sent before the old one ends. */
export interface RenewFrame extends Asking {
  readonly type: 'renew'
  readonly token: string
}

export type ConsumerFrame =
  | HelloFrame
  | SendFrame
  | ClickFrame
  | AttributesFrame
  | CloseFrame
  | HistoryFrame
  | ResumeFrame
  | MarkFrame
  | SignalFrame
  | PingFrame
  | RenewFrame

// Agents ask for conversations by name, and may do more.

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

export type AgentFrame =
  | HelloFrame
  | SubscribeFrame
  | UnsubscribeFrame
  | SendFrame
  | TransferFrame
  | ActFrame
  | PriorityFrame
  | CloseFrame
  | HistoryFrame
  | ResumeFrame
  | MarkFrame
  | SignalFrame
  | PingFrame

// ── server → client ─────────────────────────────────────────────────────────────────────────────────────────────────

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
  | ConversationFrame
  | EventsFrame
  | HistoryPageFrame
  | AcceptedFrame
  | RefusedFrame
  | MarkedFrame
  | SignalledFrame
  | BehindFrame
  | GoneFrame
  | RenewedFrame
  | PongFrame

/** Codes with which the server closes a socket. */
export const CLOSE_CODES = {
  helloTimeout: 4408,
  tokenInvalid: 4401,
  tokenExpired: 4407,
  originNotAllowed: 4403,
  unsupportedProtocol: 4400,
  tooLarge: 1009,
  tooManyBadFrames: 4429,
  goingAway: 1001,
  unavailable: 1013,
} as const

// ── what viewers see ────────────────────────────────────────────────────────────────────────────────────────────────

/** A participant as shown to others. Names come with the first mention, so that a client needs no second request. */
export type Who =
  | { readonly kind: 'consumer' }
  | { readonly kind: 'bot'; readonly id: BotId; readonly name: string }
  | { readonly kind: 'agent'; readonly id: AgentId; readonly name: string }
  | { readonly kind: 'system' }

export type ViewAssignee =
  | { readonly kind: 'bot' | 'agent'; readonly who: Who }
  | { readonly kind: 'queue'; readonly since: EpochMs; readonly skillId?: SkillId; readonly skillName?: string }

/** An event as one viewer may see it. Consumers get no private notes, skills, offers, intents or causes. */
export type ViewerEvent =
  | {
      readonly type: 'opened'
      readonly assignee: ViewAssignee
      readonly language: string
      readonly priority?: ViewPriority
      readonly attributes?: JsonObject
      readonly skillId?: SkillId
      readonly consumerId?: ConsumerId
    }
  | {
      readonly type: 'message'
      readonly who: Who
      readonly audience: Audience
      readonly clientId?: ClientId
      readonly content?: Content
      readonly metadata?: Metadata
      readonly clickOn?: number
      readonly turnId?: number
    }
  | { readonly type: 'clicked'; readonly on: number; readonly element: string; readonly metadata?: Metadata }
  | { readonly type: 'attributes'; readonly attributes?: JsonObject }
  /** A bot writes; nobody does when `who` is absent. */
  | { readonly type: 'composing'; readonly who?: Who }
  | {
      readonly type: 'transferred'
      readonly assignee: ViewAssignee
      readonly by?: Who
      readonly reason?: TransferReason
      readonly priority?: ViewPriority
      readonly skillId?: SkillId
    }
  | { readonly type: 'assigned'; readonly assignee: ViewAssignee; readonly how?: 'accepted' | 'tookOver' }
  | { readonly type: 'joined' | 'left'; readonly who: Who; readonly role: JoinedRole }
  | { readonly type: 'surveyOpened'; readonly assignee: ViewAssignee; readonly by: Who; readonly reason: CloseReason }
  | { readonly type: 'closed'; readonly by: Who; readonly reason: CloseReason }
  | { readonly type: 'erased' }
  // agents and managers only:
  | {
      readonly type: 'turn'
      readonly turnId: number
      readonly stage: 'opened' | 'answered' | 'paused' | 'replied' | 'passedOn' | 'failed' | 'cancelled'
      readonly who?: Who
      readonly intents?: readonly Intent[]
      /** Whether the consumer is shown that the bot writes; absent when this changes nothing. */
      readonly composing?: boolean
    }
  | {
      readonly type: 'botFailed'
      readonly turnId: number
      readonly who: Who
      readonly code: string
      readonly cause: string
      readonly problems: readonly { readonly path: string; readonly rule: string; readonly message: string }[]
    }
  | { readonly type: 'escalationFailed'; readonly who: Who }
  | { readonly type: 'priority'; readonly priority: ViewPriority; readonly by: Who }
  | { readonly type: 'offered'; readonly agentId: AgentId; readonly until: EpochMs; readonly explanation?: string }
  | { readonly type: 'offerEnded'; readonly agentId: AgentId; readonly why: 'rejected' | 'lapsed' | 'withdrawn' }

export interface ViewPriority {
  readonly type: PriorityType
  readonly responseMs: number
}

/** The state of a conversation as one viewer may see it. Law: folding this viewer's frames gives the same. */
export interface ViewHeader {
  readonly conversationId: ConversationId
  /** The last place that this viewer could see. */
  readonly seq: number
  readonly phase: 'main' | 'survey' | 'closed'
  readonly language: string
  /** Absent when closed. */
  readonly assignee?: ViewAssignee
  /** Managers beside the assignee; readers too, for agents. */
  readonly joined: readonly { readonly who: Who; readonly role: JoinedRole }[]
  /** The bot that writes at the moment. */
  readonly composing?: Who
  readonly closed?: { readonly by: Who; readonly reason: CloseReason; readonly at: EpochMs }
  // agents and managers only:
  readonly skillId?: SkillId
  readonly consumerId?: ConsumerId
  readonly priority?: ViewPriority
  readonly offers?: readonly { readonly agentId: AgentId; readonly until: EpochMs }[]
  readonly attributes?: JsonObject
}
