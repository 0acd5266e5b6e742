import {
  type AccountId,
  type AgentId,
  after,
  type ConversationId,
  type EpochMs,
  type SkillId,
  seconds,
} from '@baton/base'
import { answerDueAt, isActionable, type OpenConversation } from '@baton/conversation'
import {
  type AvailableAgent,
  type ChosenOffers,
  choose,
  hasRoom,
  looksDifferentAt,
  type Waiting,
  warmedUpAt,
} from '@baton/routing'
import type { Account, ListedConversation, QueuePlace } from '@baton/storage'
import { isOpen } from '../commands.ts'
import { type Dispatching, undertakeQuietly } from './dispatching.ts'
import { failAttempts, placeOf } from './failAttempts.ts'
import { moveToFallback, takeInFrom } from './fallback.ts'
import { formerAgentsOf } from './formerAgents.ts'

const PAGE = 50
/** Looked at in one go; what lies behind so many that nobody can take waits for the next look. */
const MAX_LOOKED_AT = 500
/** How long a suggested agent who is there is waited for, in milliseconds (messaging T10). */
const SUGGESTED_FOR_MS = 60_000
const FULL_WEIGHT = 1

/** An agent as this look has them: what it gives them counts at once. */
interface Seat extends AvailableAgent {
  load: number
  lastOfferAt?: EpochMs
  readonly shrinksAt?: EpochMs
}

interface Look extends Dispatching {
  readonly accountId: AccountId
  readonly skillId: SkillId
  readonly account: Account
  readonly ring: 'one' | 'all'
  readonly ringMs: number
  readonly seats: readonly Seat[]
  /** The first instant at which time alone may change something. */
  next: EpochMs | undefined
}

/**
 * Offers what waits on one skill to those who can take it, from the head of the queue on, until nobody has room. Costs what it
 * offers, not how many wait.
 * @returns when to look again although nothing happened; undefined when only an event can change something
 */
export async function serveQueue(
  parts: Dispatching,
  accountId: AccountId,
  skillId: SkillId,
): Promise<EpochMs | undefined> {
  const account = await parts.directory.account(accountId)
  if (account === undefined) return undefined
  const ring = account.ring === 'all' ? 'all' : 'one'
  const seats = await seatsOn(parts, account, skillId, ring)
  const failsNext = await failAttempts(parts, accountId, skillId, isAttended(seats))
  if (isAttended(seats)) await takeInFrom(parts, accountId, skillId)
  else await moveToFallback(parts, accountId, skillId)
  const ringMs = seconds(account.ringSeconds)
  const look: Look = { ...parts, accountId, account, skillId, ring, ringMs, seats, next: failsNext }
  let after: QueuePlace | undefined
  let waits = false
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += PAGE) {
    if (!seats.some(mayTake)) {
      waits = (await parts.around.storage.desk.listHeads(accountId, skillId, 1, after)).length > 0
      break
    }
    const heads = await parts.around.storage.desk.listHeads(accountId, skillId, PAGE, after)
    for (const head of heads) waits = !(await serve(look, head)) || waits
    const last = heads.at(-1)
    if (last === undefined || heads.length < PAGE) break
    after = placeOf(last)
  }
  // Somebody who is full now has room again once what they hold has rested long enough.
  if (waits) {
    const now = parts.around.clock.now()
    for (const seat of seats) {
      noteNext(look, seat.shrinksAt)
      const warmedUp = warmedUpAt(seat, now)
      if (warmedUp > now) noteNext(look, warmedUp)
    }
  }
  return look.next
}

const isAttended = (seats: readonly Seat[]): boolean => seats.some(({ status }) => status === 'online')

const mayTake = (seat: Seat): boolean => seat.status !== 'away' && hasRoom(seat)

/** @returns whether it was offered, or waits for nobody */
async function serve(look: Look, { conversationId }: ListedConversation): Promise<boolean> {
  if (!look.seats.some(mayTake)) return false
  const known = await look.conversations.load(look.accountId, conversationId)
  if (known === undefined || !isOpen(known.state) || !mayBeOffered(known.state)) return true
  const former = look.account.preferFormerAgent === false ? [] : await formerAgentsOf(look, known.state)
  const waiting: Waiting = { ...waitingOf(known.state), former }
  for (;;) {
    const now = look.around.clock.now()
    const chosen = choose([waiting], look.seats, now, look.ring)
    if (chosen === undefined) {
      noteNext(look, looksDifferentAt(waiting, now))
      return false
    }
    if (await offer(look, chosen, now)) return true
  }
}

/** @returns false when another one must be chosen, as this one has no room after all */
async function offer(look: Look, { conversationId, offers }: ChosenOffers, now: EpochMs): Promise<boolean> {
  const until = after(now, look.ringMs)
  let settled = false
  for (const { agentId, explanation } of offers) {
    const done = await undertakeQuietly(look, look.accountId, conversationId, (at) => ({
      type: 'offerTo',
      agentId,
      until,
      ring: look.ring,
      weight: FULL_WEIGHT,
      explanation,
      at,
    }))
    const seat = look.seats.find((other) => other.agentId === agentId)
    if (seat === undefined) continue
    const isFull = typeof done === 'object' && done.refusal === 'seat-taken'
    if (isFull) seat.load = Math.max(seat.load, seat.capacity)
    if (done === 'done') {
      seat.load += FULL_WEIGHT
      seat.lastOfferAt = now
      if (look.account.ring === 'auto') await giveTo(look, conversationId, agentId)
    }
    settled ||= !isFull
  }
  return settled
}

/** Nobody is asked (messaging R4.14). A crash before this leaves an offer that rings like any other. */
async function giveTo(look: Look, conversationId: ConversationId, agentId: AgentId): Promise<void> {
  await undertakeQuietly(look, look.accountId, conversationId, (at) => ({
    type: 'acceptOffer',
    agentId,
    weight: FULL_WEIGHT,
    at,
  }))
}

const mayBeOffered = (state: OpenConversation): boolean =>
  state.phase === 'main' && state.offers.length === 0 && isActionable(state)

function waitingOf(state: OpenConversation): Waiting {
  const { assignee, asked, priority, id } = state
  if (assignee.kind !== 'queue') throw new Error('only what waits is offered')
  const { since, skillId, suggestedAgentId } = assignee
  const dueAt = answerDueAt(state)
  return {
    conversationId: id,
    skillId,
    since,
    responseMs: priority.responseMs,
    asked,
    ...(dueAt !== undefined && { dueAt }),
    ...(suggestedAgentId !== undefined && {
      suggested: { agentId: suggestedAgentId, until: after(since, SUGGESTED_FOR_MS) },
    }),
  }
}

async function seatsOn(
  { around, presences }: Dispatching,
  { id: accountId, warmUp = false }: Account,
  skillId: SkillId,
  ring: 'one' | 'all',
): Promise<Seat[]> {
  const { desk } = around.storage
  const people = await desk.listAgentsOnSkill(accountId, skillId)
  const present = new Map(
    (await desk.listPresence(accountId, people.map(idOf)))
      .filter((presence) => presence.status !== 'offline' && presences.isLeased(presence))
      .map((presence) => [presence.agentId, presence]),
  )
  const there = people.filter(({ agentId }) => present.has(agentId))
  const loads = await desk.readLoads(accountId, there.map(idOf), around.clock.now())
  const seats: Seat[] = []
  for (const [index, { agentId, skillIds, capacity }] of there.entries()) {
    const presence = present.get(agentId)
    if (presence === undefined || presence.status === 'offline') continue
    const held = loads[index]
    // What rings at all holds no seat, but an agent is rung for no more than they could take.
    const rung = ring === 'all' ? (await desk.listOffered(accountId, agentId)).length : 0
    seats.push({
      agentId,
      status: presence.status,
      skillIds,
      capacity,
      load: (held?.load ?? 0) + rung,
      ...(held?.shrinksAt !== undefined && { shrinksAt: held.shrinksAt }),
      ...(presence.lastOfferAt !== undefined && { lastOfferAt: presence.lastOfferAt }),
      ...(warmUp && presence.status === 'online' && { warmingSince: presence.since }),
    })
  }
  return seats
}

const idOf = ({ agentId }: { readonly agentId: AgentId }): AgentId => agentId

function noteNext(look: Look, instant: EpochMs | undefined): void {
  if (instant !== undefined && (look.next === undefined || instant < look.next)) look.next = instant
}
