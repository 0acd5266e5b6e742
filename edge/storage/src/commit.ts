import type {
  AccountId,
  AgentId,
  ClientId,
  ConsumerId,
  ConversationId,
  EffectId,
  EpochMs,
  SkillId,
  TagId,
} from '@baton/base'
import type { Conversation, EffectChange, Priority, Recorded } from '@baton/conversation'
import type { KeptChange } from './authoredStore.ts'

/**
 * Everything that one decision changes, saved whole or not at all. Many are flushed together; each is accepted or refused
 * on its own, and answered only after the flush.
 */
export interface Commit {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  /** Place of the last event that the decision knew of; 0 for a new conversation. */
  readonly expectedSeq: number
  readonly events: readonly Recorded[]
  /** The fold after these events; the state row. */
  readonly state: Conversation
  readonly stateVersion: number
  /** What lists show and order by. */
  readonly listRow: ListRow
  readonly effects: readonly EffectChange[]
  /** The effect whose outcome this is: its row must still be there under this claim, and goes with this commit. */
  readonly settles?: SettledEffect | undefined
  /** Work that this node performs at once gets its claim here, which spares a second write. */
  readonly claim?: Claim | undefined
  /** Guards against a client that sends twice. */
  readonly clientMessage?: ClientMessage | undefined
  /** The bot's progress through its dialog. */
  readonly run?: Run | 'drop' | undefined
  readonly journal?: readonly JournalEntry[] | undefined
  /** Of values that outlive the turn. */
  readonly keeps?: readonly KeptChange[] | undefined
  /** The tags that it carries from now on; absent: as before. */
  readonly tags?: readonly TagId[] | undefined
  /** Who takes part beside the assignee from now on; absent: as before. */
  readonly joined?: readonly AgentId[] | undefined
  /** Somebody took what waited in a queue: what waiting times are told from (messaging R4.21). */
  readonly taken?: Taken | undefined
  /** True when all bodies of the conversation go, in the log, the run, the journal, and the effects. */
  readonly erasesBodies?: boolean | undefined
}

export interface Taken {
  readonly skillId: SkillId
  readonly at: EpochMs
  readonly waitedMs: number
}

export interface ListRow {
  readonly phase: 'main' | 'survey' | 'closed'
  readonly consumerId: ConsumerId
  readonly assigneeKind: 'bot' | 'agent' | 'queue' | 'none'
  readonly assigneeId?: number | undefined
  readonly skillId: SkillId
  /** When an answer is due. */
  readonly dueAt?: EpochMs | undefined
  /** In milliseconds; orders the queue among equals. */
  readonly responseMs: number
  readonly priority: Priority['type']
  readonly queuedSince?: EpochMs | undefined
  /** It waits, words are owed, and nobody is being asked to take it. */
  readonly offerable?: true | undefined
  /** One line of the newest message, and whose it is; kept in columns that no index holds. */
  readonly lastLine?:
    | {
        readonly text: string
        readonly seq: number
        readonly audience: 'ALL' | 'AGENTS_AND_MANAGERS'
        readonly by: 'consumer' | 'bot' | 'agent' | 'system'
        readonly at: EpochMs
      }
    | undefined
  readonly openedAt: EpochMs
  readonly updatedAt: EpochMs
  readonly closedAt?: EpochMs | undefined
}

/** A conversation as lists show it. */
export interface ListedConversation extends ListRow {
  readonly conversationId: ConversationId
  readonly seq: number
  readonly tags: readonly TagId[]
}

export type SettledEffect =
  | { readonly kind: 'effect'; readonly effectId: EffectId; readonly claimedBy: string }
  | { readonly kind: 'timer'; readonly name: string; readonly generation: number; readonly claimedBy: string }

export interface Claim {
  readonly by: string
  readonly until: EpochMs
}

export interface ClientMessage {
  /** `consumer:<id>`, `agent:<id>`: ids are unique per sender over all of the sender's conversations. */
  readonly sender: string
  readonly clientId: ClientId
  /** Hash of what was sent; the same id with another hash is refused. */
  readonly contentHash: string
  /** Place of the event that is the answer to a repetition. */
  readonly seq: number
}

export interface Run {
  readonly turnId: number
  /** Names the definition that the run walks through; a run never changes it. */
  readonly definitionHash: string
  /** At most `MAX_RUN_BYTES` as JSON. */
  readonly state: unknown
  /** The state as JSON, where whoever commits has it already; never read from the store. */
  readonly json?: string
}

/** The answer to one need of a turn; a turn that starts again finds it here and does not ask twice. */
export interface JournalEntry {
  readonly turnId: number
  readonly needIndex: number
  readonly needHash: string
  /** At most `MAX_ANSWER_BYTES` as JSON; holds no credentials. */
  readonly answer: unknown
  /** The answer as JSON, where whoever commits has it already; never read from the store. */
  readonly json?: string
  readonly at: EpochMs
}

/**
 * In the place of a need: what happened in a turn's first segment, and why; that of the next segment is one lower. Written with
 * the segment's own outcome.
 */
export const TURN_RECORD = -1
export const MAX_RUN_BYTES = 262_144
export const MAX_ANSWER_BYTES = 1_048_576

export type CommitResult =
  | { readonly ok: true }
  /** Another writer came first: load, decide and commit again. */
  | { readonly ok: false; readonly why: 'stale-conversation' }
  /** This consumer has an open conversation already: decide on that one. */
  | { readonly ok: false; readonly why: 'consumer-has-open-conversation'; readonly conversationId: ConversationId }
  /** The effect was performed by someone else, cancelled or replaced: nothing is to be done. */
  | { readonly ok: false; readonly why: 'effect-gone' }
  /** A file that an event names was never kept, was sent before, or has gone. */
  | { readonly ok: false; readonly why: 'file-gone' }
  /** The agent's capacity is used up. */
  | { readonly ok: false; readonly why: 'seat-taken'; readonly agentId: AgentId }
  /** Sent before: with the same content, this was the answer; with another, the client is at fault. */
  | ({ readonly ok: false; readonly why: 'duplicate-message' } & SentBefore)

export interface SentBefore {
  readonly sameContent: boolean
  readonly conversationId: ConversationId
  /** Place of the event that was the first answer, and its time. */
  readonly seq: number
  readonly at: EpochMs
}

/** The disk is full or the database cannot be reached: nothing was saved, the runtime stops performing and says so. */
export class StorageUnavailable extends Error {
  readonly code = 'storage-unavailable'
}
