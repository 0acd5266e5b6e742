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
  TagId,
  TurnId,
} from '@baton/base'
import type { BotAction, PriorityType, Reply, ReplyItem } from '@baton/bot'
import type { Audience, Content, Metadata } from '@baton/content'
import type { Announcement, Silence, Welcome } from './automatic.ts'
import type { Actor, JoinedRole, Priority } from './conversation.ts'
import type { Copy } from './copy.ts'
import type { BotFailureCode, TransferFailure } from './events.ts'
import type { BotSeat, Destination, Resolution, SaidByItself, SurveyPlan, TransferFails } from './resolution.ts'

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
  | SpeakOfSilence
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

/** Part of the orders that make such an occasion; absent: nothing is said. */
interface Says {
  readonly says?: SaidByItself
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
  readonly says?: { readonly kind: Welcome | 'surveyExpired'; readonly text: string }
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
  /** Said by the system behind words to somebody who is not there at this time. */
  readonly closed?: string
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
  /** See `SendMessage`. */
  readonly closed?: string
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

/** Somebody has said nothing for the time that is set: what is there to be said of it, in the conversation's language? */
export interface SpeakOfSilence extends Timed {
  readonly type: 'speakOfSilence'
  /** Absent: nothing, this time. */
  readonly words?: { readonly kind: Silence; readonly text: string }
  /** When to look again, where nothing is said; absent: nothing comes of it any more. */
  readonly nextAt?: EpochMs
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
