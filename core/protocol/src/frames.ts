import type {
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EpochMs,
  JsonObject,
  SkillId,
  TagId,
} from '@baton/base'
import type { Intent, PriorityType } from '@baton/bot'
import type { Audience, CardRules, Chosen, Content, Metadata } from '@baton/content'
import type {
  AutomaticKind,
  CloseReason,
  JoinedRole,
  Refusal,
  TransferFailure,
  TransferReason,
} from '@baton/conversation'

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

/** Without a token the session counts with which the upgrade came: its cookie, from an allowed origin. */
export interface AgentHelloFrame extends Omit<HelloFrame, 'token'> {
  readonly token?: string
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
  /** What was ticked, selected or picked, where the element leaves a choice. */
  readonly chosen?: Chosen
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

/**
 * A file is about to come: may it? Answered by `uploadLink`, where its bytes go by `PUT`; afterwards `send` names the file. Without
 * a conversation it goes into the one that the consumer's next words belong to.
 */
export interface UploadFrame extends Asking {
  readonly type: 'upload'
  /** Agents always name it. */
  readonly conversationId?: ConversationId
  readonly name: string
  /** What the sender believes that it is; its bytes decide. */
  readonly mediaType: string
  /** In bytes. */
  readonly size: number
}
/** The line was cut: where to go on, by a fresh `uploadLink`. */
export interface ResumeUploadFrame extends Asking {
  readonly type: 'resumeUpload'
  readonly fileId: string
}
/** The file is not to be sent after all. Answered by `accepted`. */
export interface CancelUploadFrame extends Asking {
  readonly type: 'cancelUpload'
  readonly fileId: string
}
/** Somebody wants to see or keep a file of a message. Answered by `fileLink`. */
export interface DownloadFrame extends Asking {
  readonly type: 'download'
  readonly conversationId: ConversationId
  readonly fileId: string
  /** `file`: to be saved. `show`: as a picture in the window. `preview`: the small picture. */
  readonly as: 'file' | 'show' | 'preview'
}
/** The files of a conversation, newest first; `before`: those whose message stands before this place. Answered by `files`. */
export interface FilesFrame extends Asking {
  readonly type: 'files'
  readonly conversationId: ConversationId
  readonly before?: number
  /** At most 200. */
  readonly limit: number
}
type AboutFiles = UploadFrame | ResumeUploadFrame | CancelUploadFrame | DownloadFrame | FilesFrame

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
  | AboutFiles
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
  /** How cards are drawn; absent from an older server. */
  readonly cards?: CardRules
  /** What files this client may send; absent: none. */
  readonly files?: FileRules
}
export interface FileRules {
  readonly mediaTypes: readonly string[]
  /** Of one file, inclusive. */
  readonly maxBytes: number
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

/** Why a file may not come, or did not come in; the codes of the address for bytes too. */
export type FileRefusalCode =
  | 'files-not-enabled'
  | 'file-gone'
  | 'file-empty'
  | 'file-too-large'
  | 'file-type-not-allowed'
  | 'file-type-mismatch'
  | 'file-active'
  | 'file-ambiguous'
  | 'file-damaged'
  | 'file-unpacks-too-large'
  | 'image-too-large'
  | 'file-infected'
  | 'scan-unavailable'
  | 'too-many-files'
  | 'wrong-length'
  | 'wrong-offset'
  | 'link-invalid'

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
/** Where the bytes of a file go: once, and begun before `expiresAt`. */
export interface UploadLinkFrame {
  readonly type: 'uploadLink'
  readonly frameId: string
  readonly fileId: string
  /** Below the server's own address. */
  readonly path: string
  /** How many bytes are here already; the next one to send is of this number. */
  readonly received: number
  /** By the server's clock. */
  readonly expiresAt: EpochMs
}
/** Where a file is to be had: once, and before `expiresAt`. */
export interface FileLinkFrame {
  readonly type: 'fileLink'
  readonly frameId: string
  readonly fileId: string
  readonly path: string
  readonly expiresAt: EpochMs
}
export interface FilesPageFrame {
  readonly type: 'files'
  readonly frameId: string
  readonly conversationId: ConversationId
  readonly files: readonly ViewFile[]
  readonly more: boolean
}
/** A file that was sent in a conversation. */
export interface ViewFile {
  readonly fileId: string
  /** Place of the message that says it. */
  readonly seq: number
  readonly from: 'consumer' | 'agent'
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly image?: { readonly width: number; readonly height: number }
  readonly at: EpochMs
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

// Agents only:

/** The agent's own place: told after `welcome` and at every change. */
export interface DeskFrame {
  readonly type: 'desk'
  readonly status: AgentStatus
  /** Sum of the weights of what they hold and are offered; conversations that rest weigh less than one. */
  readonly load: number
  readonly capacity: number
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
      /** The system said it by itself, on this occasion. */
      readonly automatic?: AutomaticKind
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
      readonly stage: 'opened' | 'answered' | 'paused' | 'continued' | 'replied' | 'passedOn' | 'failed' | 'cancelled'
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
  /** `number` is what is counted; the words are gone once they were erased. */
  | {
      readonly type: 'surveyAnswered'
      readonly measures: string
      readonly number?: number
      readonly question?: string
      readonly answer?: string
    }
  /** A bot's transfer came to nobody; `failures` in a row, and with `stopped` the bot is not told any more. */
  | {
      readonly type: 'transferFailed'
      readonly who: Who
      readonly why: TransferFailure
      readonly cause: string
      readonly failures: number
      readonly skillId?: SkillId
      readonly stopped?: true
    }
  /** The brand signed the consumer in; they are known by this id from here on. */
  | { readonly type: 'steppedUp'; readonly consumerId: ConsumerId }
  | { readonly type: 'priority'; readonly priority: ViewPriority; readonly by: Who }
  | { readonly type: 'tags'; readonly added: readonly TagId[]; readonly removed: readonly TagId[]; readonly by: Who }
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
  readonly tags?: readonly TagId[]
  readonly offers?: readonly { readonly agentId: AgentId; readonly until: EpochMs }[]
  readonly attributes?: JsonObject
}
