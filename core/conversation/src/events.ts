import type {
  AccountId,
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EffectId,
  EntryPointId,
  EpochMs,
  JsonObject,
  SkillId,
  TagId,
  TurnId,
} from '@baton/base'
import type { Intent, PlatformEvent, TransferContext, TransferFailure, TriggerKind } from '@baton/bot'
import type { Audience, Content, Metadata } from '@baton/content'
import type { AutomaticKind, Silences } from './automatic.ts'
import type { Actor, Assignee, CloseReason, CopyResult, JoinedRole, Priority, ResponseTimes } from './conversation.ts'

export type { TransferFailure } from '@baton/bot'

/**
 * What happened. Small facts in the past; `body` is the part that can be erased, kept apart from the facts, and absent
 * after an erasure. `v` counts the shapes of a type; `upcast` lifts old ones.
 */
export type ConversationEvent =
  | Opened
  | MessageSent
  | Clicked
  | AttributesChanged
  | TurnOpened
  | TurnAnswered
  | TurnPaused
  | TurnContinued
  | TurnEnded
  | BotFailed
  | EscalationFailed
  | Transferred
  | TransferFailed
  | Offered
  | OfferEnded
  | Assigned
  | Joined
  | Left
  | PriorityChanged
  | TagsChanged
  | SurveyOpened
  | SurveyAnswered
  | SteppedUp
  | CopyEnded
  | Closed
  | Erased
  | Unreadable

export interface Opened {
  readonly type: 'opened'
  readonly v: 1
  readonly conversationId: ConversationId
  readonly accountId: AccountId
  readonly consumerId: ConsumerId
  readonly entryPointId: EntryPointId
  readonly language: string
  readonly skillId: SkillId
  readonly assignee: Assignee
  readonly priority: Priority
  readonly responseTimes: ResponseTimes
  readonly autoCloseMs: number
  /** The consumer is not asked afterwards: what they look through cannot show it. */
  readonly surveys?: false
  /** The first conversation that this consumer ever had with the brand. */
  readonly first?: true
  readonly silences?: Silences
  readonly body?: { readonly attributes: JsonObject }
}

export interface MessageSent {
  readonly type: 'messageSent'
  readonly v: 1
  readonly by: Actor
  readonly audience: Audience
  readonly kind: Content['kind']
  readonly clientId?: ClientId
  /** The turn in which a bot said it. */
  readonly turnId?: TurnId
  /** Place of the message whose button or quick reply said this. */
  readonly clickOn?: number
  /** What becomes of a consumer's message: it waits for a bot, or people read it. Absent on everyone else's. */
  readonly fate?: 'waits' | 'toPeople'
  /** The system said it by itself, on this occasion; it answers nobody (messaging R3.16). */
  readonly automatic?: AutomaticKind
  /** People read it, and are not there before then: the time in which they answer counts from there (messaging R4.7). */
  readonly opensAt?: EpochMs
  readonly body?: { readonly content: Content; readonly metadata?: Metadata; readonly encodedMetadata?: string }
}

/** The consumer tapped something that was shown to them. */
export interface Clicked {
  readonly type: 'clicked'
  readonly v: 1
  /** Place of the message that shows it. */
  readonly on: number
  /** JSON pointer to the element inside that message's content. */
  readonly element: string
  readonly clientId: ClientId
  readonly body?: { readonly metadata?: Metadata }
}

export interface AttributesChanged {
  readonly type: 'attributesChanged'
  readonly v: 1
  readonly body?: { readonly attributes: JsonObject }
}

export interface TurnOpened {
  readonly type: 'turnOpened'
  readonly v: 1
  readonly turnId: TurnId
  readonly botId: BotId
  readonly trigger: TriggerKind
  readonly messages: readonly number[]
  readonly effectId: EffectId
  readonly typing: boolean
  /** With the trigger `platformEvent`: what the bot is told. */
  readonly tells?: PlatformEvent
  /** Beside it: why that came about. */
  readonly why?: TransferFailure
  /** Of files that the bot wanted to be with the brand; with the trigger `fileResult`. */
  readonly results?: readonly CopyResult[]
}

/** A valid reply arrived; its words and its action follow. */
export interface TurnAnswered {
  readonly type: 'turnAnswered'
  readonly v: 1
  readonly turnId: TurnId
  readonly intents: readonly Intent[]
  /** Rules that the reply bent without harm, by JSON pointer and rule id. */
  readonly warnings: readonly { readonly path: string; readonly rule: string }[]
}

export interface TurnPaused {
  readonly type: 'turnPaused'
  readonly v: 1
  readonly turnId: TurnId
  readonly botId: BotId
  readonly until: EpochMs
  readonly typing: boolean
}

/**
 * A segment of the turn was said, delays and all, and the same bot is asked to go on: a service that takes its time is called
 * behind it. What was said stays said, whatever becomes of the rest.
 */
export interface TurnContinued {
  readonly type: 'turnContinued'
  readonly v: 1
  readonly turnId: TurnId
  readonly botId: BotId
  /** Of the part that begins here; the first one, which began with `turnOpened`, is 0. */
  readonly segment: number
  readonly effectId: EffectId
  readonly typing: boolean
  /** Rules that the words of the former segment bent without harm. */
  readonly warnings: TurnAnswered['warnings']
}

/**
 * `replied`: its messages are answered. `passedOn`: the bot gave the conversation away without a word. `failed`: the bot gave
 * nothing that could be used. `cancelled`: someone else took or closed the conversation.
 */
export interface TurnEnded {
  readonly type: 'turnEnded'
  readonly v: 1
  readonly turnId: TurnId
  readonly outcome: 'replied' | 'passedOn' | 'failed' | 'cancelled'
  /** Those of its messages that wait again, for the next turn or for whoever takes the conversation. */
  readonly unanswered: readonly number[]
}

/** The one log entry of a failure of a bot, with its cause (connector §5.3). */
export interface BotFailed {
  readonly type: 'botFailed'
  readonly v: 1
  readonly turnId: TurnId
  readonly botId: BotId
  readonly code: BotFailureCode
  /** A sentence for the brand's people, without secrets. */
  readonly cause: string
  /** Where the reply was wrong, if it was. */
  readonly problems: readonly { readonly path: string; readonly rule: string; readonly message: string }[]
}

/** Stable codes; the vendor's codes are made from them at the vendor's doors (connector §5.3). */
export type BotFailureCode =
  | 'reply-empty' // R5.T1
  | 'unreachable' // R5.T2
  | 'timeout' // R5.T3
  | 'server-error' // R5.T4
  | 'too-many-requests' // R5.T5
  | 'refused' // R5.T6
  | 'unauthorized' // R5.T7
  | 'conversation-not-found' // R5.T8
  | 'announce-failed' // R5.T9
  | 'token-failed' // R5.T10
  | 'hook-failed' // R5.T30
  | 'function-failed' // R5.T24
  | 'reply-invalid' // R5.T11
  | 'reply-multiple-actions' // R5.T12
  | 'reply-unsupported-action' // R5.T14
  | 'reply-nothing-left' // R5.T18
  | 'skill-not-existing' // R5.T15
  | 'silent' // the turn's budget ran out
  | 'bot-disabled'
  | 'internal' // R5.T28

/** An escalation found no skill to go to; the bot keeps the conversation (connector R5.7). */
export interface EscalationFailed {
  readonly type: 'escalationFailed'
  readonly v: 1
  readonly botId: BotId
}

export interface Transferred {
  readonly type: 'transferred'
  readonly v: 1
  readonly to: Assignee
  readonly skillId: SkillId
  readonly by: Actor
  readonly reason: TransferReason
  /** The consumer's waiting messages that people will read now. */
  readonly handedOver: readonly number[]
  readonly priority: Priority
  readonly responseTimes: ResponseTimes
  readonly autoCloseMs: number
  /** The consumer's messages that the context stands for: the next bot is told that, and not them. Present with a context only. */
  readonly covers?: readonly number[]
  /** As on a message. */
  readonly opensAt?: EpochMs
  readonly silences?: Silences
  readonly body?: { readonly context: TransferContext }
}

/**
 * A transfer that a bot wanted and that led to nobody. What became of the others is in the log too; see `transfersIn`.
 */
export interface TransferFailed {
  readonly type: 'transferFailed'
  readonly v: 1
  readonly botId: BotId
  readonly why: TransferFailure
  /** A sentence for the brand's people. */
  readonly cause: string
  /** Place of the `transferred` that broke down; absent: it never came to that. */
  readonly attempt?: number
  /** Where it was to lead, if such a skill is known. */
  readonly skillId?: SkillId
  /** Those in a row that bots were told of, with this one if it is one of them. */
  readonly failures: number
  /** The bot is not told of this one: there were enough (dialogs R7.20). */
  readonly stopped?: true
}

/** The first four are the field's published words (connector R5.9). */
export type TransferReason =
  | 'escalatedByUser'
  | 'escalatedByBot'
  /** From a bot to another of its group, which is no transfer to those who count them (dialogs R7.41). */
  | 'withinGroup'
  | 'escalatedByConfiguration'
  | 'escalatedByError'
  | 'byAgent'
  | 'backToQueue'
  /** Back to the bot, because nobody took it. */
  | 'transferFailed'
  /** It stays where it waits, but for everybody there: whom it was meant for did not take it in time (messaging T10). */
  | 'suggestedTimedOut'

export interface Offered {
  readonly type: 'offered'
  readonly v: 1
  readonly agentId: AgentId
  readonly until: EpochMs
  readonly reserved: boolean
  /** Why this agent, in words; capped by the dispatcher. */
  readonly explanation?: string
}

export interface OfferEnded {
  readonly type: 'offerEnded'
  readonly v: 1
  readonly agentId: AgentId
  readonly why: 'rejected' | 'lapsed' | 'withdrawn'
}

/** An agent now answers: by accepting an offer, or by taking over. */
export interface Assigned {
  readonly type: 'assigned'
  readonly v: 1
  readonly agentId: AgentId
  readonly how: 'accepted' | 'tookOver'
  readonly handedOver: readonly number[]
}

export interface Joined {
  readonly type: 'joined'
  readonly v: 1
  readonly agentId: AgentId
  readonly role: JoinedRole
}

export interface Left {
  readonly type: 'left'
  readonly v: 1
  readonly agentId: AgentId
  readonly role: JoinedRole
}

export interface PriorityChanged {
  readonly type: 'priorityChanged'
  readonly v: 1
  readonly priority: Priority
  readonly by: Actor
}

/** What the brand's people, or a program, sort the conversation by. Tags are no words of the consumer: erasures leave them. */
export interface TagsChanged {
  readonly type: 'tagsChanged'
  readonly v: 1
  readonly added: readonly TagId[]
  readonly removed: readonly TagId[]
  readonly by: Actor
}

export interface SurveyOpened {
  readonly type: 'surveyOpened'
  readonly v: 1
  readonly botId: BotId
  readonly by: Actor
  readonly reason: CloseReason
  /** The consumer's messages that nobody answered before the main talk ended. */
  readonly unanswered: readonly number[]
}

/** One question of a survey was answered, or skipped; credited to whoever had the conversation last (messaging R2.9). */
export interface SurveyAnswered {
  readonly type: 'surveyAnswered'
  readonly v: 1
  readonly botId: BotId
  readonly skillId: SkillId
  readonly agentId?: AgentId
  /** `fcr`, `csat`, `nps`, or what the bot's author calls it. */
  readonly measures: string
  /** What is counted; absent for words, and where the question was skipped. */
  readonly number?: number
  /** The consumer did not want to say. */
  readonly skipped?: true
  readonly body?: { readonly question: string; readonly answer?: string }
}

/** A file that the bot wanted to be with the brand is there, or will not come there; the bot is told in its next turn. */
export interface CopyEnded extends CopyResult {
  readonly type: 'copyEnded'
  readonly v: 1
  readonly botId: BotId
  readonly fileId: string
}

/** The consumer is known by another id from here on: the brand signed them in. */
export interface SteppedUp {
  readonly type: 'steppedUp'
  readonly v: 1
  readonly consumerId: ConsumerId
}

export interface Closed {
  readonly type: 'closed'
  readonly v: 1
  readonly by: Actor
  readonly reason: CloseReason
  readonly unanswered: readonly number[]
}

/** All bodies of this conversation were erased; places, types and times stay. */
export interface Erased {
  readonly type: 'erased'
  readonly v: 1
}

/**
 * Stands in the log where a newer release wrote something that this one cannot read; see `upcast`. It is never written. A
 * conversation that holds one may be shown, and must not be decided on.
 */
export interface Unreadable {
  readonly type: 'unreadable'
  readonly v: 1
  readonly written: { readonly type: string; readonly v: number }
}

/** An event in its place. */
export interface Recorded<E extends ConversationEvent = ConversationEvent> {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  readonly at: EpochMs
  readonly event: E
}
