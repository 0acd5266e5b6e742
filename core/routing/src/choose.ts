import { type AgentId, type ConversationId, type EpochMs, minutes, type SkillId, seconds } from '@baton/base'
import { type OfferReason, writeReason } from './reason.ts'

/** A conversation in a skill's queue. */
export interface Waiting {
  readonly conversationId: ConversationId
  readonly skillId: SkillId
  /** When it came into the queue. */
  readonly since: EpochMs
  /** When an answer is due; absent when none is owed yet. */
  readonly dueAt?: EpochMs
  /** What an answer may take; orders those to whom none is owed. */
  readonly responseMs: number
  /**
   * Alone is asked, and waited for until then, wherever they are (connector R4.16, messaging T8 to T10). Whoever cannot come any
   * more, because they lost the skill or their account, is not to be named here.
   */
  readonly suggested?: { readonly agentId: AgentId; readonly until: EpochMs }
  /** Who was asked in vain, or gave it back, and when; asked again only when nobody else can take it (messaging T5, R4.11). */
  readonly asked: readonly { readonly agentId: AgentId; readonly at: EpochMs }[]
  /** Who talked with this consumer before; preferred among the equally busy (messaging R4.11). */
  readonly former?: readonly AgentId[]
}

/** A person as routing sees them. */
export interface AvailableAgent {
  readonly agentId: AgentId
  /** Who is `busy` is given what is meant for them and nothing else (messaging R4.10). */
  readonly status: 'online' | 'busy' | 'away'
  readonly skillIds: readonly SkillId[]
  /** Conversations at the same time. */
  readonly capacity: number
  /** Sum of the weights that they hold, offers included. */
  readonly load: number
  /** When they last got a conversation; absent before the first. */
  readonly lastOfferAt?: EpochMs
  /** They begin slowly, counted from this instant; absent: they do not (messaging R4.13). */
  readonly warmingSince?: EpochMs
}

export interface ChosenOffers {
  readonly conversationId: ConversationId
  /** One when they are rung one at a time, else everyone who could take it. */
  readonly offers: readonly ChosenOffer[]
}
export interface ChosenOffer {
  readonly agentId: AgentId
  /** Why this conversation and this agent; see `readReason`. */
  readonly explanation: string
}

/** Who turned something down is not asked the same again at once, even when there is nobody else; in milliseconds. */
export const ASK_AGAIN_MS = 30_000
/** Who begins slowly gets the first one at once, then one in so long, for so long; in milliseconds (messaging R4.13). */
const WARM_UP_PAUSE_MS = seconds(90)
const WARM_UP_MS = minutes(20)
/** A new conversation takes a whole place; it weighs less only once it rests. */
const ONE_PLACE = 1
const ROUNDING = 1e-6

/**
 * The next offer of a queue: the conversation whose answer is due first, then the one that waits longest, goes to the agent
 * suggested for it, else to the least busy. A conversation that nobody can take does not hold back those behind it, and since
 * its place in the order never gets worse, nobody is starved (messaging R4.17, R4.19).
 * @returns undefined when nobody can take any of them now
 */
export function choose(
  waiting: readonly Waiting[],
  agents: readonly AvailableAgent[],
  now: EpochMs,
  ring: 'one' | 'all' = 'one',
): ChosenOffers | undefined {
  for (const conversation of [...waiting].sort(byUrgency)) {
    const eligible = [...eligibleFor(conversation, agents, now)].sort(byLoadFor(conversation))
    if (eligible.length === 0) continue
    const rung = ring === 'one' ? eligible.slice(0, 1) : eligible
    return {
      conversationId: conversation.conversationId,
      offers: rung.map((agent) => ({
        agentId: agent.agentId,
        explanation: writeReason(reasonOf(conversation, agent, eligible, now, ring)),
      })),
    }
  }
  return undefined
}

/** When time alone may change what `choose` says of this conversation: a suggestion ends, somebody may be asked again. */
export function looksDifferentAt({ suggested, asked }: Waiting, now: EpochMs): EpochMs | undefined {
  const instants = [...(suggested ? [suggested.until] : []), ...asked.map(({ at }) => at + ASK_AGAIN_MS)]
  const later = instants.filter((instant) => instant > now)
  return later.length === 0 ? undefined : (Math.min(...later) as EpochMs)
}

export const hasRoom = ({ capacity, load }: Pick<AvailableAgent, 'capacity' | 'load'>): boolean =>
  load + ONE_PLACE <= capacity + ROUNDING

function eligibleFor(
  conversation: Waiting,
  agents: readonly AvailableAgent[],
  now: EpochMs,
): readonly AvailableAgent[] {
  const { skillId, asked } = conversation
  const askedAt = new Map(asked.map(({ agentId, at }) => [agentId, at]))
  const able = agents.filter((agent) => agent.skillIds.includes(skillId))
  const meantFor = waitsFor(conversation, now)
  if (meantFor !== undefined) return able.filter((agent) => agent.agentId === meantFor && takesWhatIsMeant(agent))
  const free = able.filter((agent) => agent.status === 'online' && hasRoom(agent) && warmedUpAt(agent, now) <= now)
  const fresh = free.filter(({ agentId }) => !askedAt.has(agentId))
  if (fresh.length > 0) return fresh
  return free.filter(({ agentId }) => (askedAt.get(agentId) ?? 0) + ASK_AGAIN_MS <= now)
}

/** The one whom nobody else is asked before; undefined once they were asked in vain, or their time is over. */
export function waitsFor({ suggested, asked }: Waiting, now: EpochMs): AgentId | undefined {
  if (suggested === undefined || now >= suggested.until) return undefined
  return asked.some(({ agentId }) => agentId === suggested.agentId) ? undefined : suggested.agentId
}

const takesWhatIsMeant = (agent: AvailableAgent): boolean => agent.status !== 'away' && hasRoom(agent)

/** What is owed no answer sorts by when one would be due, so that it is not starved (messaging R4.17). */
const byUrgency = (a: Waiting, b: Waiting): number =>
  compare(a.dueAt ?? a.since + a.responseMs, b.dueAt ?? b.since + b.responseMs) ||
  compare(a.since, b.since) ||
  compare(a.conversationId, b.conversationId)

/**
 * From when on somebody who begins slowly may get the next one.
 * @returns `now` when nothing holds them back
 */
export function warmedUpAt({ warmingSince, lastOfferAt }: AvailableAgent, now: EpochMs): EpochMs {
  if (warmingSince === undefined || now >= warmingSince + WARM_UP_MS) return now
  if (lastOfferAt === undefined || lastOfferAt < warmingSince) return now // the first one, at once
  return Math.max(now, Math.min(lastOfferAt + WARM_UP_PAUSE_MS, warmingSince + WARM_UP_MS)) as EpochMs
}

/**
 * Least busy first; among equals whoever talked with the consumer before, then whoever has gone without a conversation for
 * longest (messaging R4.11).
 */
const byLoadFor =
  ({ former = [] }: Waiting) =>
  (a: AvailableAgent, b: AvailableAgent): number =>
    compareLoad(a, b) ||
    compare(Number(former.includes(b.agentId)), Number(former.includes(a.agentId))) ||
    compare(a.lastOfferAt ?? 0, b.lastOfferAt ?? 0) ||
    compare(a.agentId, b.agentId)

const compareLoad = (a: AvailableAgent, b: AvailableAgent): number => compare(a.load * b.capacity, b.load * a.capacity)

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

function reasonOf(
  { since, dueAt, suggested, asked, former = [] }: Waiting,
  agent: AvailableAgent,
  eligible: readonly AvailableAgent[],
  now: EpochMs,
  ring: 'one' | 'all',
): OfferReason {
  const { agentId, load, capacity } = agent
  const waited = Math.max(0, Math.round((now - since) / 1_000))
  const due = dueAt === undefined ? {} : { due: Math.round((dueAt - now) / 1_000) }
  const about = { waited, ...due }
  if (suggested?.agentId === agentId && now < suggested.until) return { code: 'suggested', values: about }
  if (asked.some((before) => before.agentId === agentId)) return { code: 'askedAgain', values: about }
  const among = eligible.length
  if (ring === 'all') return { code: 'oneOf', values: { ...about, among } }
  const equals = eligible.some((other) => other !== agent && compareLoad(other, agent) === 0)
  const code = former.includes(agentId) && equals ? 'former' : 'leastBusy'
  return { code, values: { ...about, load, capacity, among } }
}
