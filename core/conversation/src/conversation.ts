import type {
  AccountId,
  AgentId,
  BotId,
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
import type { PlatformEvent, PriorityType, TransferFailure, TriggerKind } from '@baton/bot'
import type { Announcement, Silence, Silences } from './automatic.ts'

/**
 * All that the rules need to know of a conversation: the fold of its events, nothing else. What may be missing is spelled out as
 * `undefined`: states that share one shape are copied and written several times faster than states that lack a field.
 */
export type Conversation = AbsentConversation | OpenConversation | ClosedConversation

export interface AbsentConversation {
  readonly phase: 'absent'
}

export interface OpenConversation extends ConversationFacts {
  /** In `survey` the main talk is over and the survey's bot asks its questions. */
  readonly phase: 'main' | 'survey'
  /** Who answers next. Always exactly one; a transfer is a change of this value. */
  readonly assignee: Assignee
  /** Running offers: one for ring-one, several for ring-all. */
  readonly offers: readonly Offer[]
  /** Agents who were asked in vain since it came into this queue, or who gave it back; each once, the last one last. */
  readonly asked: readonly AskedAgent[]
  /** Agents who take part beside the assignee. */
  readonly joined: readonly JoinedAgent[]
  readonly turn?: OpenTurn | undefined
  /** Places of the consumer's messages that no turn has taken up yet, oldest first; capped at `MAX_WAITING`. */
  readonly waiting: readonly number[]
  readonly nextTurnId: TurnId
  /** Since when the brand owes an answer; absent when the consumer is to speak next. */
  readonly pendingSince?: EpochMs | undefined
  /** Nobody was there when it began to owe one: its time counts from when they are there again. */
  readonly opensAt?: EpochMs | undefined
  /** Place of the consumer's last message; 0 before the first. */
  readonly lastConsumerSeq: number
  /** True while the last public words are the consumer's. */
  readonly consumerSpokeLast: boolean
  /** Transfers since the consumer last spoke; keeps two bots from passing the baton for ever. */
  readonly hops: number
  /** The bot's seat: how many turns it answered since it was seated; 0 means that it must be told of the conversation first. */
  readonly answeredTurns: number
  /** What came of files that the bot wanted to be with the brand, and has not been told yet, oldest first. */
  readonly copied?: readonly CopyResult[] | undefined
  /** What who waits was told last; absent when they were told nothing since they began to wait. */
  readonly announced?: Announcement | undefined
  /** As the settings had it when it came to its skill. */
  readonly silences?: Silences | undefined
  /** When each silence was spoken of last, and when they were told last that it is closed. */
  readonly toldAt?: { readonly [kind in Silence | 'closed']?: EpochMs } | undefined
  /** Since when whoever answers next does. */
  readonly seatedAt: EpochMs
  /** When somebody of the brand last said something to the consumer, a bot or a person. */
  readonly brandSpokeAt?: EpochMs | undefined
  /** A bot's transfer to people that nobody has taken yet: that bot has the conversation again when it breaks down. */
  readonly attempt?: TransferAttempt | undefined
  /** Transfers that broke down one after the other, of which bots were told (dialogs R7.20). */
  readonly transferFailures: number
  /** There were so many that the consumer was told in the bot's place; the next one that they ask for counts from one. */
  readonly transfersStopped: boolean
  /** Failures of bots that led to nobody, since a person had it last (connector R5.7). */
  readonly failedEscalations: number
  /** Place of the transfer that says to the bot which was seated what is wanted; absent once it was told. */
  readonly contextAt?: number | undefined
  /** False where the consumer's client cannot show a survey (messaging R2.8). */
  readonly surveys?: false | undefined
  /** Who of the brand's people answered last; a survey's answers are theirs (messaging R2.9). */
  readonly lastAgentId?: AgentId | undefined
}

export interface TransferAttempt {
  /** Place of its `transferred`. */
  readonly seq: number
  readonly botId: BotId
  /** As it was with the bot, and is again when nobody takes it. */
  readonly from: {
    readonly skillId: SkillId
    readonly priority: Priority
    readonly responseTimes: ResponseTimes
    readonly autoCloseMs: number
    readonly silences?: Silences
  }
}

export interface ClosedConversation extends ConversationFacts {
  readonly phase: 'closed'
  readonly closedAt: EpochMs
  readonly closedBy: Actor
  readonly reason: CloseReason
}

interface ConversationFacts {
  readonly id: ConversationId
  /** Place of the last event. */
  readonly seq: number
  /** Place of the last event that the consumer may see; the chain of their frames hangs on it. */
  readonly lastPublicSeq: number
  readonly accountId: AccountId
  readonly consumerId: ConsumerId
  readonly entryPointId: EntryPointId
  /** BCP 47; chosen at the start, stays for the conversation. */
  readonly language: string
  readonly openedAt: EpochMs
  /** `at` of the last event. */
  readonly lastAt: EpochMs
  /** When someone last spoke; what auto close counts from. */
  readonly lastActivityAt: EpochMs
  /** The skill that the conversation belongs to now, whoever answers. */
  readonly skillId: SkillId
  readonly priority: Priority
  readonly responseTimes: ResponseTimes
  /** Idle time after which the conversation closes by itself. */
  readonly autoCloseMs: number
  /** In the order in which they were put on; each once, at most `MAX_TAGS`. */
  readonly tags: readonly TagId[]
  /** What the page told of the consumer; gone after an erasure. */
  readonly attributes?: JsonObject | undefined
}

export type Assignee =
  | {
      readonly kind: 'bot'
      readonly botId: BotId
      /** This bot wants to hear of the conversation's life, not of its words only (connector R3.14). */
      readonly hears?: true
    }
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | {
      readonly kind: 'queue'
      readonly skillId: SkillId
      readonly since: EpochMs
      /** Whom it is meant for: nobody else of this skill is asked until then, or until they did not want it (messaging T8 to T10). */
      readonly suggestedAgentId?: AgentId
      /** A timer runs for it. Absent where an earlier release suggested somebody: then nobody is waited for. */
      readonly suggestedUntil?: EpochMs
      /** While somebody waits here, the brand's automatic words are said; a timer runs for the next ones. */
      readonly announces?: true
      /** When nobody has taken it by then, the bot has it again; a timer runs for it (dialogs R7.25). */
      readonly failsAt?: EpochMs
    }

export interface Offer {
  readonly agentId: AgentId
  readonly until: EpochMs
  /** Ring-one holds a seat while it rings; ring-all takes one on acceptance (messaging R4.12). */
  readonly reserved: boolean
}

export interface AskedAgent {
  readonly agentId: AgentId
  /** When their offer ended, or when they gave it back. */
  readonly at: EpochMs
}

export interface JoinedAgent {
  readonly agentId: AgentId
  readonly role: JoinedRole
}
/** A manager may speak; a reader may not, and the consumer does not see them (messaging R1.13). */
export type JoinedRole = 'manager' | 'reader'

export interface OpenTurn {
  readonly turnId: TurnId
  readonly botId: BotId
  readonly trigger: TriggerKind
  /** Places of the consumer's messages that this turn answers. */
  readonly messages: readonly number[]
  readonly openedAt: EpochMs
  /** `asking`: the bot was asked. `pausing`: it answered and waits out a delay. */
  readonly stage: 'asking' | 'pausing'
  /** Which part of the turn it is asked for, or said last; 0 is the first. */
  readonly segment: number
  readonly effectId: EffectId
  /** Whether the consumer is shown that the bot writes. */
  readonly typing: boolean
  /** What the bot is told of files, in this turn. */
  readonly results?: readonly CopyResult[] | undefined
  /** Whether the bot has said anything to the consumer in this turn. */
  readonly spoke: boolean
  /** What the platform tells the bot, where that is the trigger. */
  readonly tells?: PlatformEvent | undefined
  readonly why?: TransferFailure | undefined
  /** Place of the transfer that says what is wanted of the bot. */
  readonly contextAt?: number | undefined
}

/** What came of a file that a bot wanted to be with the brand. */
export interface CopyResult {
  readonly uploadId: string
  readonly succeeded: boolean
}

/** How soon an answer is due. */
export interface Priority {
  readonly type: PriorityType
  readonly responseMs: number
}

/** What the named priorities mean on a skill, in milliseconds. */
export interface ResponseTimes {
  readonly urgent: number
  readonly normal: number
  readonly prioritized: number
}

/** Who did something. */
export type Actor =
  | { readonly kind: 'consumer' }
  | { readonly kind: 'bot'; readonly botId: BotId }
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'system' }

export type CloseReason =
  | 'byConsumer'
  | 'byAgent'
  | 'byBot'
  | 'bySystem'
  | 'idle'
  | 'surveyDone'
  | 'surveySkipped'
  | 'surveyExpired'
  | 'surveyFailed'

export const absent: AbsentConversation = { phase: 'absent' }

/**
 * When an answer is due; absent when none is owed. What is closed answers after it opens, unless a time was set by hand (messaging
 * R4.7).
 */
export function answerDueAt({ pendingSince, opensAt, priority }: OpenConversation): EpochMs | undefined {
  if (pendingSince === undefined) return undefined
  const from = priority.type === 'custom' ? pendingSince : (opensAt ?? pendingSince)
  return (from + priority.responseMs) as EpochMs
}

/**
 * Whether a waiting conversation is offered to people now (messaging R4.16): the brand owes words, a time was set by hand, or
 * nobody has said anything since it was put into the queue. Others wait for the consumer.
 */
export function isActionable({ assignee, pendingSince, priority, lastActivityAt }: OpenConversation): boolean {
  if (assignee.kind !== 'queue') return false
  return pendingSince !== undefined || priority.type === 'custom' || lastActivityAt <= assignee.since
}

/** By what a queue is ordered: without a due time, when an answer would be due, so that nobody is starved (messaging R4.17). */
export function queuedUntil(open: OpenConversation): EpochMs | undefined {
  const { assignee, priority } = open
  if (assignee.kind !== 'queue') return undefined
  return answerDueAt(open) ?? ((assignee.since + priority.responseMs) as EpochMs)
}

export const sameActor = (a: Actor, b: Actor): boolean =>
  a.kind === b.kind &&
  (a.kind !== 'bot' || (b.kind === 'bot' && a.botId === b.botId)) &&
  (a.kind !== 'agent' || (b.kind === 'agent' && a.agentId === b.agentId))
