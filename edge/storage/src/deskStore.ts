import type { AccountId, AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { ListedConversation } from './commit.ts'

export type PresenceStatus = 'online' | 'busy' | 'away' | 'offline'

/** Whether an agent is there, and takes conversations. */
export interface Presence {
  readonly accountId: AccountId
  readonly agentId: AgentId
  readonly status: PresenceStatus
  readonly reason?: string
  /** Who said so, where that was somebody else. */
  readonly setBy?: AgentId
  readonly since: EpochMs
  /** Until then they are taken to have a socket; absent once that was found to be over. */
  readonly leaseUntil?: EpochMs
  /** When they last got a conversation or an offer that holds a seat. */
  readonly lastOfferAt?: EpochMs
  /** When they got the first one after `IDLE_MS` without any. */
  readonly freshSince?: EpochMs
}

/** Whoever got nothing for so long is fresh again, in milliseconds (messaging R4.13). */
export const IDLE_MS = 3_600_000

export interface StatusChange {
  readonly at: EpochMs
  readonly status: PresenceStatus
  readonly reason?: string
  readonly setBy?: AgentId
}

interface OfAgent {
  readonly accountId: AccountId
  readonly agentId: AgentId
}

/** Of whoever waits and may be offered: what their rank depends on. */
export interface QueuedConversation {
  readonly conversationId: ConversationId
  readonly seq: number
  readonly since: EpochMs
  readonly responseMs: number
  readonly dueAt?: EpochMs | undefined
  /** When the consumer wrote the last public words, if they are theirs. */
  readonly heardAt?: EpochMs | undefined
}

/** What waits on a skill. */
export interface QueueCount {
  readonly skillId: SkillId
  readonly inQueue: number
  /** Of them, who may be offered to somebody, or is being offered (messaging R4.16). */
  readonly actionable: number
  /** When they began to wait, on average, and the first of them. */
  readonly sinceMean: EpochMs
  readonly sinceFirst: EpochMs
}

/** How all open conversations stand, or those of one skill. */
export interface OpenCount {
  readonly open: number
  readonly overdue: number
  /** Due by the second instant, and not overdue. */
  readonly soon: number
}

/** How much of an agent's capacity is taken. */
export interface SeatLoad {
  readonly agentId: AgentId
  /** Conversations and offers that they hold. */
  readonly held: number
  /** Sum of the weights of their reservations, as they are now. */
  readonly load: number
  /** When the next conversation of theirs has rested long enough to weigh less; absent when none will. */
  readonly shrinksAt?: EpochMs
}

/** A place in the order of a queue, to go on from. */
export interface QueuePlace {
  readonly sortsAt: number
  readonly queuedSince: number
  readonly conversationId: ConversationId
}

/** Which conversations a list shows. */
export type DeskQuery =
  /** Answered by this agent, or joined by them. */
  | { readonly kind: 'mine'; readonly agentId: AgentId }
  | { readonly kind: 'queue'; readonly skillIds: readonly SkillId[] }
  | { readonly kind: 'all'; readonly skillId?: SkillId }
  /** What is offered to this agent. */
  | { readonly kind: 'offers'; readonly agentId: AgentId; readonly skillId?: SkillId }

export const MAX_DESK_ROWS = 1_000
export interface DeskPage {
  /** The first by due time, then by entry into the queue, at most `MAX_DESK_ROWS`. */
  readonly items: readonly DeskItem[]
  readonly total: number
}
export interface DeskItem extends ListedConversation {
  /** Up to where this agent has read; of `mine` only. */
  readonly readUpTo?: number
}

/** What agents' desks and the dispatcher keep and ask. Presence is a lease: who dies without a word is gone when it is over. */
export interface DeskStore {
  findPresence(accountId: AccountId, agentId: AgentId): Promise<Presence | undefined>
  /** Of these agents, those who were ever there. */
  listPresence(accountId: AccountId, agentIds: readonly AgentId[]): Promise<Presence[]>
  /**
   * The agent has a socket until then, unless this is said again; leases only grow. Someone new is `offline`.
   */
  keepLeases(agents: readonly OfAgent[], until: EpochMs, now: EpochMs): Promise<void>
  /**
   * Says how an agent is, wakes the dispatcher for their skills, and notes the change for reports.
   * @param by who says so, where that is somebody else
   */
  setStatus(
    agent: OfAgent,
    status: PresenceStatus,
    reason: string | undefined,
    now: EpochMs,
    by?: AgentId,
  ): Promise<Presence>
  listStatusChanges(accountId: AccountId, agentId: AgentId, limit: number): Promise<readonly StatusChange[]>
  /** When the first lease ends; undefined when nobody has one. */
  nextLeaseEnd(): Promise<EpochMs | undefined>
  /** Finds whose lease is over: they are offline from now on, and what follows is still to be done (`listUntidied`). */
  lapseLeases(now: EpochMs, limit: number): Promise<Presence[]>
  /** Those who are offline and of whom not all was done that follows from it. */
  listUntidied(limit: number): Promise<Presence[]>
  /** All was done, unless they came and went again since `since`. */
  markTidied(agent: OfAgent, since: EpochMs): Promise<void>

  /** One node per account dispatches. @returns false while another one does */
  holdDispatcher(accountId: AccountId, by: string, now: EpochMs, until: EpochMs): Promise<boolean>
  /** At a clean stop: others need not wait. @param by `everyone`: where no other node lives, what a dead one held is free at once */
  releaseDispatchers(by: string): Promise<void>
  /** Somebody must look at these queues. */
  markDirty(accountId: AccountId, skillIds: readonly SkillId[], now: EpochMs): Promise<void>
  /** Skills where somebody waits who may be offered; over all accounts. */
  listWaitingSkills(): Promise<readonly { readonly accountId: AccountId; readonly skillId: SkillId }[]>
  /** The head of a queue: who waits, is owed words, and is not being offered; in the order of `sortsAt`. */
  listHeads(accountId: AccountId, skillId: SkillId, limit: number, after?: QueuePlace): Promise<ListedConversation[]>
  /** All of a queue who may be offered, narrowly; in the order of `sortsAt`, at most 20,000. */
  listQueued(accountId: AccountId, skillId: SkillId, limit: number): Promise<QueuedConversation[]>
  /** People who can do this skill; enabled ones only. */
  listAgentsOnSkill(accountId: AccountId, skillId: SkillId): Promise<readonly AgentSeat[]>
  /** Of these agents, one each. */
  readLoads(accountId: AccountId, agentIds: readonly AgentId[], now: EpochMs): Promise<SeatLoad[]>
  /** Conversations that are offered to this agent now. */
  listOffered(accountId: AccountId, agentId: AgentId): Promise<ConversationId[]>
  /** Skills on which somebody waits. */
  readQueues(accountId: AccountId): Promise<QueueCount[]>
  countOpen(accountId: AccountId, now: EpochMs, soon: EpochMs): Promise<OpenCount>
  /** How long each waited whom somebody took out of this queue since then; the newest first, in milliseconds; at most 5,000. */
  readWaits(accountId: AccountId, skillId: SkillId, since: EpochMs, limit: number): Promise<number[]>
  /** How many were taken out of this queue since then. */
  countTaken(accountId: AccountId, skillId: SkillId, since: EpochMs): Promise<number>
  /** Forgets waits that ended before then. @returns how many */
  forgetTaken(before: EpochMs, limit: number): Promise<number>
  readDesk(accountId: AccountId, query: DeskQuery, limit: number): Promise<DeskPage>
}

export interface AgentSeat {
  readonly agentId: AgentId
  readonly nickname: string
  readonly skillIds: readonly SkillId[]
  /** Conversations at the same time. */
  readonly capacity: number
}
