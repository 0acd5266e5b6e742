import type { AccountId, BotId, ConsumerId, ConversationId, EffectId, EpochMs, SkillId } from '@baton/base'
import type { Conversation, Job, Recorded, Timer, TurnWork } from '@baton/conversation'
import type { AuthoredStore } from './authoredStore.ts'
import type {
  ClientMessage,
  Commit,
  CommitResult,
  JournalEntry,
  ListedConversation,
  ListRow,
  Run,
  SentBefore,
} from './commit.ts'
import type { DeskStore } from './deskStore.ts'
import type { FilesStore } from './filesStore.ts'
import type { IntegrationsStore } from './integrationsStore.ts'
import type { NodeRegister, Rings } from './nodes.ts'
import type { PeopleStore } from './peopleStore.ts'
import type { SearchIndex } from './searchIndex.ts'
import type { Settings } from './settings.ts'
import type { SurveyStore } from './surveyStore.ts'
import type { WordsStore } from './wordsStore.ts'

/** One promise, two dialects. All that Baton keeps of conversations goes through here. */
export interface ConversationStore {
  /** @returns undefined for an unknown id, and for one of another account */
  load(accountId: AccountId, id: ConversationId): Promise<Loaded | undefined>
  /** The consumer's one open conversation, if there is one. */
  findOpen(accountId: AccountId, consumerId: ConsumerId): Promise<ConversationId | undefined>
  /** What was answered when this sender used this id before; for orders that are refused now, and were not then. */
  findClientMessage(accountId: AccountId, message: Omit<ClientMessage, 'seq'>): Promise<SentBefore | undefined>
  /**
   * Saves one decision; resolves after it is on disk. Never throws for a conflict.
   * @throws StorageUnavailable when nothing can be saved at present
   */
  commit(commit: Commit): Promise<CommitResult>
  /**
   * A page of the log, in order.
   * @param after events with a greater seq than this
   * @param limit at most 1,000
   */
  readLog(accountId: AccountId, id: ConversationId, after: number, limit: number): Promise<Recorded[]>
  /** A page of the log that ends just before `before`, in order. */
  readLogBackwards(accountId: AccountId, id: ConversationId, before: number, limit: number): Promise<Recorded[]>
  readEvents(accountId: AccountId, id: ConversationId, seqs: readonly number[]): Promise<Recorded[]>
  readRun(accountId: AccountId, id: ConversationId): Promise<Run | undefined>
  readJournal(accountId: AccountId, id: ConversationId, turnId: number): Promise<JournalEntry[]>
  /** Removes answers and records of all accounts that are older than that, some of the oldest at a time. @returns how many */
  forgetJournal(before: EpochMs, limit: number): Promise<number>
  /** Conversations of one account, newest change first. */
  list(query: ListQuery): Promise<Page<ListedConversation>>
  /** A consumer's thread: their conversations, newest first. */
  listThread(
    accountId: AccountId,
    consumerId: ConsumerId,
    before: EpochMs | undefined,
    limit: number,
  ): Promise<ListedConversation[]>
  /** Closed before then, with words that are still there; the oldest first. */
  listKept(accountId: AccountId, closedBefore: EpochMs, limit: number): Promise<ConversationId[]>
  /** How many wait on this skill in front of this one; undefined when it does not wait there. */
  countAhead(accountId: AccountId, id: ConversationId): Promise<number | undefined>
  /** A skill's queue: by when an answer is due or would be, then by arrival. */
  listQueue(accountId: AccountId, skillId: SkillId, limit: number): Promise<ListedConversation[]>

  /** Raises marks; lower ones change nothing. Flushed with the next group, or within a second. */
  saveMarks(marks: readonly MarkUpdate[]): Promise<void>
  readMarks(accountId: AccountId, id: ConversationId): Promise<Mark[]>
}

export interface Loaded {
  readonly state: Conversation
  readonly seq: number
  /** Differs from the code's own: refold from the log. */
  readonly stateVersion: number
  readonly listRow: ListRow
}

export interface ListQuery {
  readonly accountId: AccountId
  readonly phase?: 'open' | 'closed'
  readonly skillId?: SkillId
  readonly assigneeKind?: 'bot' | 'agent' | 'queue'
  readonly assigneeId?: number
  /** As a former page's `next` said. */
  readonly cursor?: string
  /** At most 200. */
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export interface Mark {
  /** `consumer`, `agent:<id>` or `bot:<id>`. */
  readonly participant: string
  readonly delivered: number
  readonly read: number
}
export interface MarkUpdate extends Mark {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
}

/** The rows of work that commits left behind. */
export interface Mailbox {
  /**
   * Takes due work for this node. Turn work: only the head of each conversation, and only where none is under way. Fair over
   * the bots: nobody's backlog keeps another's work from being taken.
   * @param busyBots bots whose cap is reached on this node; their work stays
   */
  claimWork(
    claim: ClaimRequest & { readonly kind: 'turn' | 'job'; readonly busyBots: readonly BotId[] },
  ): Promise<ClaimedWork[]>
  claimTimers(claim: ClaimRequest): Promise<ClaimedTimer[]>
  /** When the next unclaimed work or timer is due; undefined when there is none. */
  nextDueAt(): Promise<EpochMs | undefined>
  /** Work goes on: nobody else may take it before `until`. @returns false when the claim was lost */
  extendClaim(effectId: EffectId, by: string, until: EpochMs): Promise<boolean>
  /** Not now: frees the row until `dueAt`, and counts the attempt. @returns false when the claim was lost */
  retryLater(effectId: EffectId, by: string, dueAt: EpochMs): Promise<boolean>
  /** What could not even be decided leaves the mailbox and is kept with its cause; see `listDead`. */
  bury(dead: DeadLetter): Promise<void>
  listDead(accountId: AccountId, limit: number): Promise<BuriedLetter[]>
  /** Frees all that a node held; at the start of a single node, everything that is claimed. */
  releaseClaims(by: string | 'everyone'): Promise<number>
  /** Skills whose queue somebody must look at, oldest first; see `clearDirty`. */
  listDirtySkills(limit: number): Promise<DirtySkill[]>
  /** Clears the flag if it has not been set again since `setAt`. */
  clearDirty(skill: DirtySkill): Promise<void>
}

export interface ClaimRequest {
  readonly by: string
  readonly now: EpochMs
  readonly until: EpochMs
  readonly limit: number
}

interface Claimed {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
}

export interface ClaimedWork extends Claimed {
  readonly effect: TurnWork | Job
  readonly dueAt: EpochMs
  /** 1 for the first time. */
  readonly attempt: number
  /** Attempts may come after a crash; this one is the first that this row was ever claimed for. */
  readonly firstClaim: boolean
}

export interface ClaimedTimer extends Claimed {
  readonly timer: Timer
  /** Of this setting of the name; an older one no longer exists. */
  readonly generation: number
}

export type DeadLetter = Claimed & {
  readonly settles:
    | { readonly kind: 'effect'; readonly effectId: EffectId }
    | { readonly kind: 'timer'; readonly name: string; readonly generation: number }
  readonly cause: string
  readonly at: EpochMs
}
export type BuriedLetter = Claimed & { readonly what: string; readonly cause: string; readonly at: EpochMs }

export interface DirtySkill {
  readonly accountId: AccountId
  readonly skillId: SkillId
  readonly setAt: EpochMs
}

/** The feed of commits, in the order in which they became visible; what rings may lose is found here. */
export interface CommitFeed {
  /** Position of the newest event that everyone can see. */
  horizon(): Promise<number>
  readFeed(after: number, limit: number): Promise<FedEvent[]>
  /**
   * The same for whoever knows most of it, because they wrote it: only what `isKnown` denies is read.
   * @param what `visible`: beyond the horizon, too. Something may still appear between; within one conversation nothing does
   */
  readNews(
    after: number,
    limit: number,
    isKnown: (accountId: AccountId, conversationId: ConversationId, seq: number) => boolean,
    what?: 'for-everyone' | 'visible',
  ): Promise<News>
}

export interface News {
  readonly events: readonly FedEvent[]
  /** Position up to which was looked. */
  readonly upTo: number
  /** There may be more behind it. */
  readonly more: boolean
  /** Position of the newest event that everyone could see then. */
  readonly horizon: number
}

export interface FedEvent extends Recorded {
  readonly position: number
  readonly accountId: AccountId
  readonly conversationId: ConversationId
}

/** One installation's storage. */
export interface Storage {
  readonly conversations: ConversationStore
  readonly mailbox: Mailbox
  readonly feed: CommitFeed
  readonly settings: Settings
  readonly people: PeopleStore
  readonly desk: DeskStore
  readonly words: WordsStore
  readonly surveys: SurveyStore
  readonly authored: AuthoredStore
  readonly files: FilesStore
  readonly integrations: IntegrationsStore
  readonly search: SearchIndex
  /** Of a storage that several processes may share; absent where one has it alone. */
  readonly nodes?: NodeRegister
  readonly rings?: Rings
  /** A consistent copy, made while others write. @param file must not exist yet */
  backup(file: string): Promise<void>
  health(): Promise<StorageHealth>
  close(): Promise<void>
}

export interface StorageHealth {
  readonly writable: boolean
  readonly cause?: string
  readonly freeBytes?: number
  readonly schemaVersion: number
}
