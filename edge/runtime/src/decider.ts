import { type AccountId, type AgentId, after, type Boundary, type ConversationId, type EpochMs } from '@baton/base'
import {
  type Accepted,
  type Command,
  type Conversation,
  decide,
  evolve,
  foldedState,
  inOneCommit,
  type Job,
  type Recorded,
  type Refusal,
  STATE_VERSION,
  type TurnWork,
} from '@baton/conversation'
import type { ClientMessage, Commit, CommitResult, SettledEffect } from '@baton/storage'
import { type Conversations, type Known, keyOf, UNKNOWN, unansweredOf } from './conversations.ts'
import type { Lanes } from './lanes.ts'
import { listRowOf } from './listRow.ts'
import { NewerRelease } from './newerRelease.ts'
import type { Surroundings } from './ports.ts'
import type { Committed, OrderRefusal } from './runtime.ts'
import type { StorageGate } from './storageGate.ts'

/** Something that is to be decided on a conversation as it is when its turn comes. */
export interface Undertaking {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  /** True for an id that was just made: there is nothing to load. */
  readonly fresh?: boolean
  /** Makes the command for this state; called again when another writer came first. */
  readonly make: (state: Conversation, at: EpochMs) => Made | Promise<Made>
  readonly clientMessage?: Omit<ClientMessage, 'seq'>
  readonly settles?: SettledEffect
  /** Passed after the commit. */
  readonly boundary: Boundary
  /** At most so many may wait before the conversation. */
  readonly laneLimit?: number
}

/** What a bot's turn leaves behind beside its words. */
export type Brought = Pick<Commit, 'run' | 'journal' | 'keeps'>

export type Made =
  | { readonly command: Command; readonly brings?: Brought }
  /** Nothing happens in the conversation; only the effect's row goes. */
  | { readonly nothing: true; readonly brings?: Brought }
  | Refusing
export interface Refusing {
  readonly refusal: Refusal | OrderRefusal
  readonly path?: string
}

export type Undertaken =
  | { readonly how: 'done'; readonly events: readonly Recorded[]; readonly after: Conversation }
  | ({ readonly how: 'refused' } & Refusing)
  /** The same client id was used before. */
  | ({ readonly how: 'repeated' } & Omit<Extract<CommitResult, { why: 'duplicate-message' }>, 'ok' | 'why'>)
  /** The consumer has this open conversation: it is to be decided there. */
  | { readonly how: 'elsewhere'; readonly conversationId: ConversationId }
  /** Somebody else carried the effect out, or it was taken back. */
  | { readonly how: 'effect-gone' }

/** Too many writers in a row came first. */
export class TooManyTries extends Error {
  readonly code = 'too-many-tries'
}

/** Room for work that is claimed in the commit that gives birth to it. */
export interface BirthPlace {
  /** @returns undefined when this node has no room for all of it */
  reserve(accountId: AccountId, born: readonly (TurnWork | Job)[]): Reservation | undefined
}
export interface Reservation {
  start(conversationId: ConversationId): void
  release(): void
}

/** A decision on its way to the disk. */
interface Drafted {
  readonly commit: Commit
  readonly state: Exclude<Conversation, { phase: 'absent' }>
  readonly reservation: Reservation | undefined
}

/** A turn that a decision opened, and what this node knows of the conversation then. */
export interface JustOpened {
  readonly accountId: AccountId
  readonly known: Known
  readonly effect: TurnWork
  readonly at: EpochMs
}

/**
 * Answers a turn in the commit that opens it, where a bot in this house needs nothing from anybody.
 * @returns undefined when the bot is to be asked in the usual way
 */
export type AnswerAtOnce = (opened: JustOpened) => Promise<{ command: Command; brings: Brought } | undefined>

/** Told of every commit, in order per conversation, before anybody is answered. */
export type AfterCommit = (committed: Committed, commit: Commit) => void

/** load → decide → commit, one at a time per conversation. */
export class Decider {
  private readonly around: Surroundings
  private readonly conversations: Conversations
  private readonly lanes: Lanes
  private readonly gate: StorageGate
  private readonly birthPlace: BirthPlace
  private readonly afterCommit: AfterCommit
  private readonly answerAtOnce: AnswerAtOnce

  constructor(
    around: Surroundings,
    parts: {
      conversations: Conversations
      lanes: Lanes
      gate: StorageGate
      birthPlace: BirthPlace
      afterCommit: AfterCommit
      answerAtOnce: AnswerAtOnce
    },
  ) {
    this.around = around
    this.conversations = parts.conversations
    this.lanes = parts.lanes
    this.gate = parts.gate
    this.birthPlace = parts.birthPlace
    this.afterCommit = parts.afterCommit
    this.answerAtOnce = parts.answerAtOnce
  }

  /**
   * @throws StorageUnavailable when nothing can be saved now
   * @throws TooManyTries when other writers came first each time; LaneFull when too much waits already
   * @throws NewerRelease when the conversation holds what only a newer release understands
   */
  undertake(undertaking: Undertaking): Promise<Undertaken> {
    const key = keyOf(undertaking.accountId, undertaking.conversationId)
    return this.lanes.run(key, () => this.tryRepeatedly(undertaking, key), undertaking.laneLimit)
  }

  private async tryRepeatedly(undertaking: Undertaking, key: string): Promise<Undertaken> {
    const { accountId, conversationId } = undertaking
    for (let tries = 0; tries < this.around.limits.tries; tries += 1) {
      const known =
        (undertaking.fresh ? UNKNOWN : this.conversations.rememberedAs(key)) ??
        (await this.gate.through(() => this.conversations.load(accountId, conversationId)))
      if (known === undefined) return { how: 'refused', refusal: 'conversation-not-found' }
      if (known.unreadable !== undefined) throw new NewerRelease(known.unreadable)

      const now = this.around.clock.now()
      const at = known.state.phase === 'absent' ? now : (Math.max(now, known.state.lastAt) as EpochMs)
      const making = undertaking.make(known.state, at)
      const made = making instanceof Promise ? await making : making
      const drafting = this.draft(undertaking, known, made, at)
      const drafted = drafting instanceof Promise ? await drafting : drafting
      if ('how' in drafted) {
        if (await this.isCurrent(accountId, conversationId, known.seq)) return drafted
        this.conversations.forget(accountId, conversationId)
        continue
      }
      const result = await this.flush(drafted)
      if (result.ok) return this.kept(undertaking, key, known, drafted)
      drafted.reservation?.release()
      if (result.why !== 'stale-conversation') return failedCommit(result)
      this.around.meter.count('commits-stale')
      this.conversations.forget(accountId, conversationId)
    }
    throw new TooManyTries('other writers came first too often')
  }

  /** Where other nodes write too, a refusal counts only if it was decided on the newest state; a commit finds out by itself. */
  private async isCurrent(accountId: AccountId, id: ConversationId, seq: number): Promise<boolean> {
    if (this.around.storage.nodes === undefined) return true
    const stored = await this.gate.through(() => this.around.storage.conversations.load(accountId, id))
    return (stored?.seq ?? 0) === seq
  }

  /** @returns what is to be saved, or the end of it where nothing is */
  private draft(
    undertaking: Undertaking,
    known: Known,
    made: Made,
    at: EpochMs,
  ): Drafted | Undertaken | Promise<Drafted | Undertaken> {
    if ('refusal' in made) return { how: 'refused', ...made }
    const decision = 'nothing' in made ? NOTHING : decide(known.state, made.command)
    this.around.observe('command-decided')
    if (!decision.ok) return { how: 'refused', refusal: decision.refusal }
    const { settles } = undertaking
    const { brings } = made
    if (decision.events.length === 0 && decision.effects.length === 0 && !settles && !brings) {
      return { how: 'done', events: [], after: known.state }
    }
    const opened = undertaking.clientMessage && turnOpenedBy(decision)
    if (opened !== undefined) return this.withAnswer(undertaking, known, decision, at, opened)
    return this.toSave(undertaking, known, decision, at, brings)
  }

  /** Somebody wrote to a bot. One that needs nobody's help has answered before the words are saved, and both are one commit. */
  private async withAnswer(
    undertaking: Undertaking,
    known: Known,
    decision: Accepted,
    at: EpochMs,
    effect: TurnWork,
  ): Promise<Drafted | Undertaken> {
    const events = inPlace(decision, known, at)
    const state = stateAfter(known, decision, events)
    const unanswered = unansweredOf(state, [...known.unanswered, ...events])
    const then: Known = { ...known, state, seq: known.seq + events.length, unanswered }
    const answer = await this.answerAtOnce({ accountId: undertaking.accountId, known: then, effect, at })
    const second = answer && decide(state, answer.command)
    if (!second?.ok) return this.toSave(undertaking, known, decision, at, undefined)
    return this.toSave(undertaking, known, inOneCommit(decision, second, effect.id), at, answer?.brings)
  }

  private toSave(
    undertaking: Undertaking,
    known: Known,
    decision: Accepted,
    at: EpochMs,
    brings: Brought | undefined,
  ): Drafted | Undertaken {
    const { accountId, conversationId, settles } = undertaking
    const events = inPlace(decision, known, at)
    const state = stateAfter(known, decision, events)
    if (state.phase === 'absent') return { how: 'refused', refusal: 'conversation-not-found' }
    const reservation = this.reserve(accountId, decision)
    const erases = events.some(({ event }) => event.type === 'erased')
    const commit: Commit = {
      accountId,
      conversationId,
      expectedSeq: known.seq,
      events,
      state,
      stateVersion: STATE_VERSION,
      listRow: listRowOf(state, events, known.listRow),
      effects: decision.effects,
      settles,
      claim: reservation && this.claim(),
      clientMessage: undertaking.clientMessage && withSeq(undertaking.clientMessage, events, known.seq),
      tags: events.some(({ event }) => event.type === 'tagsChanged') ? state.tags : undefined,
      erasesBodies: erases || undefined,
      ...beside(known.state, state, events),
      ...brings,
    }
    return { commit, state, reservation }
  }

  private reserve(accountId: AccountId, { effects }: Accepted): Reservation | undefined {
    if (!effects.some((change) => change.do === 'perform')) return undefined
    const born = effects.flatMap((change) => (change.do === 'perform' ? [change.effect] : []))
    return this.birthPlace.reserve(accountId, born)
  }

  private async flush({ commit, reservation }: Drafted): Promise<CommitResult> {
    const began = performance.now()
    try {
      const result = await this.around.storage.conversations.commit(commit)
      this.around.meter.count('commits')
      this.around.meter.time('commit', performance.now() - began)
      return result
    } catch (fault) {
      reservation?.release()
      this.gate.noteFault(fault)
      throw fault
    }
  }

  private kept(
    undertaking: Undertaking,
    key: string,
    known: Known,
    { commit, state, reservation }: Drafted,
  ): Undertaken {
    const { accountId, conversationId, events, listRow, erasesBodies } = commit
    this.around.observe(undertaking.boundary)
    const unanswered = unansweredOf(state, erasesBodies ? [] : [...known.unanswered, ...events])
    const run = erasesBodies ? undefined : runAfter(known, commit)
    this.conversations.keep(key, { state, seq: known.seq + events.length, listRow, unanswered, run })
    // The work begins before the news is told, so that whoever hears of it can rely on it being under way.
    reservation?.start(conversationId)
    const { consumerId } = state
    this.afterCommit({ accountId, conversationId, consumerId, before: known.state, after: state, events }, commit)
    return { how: 'done', events, after: state }
  }

  private claim() {
    return { by: this.around.nodeId, until: after(this.around.clock.now(), this.around.limits.claimMs) }
  }
}

const inPlace = ({ events }: Accepted, { seq }: Known, at: EpochMs): readonly Recorded[] =>
  events.map((event, index): Recorded => ({ seq: seq + index + 1, at, event }))

/** The one question to a bot that follows from somebody's words. */
function turnOpenedBy({ effects }: Accepted): TurnWork | undefined {
  for (const change of effects) if (change.do === 'perform' && change.effect.kind === 'turn') return change.effect
  return undefined
}

/** Larger runs are read again when they are wanted: many conversations are kept in memory. */
const MAX_KEPT_RUN = 16_384

function runAfter(known: Known, { run }: Commit): Known['run'] {
  if (run === undefined) return known.run
  if (run === 'drop' || run.json === undefined || run.json.length > MAX_KEPT_RUN) return undefined
  const { turnId, definitionHash, state } = run
  return { turnId, definitionHash, state }
}

/** What other tables than the log's keep of these events. */
function beside(
  before: Conversation,
  after: Exclude<Conversation, { phase: 'absent' }>,
  events: readonly Recorded[],
): Pick<Commit, 'joined' | 'taken'> {
  const joined = agentsIn(after)
  const taken = events.find(({ event }) => event.type === 'assigned')
  const waited = before.phase === 'main' && before.assignee.kind === 'queue' ? before.assignee : undefined
  return {
    joined: joined.join() === agentsIn(before).join() ? undefined : joined,
    taken: taken && waited && { skillId: waited.skillId, at: taken.at, waitedMs: Math.max(0, taken.at - waited.since) },
  }
}

const NOBODY: readonly AgentId[] = []
const agentsIn = (state: Conversation): readonly AgentId[] =>
  'joined' in state && state.joined.length > 0 ? state.joined.map(({ agentId }) => agentId) : NOBODY

const NOTHING: Accepted = { ok: true, events: [], effects: [] }

function failedCommit(result: Exclude<CommitResult, { ok: true } | { why: 'stale-conversation' }>): Undertaken {
  switch (result.why) {
    case 'consumer-has-open-conversation':
      return { how: 'elsewhere', conversationId: result.conversationId }
    case 'effect-gone':
      return { how: 'effect-gone' }
    case 'file-gone':
      return { how: 'refused', refusal: 'file-gone', path: '/content/fileId' }
    case 'seat-taken':
      return { how: 'refused', refusal: 'seat-taken' }
    case 'duplicate-message': {
      const { sameContent, conversationId, seq, at } = result
      return { how: 'repeated', sameContent, conversationId, seq, at }
    }
  }
}

/** The rules have folded the events already, if they saw them in the places that they are now given. */
function stateAfter({ state, seq }: Known, decision: Accepted, events: readonly Recorded[]): Conversation {
  const folded = foldedState(decision)
  const fits = folded !== undefined && folded.phase !== 'absent' && folded.seq === seq + events.length
  return fits && folded.lastAt === events.at(-1)?.at ? folded : events.reduce(evolve, state)
}

function withSeq(message: Omit<ClientMessage, 'seq'>, events: readonly Recorded[], seqBefore: number): ClientMessage {
  const { sender, clientId, contentHash } = message
  return { sender, clientId, contentHash, seq: seqOfClient(clientId, events) ?? seqBefore }
}

/** Place of what a client's order became: its words, or the bare tap. */
export function seqOfClient(clientId: string, events: readonly Recorded[]): number | undefined {
  const own = events.findLast(({ event }) => 'clientId' in event && event.clientId === clientId)
  return own?.seq
}
