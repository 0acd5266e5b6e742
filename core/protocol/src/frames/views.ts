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
import type { Audience, Content, Metadata } from '@baton/content'
import type { AutomaticKind, CloseReason, JoinedRole, TransferFailure, TransferReason } from '@baton/conversation'

/** A participant as shown to others. Names come with the first mention, so that a client needs no second request. */
export type Who =
  | { readonly kind: 'consumer' }
  | { readonly kind: 'bot'; readonly id: BotId; readonly name: string }
  | { readonly kind: 'agent'; readonly id: AgentId; readonly name: string }
  | { readonly kind: 'system' }

export type ViewAssignee =
  | { readonly kind: 'bot' | 'agent'; readonly who: Who }
  | {
      readonly kind: 'queue'
      readonly since: EpochMs
      readonly skillId?: SkillId
      readonly skillName?: string
      /** Whom it is meant for; agents see it (messaging R5.13). */
      readonly suggested?: Who
      /** Then everybody of the skill may take it. */
      readonly suggestedUntil?: EpochMs
    }

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
      /** The first conversation that this consumer ever had with the brand. */
      readonly first?: true
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
      readonly skipped?: true
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
