import type {
  AccountId,
  AgentId,
  ClientId,
  ConsumerId,
  ConversationId,
  EntryPointId,
  EpochMs,
  JsonObject,
  SkillId,
  TagId,
} from '@baton/base'
import type { PriorityType } from '@baton/bot'
import type { Audience, Chosen, Content, Metadata } from '@baton/content'
import type { AgentActor, Conversation, Recorded, Refusal, TransferNote } from '@baton/conversation'
import type { Presence, PresenceStatus } from '@baton/storage'
import type { FileDesk } from './files/fileDesk.ts'
import type { LiveNumbers } from './liveNumbers.ts'

/**
 * The loop: load → decide → commit → perform. Doors hand in orders as people give them; what the settings say (which bot sits
 * on a skill, what a button does) is looked up here, so that no door can claim it.
 */
export interface Runtime {
  /** Resolves after the outcome is on disk. Refusals are values; @throws StorageUnavailable when nothing can be saved now */
  handle(order: Order): Promise<Handled>
  /** The state as it is now, from the cache or the store; undefined for unknown and foreign ids. */
  find(accountId: AccountId, conversationId: ConversationId): Promise<{ state: Conversation; seq: number } | undefined>
  /** Pushed to everyone at once, saved with the next group. */
  mark(mark: LiveMark): Promise<void>
  /** Only passed on. */
  signal(signal: LiveSignal): void
  /** Calls back after every commit, in order per conversation. @returns how to stop */
  listen(listener: LiveListener): () => void
  /** Files that people send; absent where no store was handed in. */
  readonly files: FileDesk | undefined
  /** Whether the brand's people are there and take conversations. */
  readonly presence: PresenceDesk
  /** How the account's work stands now, and the queues of these skills (messaging R4.21, R8.2). */
  liveNumbers(accountId: AccountId, skillIds: readonly SkillId[]): Promise<LiveNumbers>
  /** Settings were changed: what is cached of this account is forgotten. */
  settingsChanged(accountId: AccountId): void
  start(): Promise<void>
  /** Takes nothing new, lets what is under way end or hands its claim back, and resolves when all is on disk. */
  stop(graceMs: number): Promise<void>
  health(): RuntimeHealth
}

export interface PresenceDesk {
  /** One more socket of this agent, on this node. @returns how they are; `offline` until they say otherwise */
  arrived(accountId: AccountId, agentId: AgentId): Promise<Presence>
  /** One less. After the last one they are offline as soon as their lease is over, unless they come back. */
  left(accountId: AccountId, agentId: AgentId): Promise<void>
  /** @param by who says so, where that is somebody else */
  setStatus(
    accountId: AccountId,
    agentId: AgentId,
    status: PresenceStatus,
    reason: string | undefined,
    by?: AgentId,
  ): Promise<Presence>
  /** Of these agents, how each is now. */
  of(accountId: AccountId, agentIds: readonly AgentId[]): Promise<Presence[]>
}

export interface RuntimeHealth {
  /** False while the disk is full or the database is away: nothing is accepted, nothing performed. */
  readonly accepting: boolean
  readonly cause?: string
  readonly performing: number
  readonly deadLetters: number
}

interface InConversation {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
}
/** Who gives the order; a consumer's is checked against the conversation's own consumer. */
export type Orderer =
  | { readonly kind: 'consumer'; readonly consumerId: ConsumerId }
  | AgentActor
  | { readonly kind: 'system' }

export type Order =
  | {
      readonly type: 'write'
      readonly accountId: AccountId
      readonly by: { readonly kind: 'consumer'; readonly consumerId: ConsumerId }
      /** Where they came in; used when this opens a conversation. */
      readonly entryPointId: EntryPointId
      /** Absent: the open one, else a new one. A closed one opens a new one. */
      readonly conversationId?: ConversationId
      readonly clientId: ClientId
      readonly content: Content
      readonly metadata?: Metadata
      readonly attributes?: JsonObject
      /** What they look through cannot show a survey; used when this opens a conversation. */
      readonly surveys?: false
    }
  | (InConversation & {
      readonly type: 'write'
      readonly by: AgentActor
      readonly clientId: ClientId
      readonly content: Content
      readonly audience: Audience
      readonly metadata?: Metadata
    })
  | (InConversation & {
      readonly type: 'click'
      readonly by: { readonly kind: 'consumer'; readonly consumerId: ConsumerId }
      readonly clientId: ClientId
      readonly on: number
      readonly element: string
      readonly chosen?: Chosen
    })
  | (InConversation & { readonly type: 'setAttributes'; readonly by: Orderer; readonly attributes: JsonObject })
  | (InConversation & {
      readonly type: 'transfer'
      readonly by: AgentActor | { readonly kind: 'system' }
      readonly skillId: SkillId
      readonly agentId?: AgentId
      /** Said to whoever gets it, in the same commit; its id makes a repetition harmless. */
      readonly note?: TransferNote
    })
  | (InConversation & {
      readonly type: 'changePriority'
      readonly by: Orderer
      readonly priority: PriorityType
      readonly responseMs?: number
    })
  | (InConversation & { readonly type: 'close'; readonly by: Orderer; readonly withoutSurvey?: boolean })
  | (InConversation & {
      readonly type: 'offer'
      readonly agentId: AgentId
      readonly until: EpochMs
      readonly ring: 'one' | 'all'
      readonly explanation?: string
    })
  | (InConversation & {
      readonly type: 'acceptOffer' | 'rejectOffer' | 'takeOver' | 'leave' | 'backToQueue'
      readonly by: AgentActor
    })
  /** Tags that are the account's; whoever orders it has looked. */
  | (InConversation & {
      readonly type: 'changeTags'
      readonly by: AgentActor | { readonly kind: 'system' }
      readonly add: readonly TagId[]
      readonly remove: readonly TagId[]
    })
  | (InConversation & { readonly type: 'join'; readonly by: AgentActor; readonly role: 'manager' | 'reader' })
  | (InConversation & { readonly type: 'erase'; readonly by: { readonly kind: 'system' } })
  /** The anonymous consumer of an open conversation is `consumerId` from now on; whoever orders it has proof. */
  | (InConversation & {
      readonly type: 'stepUp'
      readonly by: { readonly kind: 'consumer'; readonly consumerId: ConsumerId }
      readonly consumerId: ConsumerId
    })

export type Handled =
  | {
      readonly ok: true
      readonly conversationId: ConversationId
      /** Place of the event that the order became; of the first one, for a repetition; absent when nothing had to change. */
      readonly seq?: number
      readonly at?: EpochMs
    }
  | { readonly ok: false; readonly refusal: Refusal | OrderRefusal; readonly path?: string }

/** Refused before any rule was asked, because the order names what is not there. */
export type OrderRefusal =
  | 'duplicate-client-id'
  | 'unknown-skill'
  | 'unknown-entry-point'
  | 'unknown-element'
  | 'unknown-agent'
  | 'seat-taken'
  | 'file-gone'
  | 'invalid-content'

export interface Committed extends InConversation {
  readonly consumerId: ConsumerId
  readonly before: Conversation
  readonly after: Conversation
  readonly events: readonly Recorded[]
}

export interface LiveMark extends InConversation {
  readonly participant: { readonly kind: 'consumer' } | { readonly kind: 'agent'; readonly agentId: AgentId }
  readonly delivered: number
  readonly read: number
}

export interface LiveSignal extends InConversation {
  readonly participant: { readonly kind: 'consumer' } | { readonly kind: 'agent'; readonly agentId: AgentId }
  readonly state: 'composing' | 'idle'
}

export interface LiveListener {
  committed(committed: Committed): void
  marked(mark: LiveMark): void
  signalled(signal: LiveSignal): void
  /** An agent's status changed. */
  presence?(presence: Presence): void
}
