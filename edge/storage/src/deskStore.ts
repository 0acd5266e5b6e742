import type { AccountId, AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { ListedConversation } from './commit.ts'

export type PresenceStatus = 'online' | 'busy' | 'away' | 'offline'

/** Whether an agent is there, and takes conversations. */
export interface Presence {
  readonly accountId: AccountId
  readonly agentId: AgentId
  readonly status: PresenceStatus
  readonly reason?: string
  readonly since: EpochMs
  /** Until then they are taken to have a socket; absent once that was found to be over. */
  readonly leaseUntil?: EpochMs
  /** When they last got a conversation or an offer that holds a seat. */
  readonly lastOfferAt?: EpochMs
}

interface OfAgent {
  readonly accountId: AccountId
  readonly agentId: AgentId
}

/** How much of an agent's capacity is taken. */
export interface SeatLoad {
  readonly agentId: AgentId
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
  /** Answered by this agent; `readBy` as below. */
  | { readonly kind: 'mine'; readonly agentId: AgentId }
  | { readonly kind: 'queue'; readonly skillIds: readonly SkillId[] }
  | { readonly kind: 'all'; readonly skillId?: SkillId }
  /** What is offered to this agent. */
  | { readonly kind: 'offers'; readonly agentId: AgentId; readonly skillId?: SkillId }

export interface DeskPage {
  /** The first by due time, then by entry into the queue, at most 200. */
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
  /** Says how an agent is, wakes the dispatcher for their skills, and notes the change for reports. */
  setStatus(agent: OfAgent, status: PresenceStatus, reason: string | undefined, now: EpochMs): Promise<Presence>
  listStatusChanges(
    accountId: AccountId,
    agentId: AgentId,
    limit: number,
  ): Promise<readonly { readonly at: EpochMs; readonly status: PresenceStatus; readonly reason?: string }[]>
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
  /** At a clean stop: others need not wait. */
  releaseDispatchers(by: string): Promise<void>
  /** Somebody must look at these queues. */
  markDirty(accountId: AccountId, skillIds: readonly SkillId[], now: EpochMs): Promise<void>
  /** Skills where somebody waits who may be offered; over all accounts. */
  listWaitingSkills(): Promise<readonly { readonly accountId: AccountId; readonly skillId: SkillId }[]>
  /** The head of a queue: who waits, is owed words, and is not being offered; in the order of `sortsAt`. */
  listHeads(accountId: AccountId, skillId: SkillId, limit: number, after?: QueuePlace): Promise<ListedConversation[]>
  /** People who can do this skill; enabled ones only. */
  listAgentsOnSkill(accountId: AccountId, skillId: SkillId): Promise<readonly AgentSeat[]>
  /** Of these agents, one each. */
  readLoads(accountId: AccountId, agentIds: readonly AgentId[], now: EpochMs): Promise<SeatLoad[]>
  /** Conversations that are offered to this agent now. */
  listOffered(accountId: AccountId, agentId: AgentId): Promise<ConversationId[]>
  readDesk(accountId: AccountId, query: DeskQuery, limit: number): Promise<DeskPage>
}

export interface AgentSeat {
  readonly agentId: AgentId
  readonly nickname: string
  readonly skillIds: readonly SkillId[]
  /** Conversations at the same time. */
  readonly capacity: number
}
