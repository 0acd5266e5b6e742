import type { AgentId, EpochMs } from '@baton/base'
import type { Conversation, OpenConversation } from '../conversation.ts'
import type { Accepted } from '../decision.ts'
import { DraftedDecision } from '../decision.ts'
import type { EffectChange } from '../effects.ts'
import type { ConversationEvent } from '../events.ts'
import { evolve } from '../evolve.ts'
import { silencesIn } from '../silence.ts'

/**
 * Collects what follows from one command, and shows after every event the state as it is then. It lives for one call of
 * `decide` and is seen by nobody else, which is why it may change.
 */
export class Draft {
  private readonly events: ConversationEvent[] = []
  private readonly effects: EffectChange[] = []
  private readonly before: Conversation
  private conversation: Conversation

  constructor(
    conversation: Conversation,
    /** Of every event of this decision. */
    readonly at: EpochMs,
  ) {
    this.before = conversation
    this.conversation = conversation
  }

  /** @throws never in practice: only called where a rule has just seen the conversation open */
  get open(): OpenConversation {
    if (this.conversation.phase === 'absent' || this.conversation.phase === 'closed') {
      throw new Error('a rule went on after the conversation had ended')
    }
    return this.conversation
  }

  get ended(): boolean {
    return this.conversation.phase === 'closed'
  }

  /** Place of the event that was recorded last. */
  get seq(): number {
    return this.conversation.phase === 'absent' ? 0 : this.conversation.seq
  }

  record(event: ConversationEvent): void {
    this.conversation = evolve(this.conversation, { seq: this.seq + 1, at: this.at, event })
    this.events.push(event)
  }

  order(...effects: readonly EffectChange[]): void {
    this.effects.push(...effects)
  }

  decision(): Accepted {
    this.watchSilences()
    return new DraftedDecision(this.events, this.effects, this.conversation)
  }

  /**
   * One timer for whatever silence is due first. It is left alone where it is due before the next one: it looks again then, so that
   * two who talk do not set it with every message. Where its time is over already, nobody knows what became of it.
   */
  private watchSilences(): void {
    const [running] = silencesIn(this.before)
    const [next] = silencesIn(this.conversation)
    if (next === undefined) {
      if (running !== undefined) this.order({ do: 'clearTimer', name: TIMER.silence })
      return
    }
    const isUnchanged = running?.kind === next.kind && running.dueAt === next.dueAt
    const isInTime = running !== undefined && running.dueAt > this.at && running.dueAt <= next.dueAt
    if (!isUnchanged && !isInTime) this.order(silenceAt(next.dueAt))
  }
}

export const silenceAt = (dueAt: EpochMs): EffectChange => ({
  do: 'setTimer',
  timer: { name: TIMER.silence, dueAt, on: 'silence' },
})

/** Names of timers; one of each per conversation, but offers, which have one per agent. */
export const TIMER = {
  turnBudget: 'turnBudget',
  delay: 'delay',
  survey: 'survey',
  idle: 'idle',
  agentGone: 'agentGone',
  announce: 'announce',
  silence: 'silence',
  transfer: 'transfer',
  suggestion: 'suggestion',
  offer: (agentId: AgentId) => `offer:${agentId}`,
} as const
