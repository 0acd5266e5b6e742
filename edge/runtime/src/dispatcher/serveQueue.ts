import {
  type AccountId,
  type AgentId,
  after,
  type ConversationId,
  type EpochMs,
  type SkillId,
  seconds,
} from '@baton/base'
import { answerDueAt, type Conversation, isActionable, type OpenConversation } from '@baton/conversation'
import {
  type ChosenOffers,
  choose,
  hasRoom,
  looksDifferentAt,
  type Prioritisation,
  RANK_CYCLE_MS,
  type Waiting,
  waitsFor,
  warmedUpAt,
} from '@baton/routing'
import { type Account, IDLE_MS, type ListedConversation, type QueuePlace } from '@baton/storage'
import { type Dispatching, undertakeQuietly } from './dispatching.ts'
import { failAttempts, placeOf } from './failAttempts.ts'
import { moveToFallback, takeInFrom } from './fallback.ts'
import { formerAgentsOf } from './formerAgents.ts'
import type { Ranks } from './ranks.ts'
import { type Seat, seatsOn } from './seatsOn.ts'

const PAGE = 50
/** Looked at in one go; what lies behind so many that nobody can take waits for the next look. */
const MAX_LOOKED_AT = 500
/** What waits for one person may wait for days, and holds back nobody behind it, even where there are so many. */
const MAX_HELD = 5_000
const FULL_WEIGHT = 1

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
  ranks: Ranks,
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
  if (account.prioritisation !== undefined) return serveRanked(look, ranks, account.prioritisation)
  const looked = new Looked()
  let after: QueuePlace | undefined
  while (!looked.isEnough) {
    if (!seats.some(mayTake)) {
      looked.somebodyWaits ||= (await parts.around.storage.desk.listHeads(accountId, skillId, 1, after)).length > 0
      break
    }
    const heads = await parts.around.storage.desk.listHeads(accountId, skillId, PAGE, after)
    for (const head of heads) looked.note(await serve(look, head))
    const last = heads.at(-1)
    if (last === undefined || heads.length < PAGE) break
    after = placeOf(last)
  }
  if (looked.somebodyWaits) noteRoom(look)
  return look.next
}

/** `held`: it waits for one person, who cannot take it now. */
type Served = 'settled' | 'waits' | 'held'

/** How far one look has come. */
class Looked {
  somebodyWaits = false
  private inLine = 0
  private held = 0

  note(served: Served): void {
    if (served === 'held') this.held += 1
    else this.inLine += 1
    this.somebodyWaits ||= served !== 'settled'
  }

  get isEnough(): boolean {
    return this.inLine >= MAX_LOOKED_AT || this.held >= MAX_HELD
  }
}

const isAttended = (seats: readonly Seat[]): boolean => seats.some(({ status }) => status === 'online')

/** The same, in the order of priorities (messaging R4.18). Costs one narrow reading of the queue, and states of whom it offers. */
async function serveRanked(look: Look, ranks: Ranks, how: Prioritisation): Promise<EpochMs | undefined> {
  const { accountId, skillId } = look
  if (!look.seats.some(mayTake)) {
    if ((await look.around.storage.desk.listHeads(accountId, skillId, 1)).length > 0) noteRoom(look)
    return look.next
  }
  const { order, isWhole } = await ranks.of(accountId, skillId, how)
  const looked = new Looked()
  for (const head of order) {
    if (looked.isEnough) break
    looked.note(await serve(look, head))
  }
  if (looked.somebodyWaits) noteRoom(look)
  // What no rule was asked about yet is asked in the next cycle.
  if (!isWhole) noteNext(look, after(look.around.clock.now(), RANK_CYCLE_MS))
  return look.next
}

/** Somebody who is full now has room again once what they hold has rested long enough. */
function noteRoom(look: Look): void {
  const now = look.around.clock.now()
  for (const seat of look.seats) {
    noteNext(look, seat.shrinksAt)
    const warmedUp = warmedUpAt(seat, now)
    if (warmedUp > now) noteNext(look, warmedUp)
  }
}

const mayTake = (seat: Seat): boolean => seat.status !== 'away' && hasRoom(seat)

/** @returns `settled` when it was offered, or waits for nobody */
async function serve(look: Look, { conversationId }: Pick<ListedConversation, 'conversationId'>): Promise<Served> {
  if (!look.seats.some(mayTake)) return 'waits'
  const known = await look.conversations.loadAs(look.accountId, conversationId, mayBeOffered)
  if (known === undefined || !mayBeOffered(known.state)) return 'settled'
  const asWaits = await waitingOf(look, known.state)
  if (isHeld(look, asWaits)) return 'held'
  const former = look.account.preferFormerAgent === false ? [] : await formerAgentsOf(look, known.state)
  const waiting: Waiting = { ...asWaits, former }
  for (;;) {
    const now = look.around.clock.now()
    const chosen = choose([waiting], look.seats, now, look.ring)
    if (chosen === undefined) {
      noteNext(look, looksDifferentAt(waiting, now))
      return 'waits'
    }
    if (await offer(look, chosen, now)) return 'settled'
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
      // As the commit notes it: after an idle hour they begin slowly again (messaging R4.13).
      if (look.account.warmUp && (seat.lastOfferAt ?? 0) <= now - IDLE_MS) seat.warmingSince = now
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

type InQueue = OpenConversation & { readonly assignee: { readonly kind: 'queue' } }

const mayBeOffered = (state: Conversation): state is InQueue =>
  state.phase === 'main' && state.assignee.kind === 'queue' && state.offers.length === 0 && isActionable(state)

async function waitingOf({ directory }: Look, state: InQueue): Promise<Waiting> {
  const { assignee, asked, priority, id, accountId } = state
  const { since, skillId, suggestedAgentId, suggestedUntil } = assignee
  const meantFor = suggestedAgentId && (await directory.person(accountId, suggestedAgentId))
  const dueAt = answerDueAt(state)
  return {
    conversationId: id,
    skillId,
    since,
    responseMs: priority.responseMs,
    asked,
    ...(dueAt !== undefined && { dueAt }),
    // Who was switched off meanwhile, or does something else now, is not waited for.
    ...(meantFor?.enabled &&
      meantFor.skillIds.includes(skillId) &&
      suggestedUntil !== undefined && { suggested: { agentId: meantFor.id, until: suggestedUntil } }),
  }
}

/** Whether it waits for one person, who cannot take it now. */
function isHeld({ seats, around }: Look, waiting: Waiting): boolean {
  const meantFor = waitsFor(waiting, around.clock.now())
  return meantFor !== undefined && !seats.some((seat) => seat.agentId === meantFor && mayTake(seat))
}

function noteNext(look: Look, instant: EpochMs | undefined): void {
  if (instant !== undefined && (look.next === undefined || instant < look.next)) look.next = instant
}
