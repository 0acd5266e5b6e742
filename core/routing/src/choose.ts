import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'

/** A conversation in a skill's queue. */
export interface Waiting {
  readonly conversationId: ConversationId
  readonly skillId: SkillId
  /** When it came into the queue. */
  readonly since: EpochMs
  /** When an answer is due; absent when none is owed yet. */
  readonly dueAt?: EpochMs
  /** Gets the first offer, if available (connector R4.16). */
  readonly suggestedAgentId?: AgentId
  /** Agents who must not be asked: they have an offer of it, or turned it down. */
  readonly notAgain: readonly AgentId[]
}

/** A person as routing sees them. */
export interface AvailableAgent {
  readonly agentId: AgentId
  readonly online: boolean
  readonly skillIds: readonly SkillId[]
  /** Conversations at the same time. */
  readonly capacity: number
  /** Sum of the weights that they hold, offers included. */
  readonly load: number
  /** When they last got an offer; absent before the first. */
  readonly lastOfferAt?: EpochMs
}

export interface ChosenOffer {
  readonly conversationId: ConversationId
  readonly agentId: AgentId
  /** Why this conversation and this agent, at most `MAX_EXPLANATION` characters. */
  readonly explanation: string
}

/** Stored with the event, so that it must stay small. */
export const MAX_EXPLANATION = 300

/**
 * The next offer of a queue: the conversation whose answer is due first, then the one that waits longest, goes to the agent
 * suggested for it, else to the one with the most room. A conversation that nobody can take does not hold back those behind it.
 * @returns undefined when nobody can take any of them
 */
export function choose(
  waiting: readonly Waiting[],
  agents: readonly AvailableAgent[],
  now: EpochMs,
): ChosenOffer | undefined {
  for (const conversation of [...waiting].sort(byUrgency)) {
    const eligible = agents.filter((agent) => mayTake(agent, conversation))
    const suggested = eligible.find(({ agentId }) => agentId === conversation.suggestedAgentId)
    const agent = suggested ?? [...eligible].sort(byRoom)[0]
    if (agent === undefined) continue
    return {
      conversationId: conversation.conversationId,
      agentId: agent.agentId,
      explanation: explain(conversation, agent, eligible.length, now).slice(0, MAX_EXPLANATION),
    }
  }
  return undefined
}

function mayTake(agent: AvailableAgent, { skillId, notAgain }: Waiting): boolean {
  return (
    agent.online && agent.load < agent.capacity && agent.skillIds.includes(skillId) && !notAgain.includes(agent.agentId)
  )
}

/** Who is owed an answer comes before who is not. */
const byUrgency = (a: Waiting, b: Waiting): number =>
  compare(a.dueAt ?? Number.POSITIVE_INFINITY, b.dueAt ?? Number.POSITIVE_INFINITY) ||
  compare(a.since, b.since) ||
  compare(a.conversationId, b.conversationId)

/** Most free places first; among equals whoever has gone without an offer for longest. */
const byRoom = (a: AvailableAgent, b: AvailableAgent): number =>
  compare(b.capacity - b.load, a.capacity - a.load) ||
  compare(a.lastOfferAt ?? 0, b.lastOfferAt ?? 0) ||
  compare(a.agentId, b.agentId)

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

function explain(conversation: Waiting, agent: AvailableAgent, eligible: number, now: EpochMs): string {
  const waited = `waited ${inSeconds(now - conversation.since)}`
  const due =
    conversation.dueAt === undefined
      ? 'no answer owed'
      : conversation.dueAt >= now
        ? `answer due in ${inSeconds(conversation.dueAt - now)}`
        : `answer overdue by ${inSeconds(now - conversation.dueAt)}`
  const why =
    agent.agentId === conversation.suggestedAgentId
      ? 'suggested for this conversation'
      : `most room (${agent.load} of ${agent.capacity}) among ${eligible} who could take it`
  return `${waited}, ${due}; ${why}`
}

const inSeconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1_000))} s`
