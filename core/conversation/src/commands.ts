import type {
  AccountId,
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EntryPointId,
  EpochMs,
  JsonObject,
  Problem,
  SkillId,
  TagId,
  TurnId,
} from '@baton/base'
import type { BotAction, PriorityType, Reply, ReplyItem, TransferContext } from '@baton/bot'
import type { Audience, Content, Metadata } from '@baton/content'
import type { Announcement, Occasion } from './automatic.ts'
import type { Actor, JoinedRole, Priority, ResponseTimes } from './conversation.ts'
import type { Copy } from './copy.ts'
import type { BotFailureCode, TransferFailure } from './events.ts'

/**
 * Orders. Each carries all that the rules need: who, when, ids, and what the settings say at this moment. `decide` never
 * asks for anything.
 */
export type Command = Request | Outcome

/** Somebody wants something; may be refused. */
export type Request =
  | Open
  | SendMessage
  | ClickElement
  | SetAttributes
  | TransferToSkill
  | BackToQueue
  | ChangePriority
  | ChangeTags
  | OfferTo
  | AcceptOffer
  | RejectOffer
  | WithdrawOffer
  | NoteAgentGone
  | TakeOver
  | Join
  | Leave
  | Close
  | StepUp
  | Erase

/** The world answered an effect; never refused: it gives zero or more events, and its effect's row goes. */
export type Outcome =
  | AcceptReply
  | FailTurn
  | ContinueTurn
  | FailTransfer
  | EndSuggestion
  | LapseOffer
  | ReturnFromGone
  | ExpireSurvey
  | CheckIdle
  | Announce
  | EndCopy
  | FailInvocation

interface Timed {
  readonly at: EpochMs
}

/** A person of the brand, with the authority that the server found them to have. */
export interface AgentActor {
  readonly kind: 'agent'
  readonly agentId: AgentId
  /** `manager` may act on conversations that are not theirs. */
  readonly authority: 'agent' | 'manager'
}
export type RequestActor = { readonly kind: 'consumer' } | AgentActor | { readonly kind: 'system' }

/** What the brand says by itself on this occasion, in the conversation's language, behind the event (messaging R3.16). */
export interface SaidByItself {
  readonly kind: Occasion
  readonly text: string
}
/** Part of the orders that make such an occasion; absent: nothing is said. */
interface Says {
  readonly says?: SaidByItself
}

/** A skill as the settings have it now, with the bot that sits on it, if one does. */
export interface Destination {
  readonly skillId: SkillId
  readonly responseTimes: ResponseTimes
  readonly autoCloseMs: number
  readonly bot?: BotSeat
  /** Who waits here is told something by the brand's automatic words. */
  readonly announces?: true
  /** What a bot passes on fails when nobody has taken it after this time; absent: it waits. */
  readonly failAfterMs?: number
  /** How long somebody who is suggested is waited for; absent: `SUGGESTED_MS`. */
  readonly suggestedMs?: number
  /** Said to whom a person or a bot passes on to here. */
  readonly says?: SaidByItself
  /** Its people are not there at this time, and are again then; absent: it is open, or nobody knows when it opens. */
  readonly opensAt?: EpochMs
}

export interface BotSeat {
  readonly botId: BotId
  /** Greet when a running conversation is passed to it (connector R3.7). */
  readonly welcome: boolean
  /** All the time that one turn may take. */
  readonly turnBudgetMs: number
  /** Show the consumer that the bot writes while it is asked (connector R5.5). */
  readonly typingWhileWaiting: boolean
  /** Tell it when the conversation starts, moves on and ends (connector R3.14). */
  readonly hears: boolean
}

export interface SurveyPlan {
  readonly bot: BotSeat
  readonly timeoutMs: number
}

/** What a bot's settings say for the case that it fails; texts are already in the conversation's language. */
export interface Escalation {
  readonly toConsumer?: string
  readonly toAgent?: string
  /** Told to the consumer when there is no skill to go to. */
  readonly failed?: string
  /** Told to the consumer when a survey's bot fails; the survey ends there (connector R3.18). */
  readonly surveyFailed?: string
  /** Absent when the default skill is gone. */
  readonly destination?: Destination
}

/** What a bot's wish means in this account at this moment. */
export interface Resolution {
  /** Where `action: transfer` leads; a text instead says why it leads nowhere. */
  readonly transfer?: ResolvedTransfer
  /** For the case that a transfer fails, or that the bot says nothing at all. */
  readonly ifFails?: TransferFails
  /** Present when the conversation's skill asks its consumers afterwards. */
  readonly survey?: SurveyPlan
  readonly escalation: Escalation
  /** Settings of this bot's own seat, for the turn that may follow. */
  readonly seat: BotSeat
}

export type ResolvedTransfer =
  | {
      readonly ok: true
      readonly destination: Destination
      readonly suggestedAgentId?: AgentId
      /** What a bot behind it is told. */
      readonly context?: TransferContext
    }
  | { readonly ok: false; readonly cause: string; readonly why?: TransferFailure; readonly skillId?: SkillId }

/** What happens when a transfer leads to nobody (dialogs R7.20–R7.22). */
export interface TransferFails {
  /** The bot that is told of it. */
  readonly seat: BotSeat
  /** How often in a row it is told. */
  readonly retries: number
  /** Told to the consumer in its place afterwards; empty: nothing is. */
  readonly stopped: string
  /** Where the conversation goes when the bot says nothing in its time; `none`: that counts as a failed transfer (dialogs R7.6). */
  readonly ifSilent?: Destination | 'none'
}

export interface Open extends Timed {
  readonly type: 'open'
  readonly conversationId: ConversationId
  readonly accountId: AccountId
  readonly consumerId: ConsumerId
  readonly entryPointId: EntryPointId
  readonly language: string
  readonly destination: Destination
  readonly priority: Exclude<PriorityType, 'custom'>
  readonly attributes?: JsonObject
  /** Said by the system behind the consumer's first words. */
  readonly welcome?: string
  /** Said instead, where the consumer answers questions whose time is over. */
  readonly surveyExpired?: string
  /** What the consumer looks through cannot show a survey: they are not asked afterwards (messaging R2.8). */
  readonly surveys?: false
  /** The first one that this consumer ever has with the brand (messaging R4.6). */
  readonly first?: true
  readonly message: { readonly clientId: ClientId; readonly content: Content; readonly metadata?: Metadata }
}

export interface SendMessage extends Timed {
  readonly type: 'sendMessage'
  readonly by: RequestActor
  readonly clientId: ClientId
  readonly content: Content
  readonly audience: Audience
  readonly metadata?: Metadata
  /** For the turn that a consumer's message may open; absent when no bot is seated. */
  readonly seat?: BotSeat
  /** With these words the consumer has had enough of the survey that runs (messaging R2.9). */
  readonly endsSurvey?: true
  /** On a consumer's message: see `Destination`. */
  readonly opensAt?: EpochMs
}

/** The server looked the element up in the message; nothing in here is the client's word but where the finger was. */
export interface ClickElement extends Timed {
  readonly type: 'clickElement'
  readonly clientId: ClientId
  readonly on: number
  readonly element: string
  /** What the element publishes in the consumer's name, each a message; none for a mere link. */
  readonly texts: readonly string[]
  readonly metadata?: Metadata
  readonly seat?: BotSeat
  /** See `SendMessage`. */
  readonly endsSurvey?: true
  /** See `Destination`. */
  readonly opensAt?: EpochMs
}

export interface SetAttributes extends Timed {
  readonly type: 'setAttributes'
  readonly attributes: JsonObject
}

export interface TransferToSkill extends Timed {
  readonly type: 'transferToSkill'
  readonly by: RequestActor
  readonly destination: Destination
  readonly suggestedAgentId?: AgentId
  /** For whoever gets it, by the one who passes it on; the consumer never sees it. It is said with the transfer, or not at all. */
  readonly note?: TransferNote
  /** Present where it leads back to the bot that handed it over while nobody has taken it: the bot is told (dialogs R7.25). */
  readonly givesBack?: TransferFails
}

export interface TransferNote {
  readonly clientId: ClientId
  readonly text: string
}

export interface BackToQueue extends Timed, Says {
  readonly type: 'backToQueue'
  readonly by: RequestActor
  /** See `Destination`. */
  readonly announces?: true
}

export interface ChangePriority extends Timed, Says {
  readonly type: 'changePriority'
  readonly by: RequestActor
  readonly priority: Priority
}

/** By whoever may direct the conversation. Which tags there are is the account's business. */
export interface ChangeTags extends Timed {
  readonly type: 'changeTags'
  readonly by: RequestActor
  readonly add: readonly TagId[]
  readonly remove: readonly TagId[]
}

export interface OfferTo extends Timed {
  readonly type: 'offerTo'
  readonly agentId: AgentId
  readonly until: EpochMs
  /** One at a time, or everyone at once; what is reserved, and when, follows from it. */
  readonly ring: 'one' | 'all'
  readonly weight: number
  readonly explanation?: string
}

export interface AcceptOffer extends Timed, Says {
  readonly type: 'acceptOffer'
  readonly agentId: AgentId
  readonly weight: number
}

export interface RejectOffer extends Timed {
  readonly type: 'rejectOffer'
  readonly agentId: AgentId
}

/** The agent is not there any more: their offer ends as if nobody had answered it. */
export interface WithdrawOffer extends Timed {
  readonly type: 'withdrawOffer'
  readonly agentId: AgentId
}

/** Who answers this conversation has gone; unless they come back until then, it goes back to the queue. */
export interface NoteAgentGone extends Timed {
  readonly type: 'noteAgentGone'
  readonly agentId: AgentId
  readonly until: EpochMs
}

export interface TakeOver extends Timed {
  readonly type: 'takeOver'
  readonly by: AgentActor
  readonly weight: number
}

export interface Join extends Timed, Says {
  readonly type: 'join'
  readonly by: AgentActor
  readonly role: JoinedRole
}

export interface Leave extends Timed, Says {
  readonly type: 'leave'
  readonly by: AgentActor
}

export interface Close extends Timed {
  readonly type: 'close'
  readonly by: RequestActor
  /** Absent: no survey, either because none is set up or because it is to be skipped. */
  readonly survey?: SurveyPlan
}

/** The brand said who the anonymous consumer is; the conversation is theirs from now on (messaging R1.10). */
export interface StepUp extends Timed {
  readonly type: 'stepUp'
  readonly consumerId: ConsumerId
}

export interface Erase extends Timed {
  readonly type: 'erase'
}

/** The bot answered and `validateReply` let it through. */
export interface AcceptReply extends Timed {
  readonly type: 'acceptReply'
  readonly turnId: TurnId
  /** With `goesOn` its action is left alone: that belongs to the last segment. */
  readonly reply: Reply
  readonly warnings: readonly Problem[]
  readonly resolution: Resolution
  /** This is a segment: the bot has more to do in the same turn, by then. Absent: the turn ends with this. */
  readonly goesOn?: { readonly deadline: EpochMs }
  /** Files that the bot wants brought to the brand's own service. */
  readonly copies?: readonly Copy[]
}

/** The bot gave nothing that can be used, or its time is over. */
export interface FailTurn extends Timed {
  readonly type: 'failTurn'
  readonly turnId: TurnId
  readonly code: BotFailureCode
  readonly cause: string
  readonly problems: readonly Problem[]
  readonly resolution: Resolution
}

/** A delay is over; `rest` is what was held back. */
export interface ContinueTurn extends Timed {
  readonly type: 'continueTurn'
  readonly turnId: TurnId
  readonly rest: HeldBack
  readonly resolution: Resolution
}

/** A transfer broke down after it was accepted; changes nothing when it was settled meanwhile. */
export interface FailTransfer extends Timed {
  readonly type: 'failTransfer'
  /** Place of its `transferred`. */
  readonly attempt: number
  readonly why: TransferFailure
  readonly cause: string
  /** Absent: the bot can have it no more. */
  readonly ifFails?: TransferFails
  /** Where it goes then; absent: it waits where it is. */
  readonly elsewhere?: Destination
}

/** Whom it was meant for has not taken it in their time; changes nothing when that was settled meanwhile (messaging T10). */
export interface EndSuggestion extends Timed {
  readonly type: 'endSuggestion'
  readonly agentId: AgentId
}

export interface HeldBack {
  readonly items: readonly ReplyItem[]
  readonly action?: BotAction
  /** The bot is asked to go on afterwards. */
  readonly goesOn?: GoesOn
}

/** What a segment that waits out its own delays still owes. */
export interface GoesOn {
  /** What is left of the turn's budget, in milliseconds: delays that the bot asks for are its own. */
  readonly leftMs: number
  readonly warnings: readonly { readonly path: string; readonly rule: string }[]
}

export interface LapseOffer extends Timed {
  readonly type: 'lapseOffer'
  readonly agentId: AgentId
}

/** The agent was given time to come back. */
export interface ReturnFromGone extends Timed, Says {
  readonly type: 'returnFromGone'
  readonly agentId: AgentId
  /** They did. */
  readonly isBack: boolean
  /** See `Destination`. */
  readonly announces?: true
}

export interface ExpireSurvey extends Timed {
  readonly type: 'expireSurvey'
}

/** Has nobody spoken for long enough that the conversation closes by itself? */
export interface CheckIdle extends Timed {
  readonly type: 'checkIdle'
}

/** The consumer waits: what is there to be told, in the conversation's language? */
export interface Announce extends Timed {
  readonly type: 'announce'
  /** Absent: nothing, this time. */
  readonly words?: { readonly kind: Announcement; readonly text: string }
  /** When to look again. */
  readonly nextAt: EpochMs
}

/** A file reached the brand's own service, or will not. */
export interface EndCopy extends Timed {
  readonly type: 'endCopy'
  readonly uploadId: string
  readonly fileId: string
  readonly botId: BotId
  readonly succeeded: boolean
  /** For the turn in which the bot is told. */
  readonly seat: BotSeat
}

/** A function that a bot asked for failed, and the bot said that it cannot go on without it. */
export interface FailInvocation extends Timed {
  readonly type: 'failInvocation'
  readonly botId: BotId
  /** The turn that asked for it. */
  readonly turnId: TurnId
  /** A sentence for the brand's people, without secrets. */
  readonly cause: string
  readonly resolution: Resolution
}

export const actorOf = (by: RequestActor): Actor => (by.kind === 'agent' ? { kind: 'agent', agentId: by.agentId } : by)
