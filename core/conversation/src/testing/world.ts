import type { AgentId, EffectId, EpochMs } from '@baton/base'
import type { Command } from '../commands.ts'
import type { Conversation } from '../conversation.ts'
import { absent } from '../conversation.ts'
import { decide } from '../decide.ts'
import { type Decision, foldedState } from '../decision.ts'
import type { EffectChange, Job, Timer, TurnWork } from '../effects.ts'
import type { ConversationEvent, Recorded } from '../events.ts'
import { evolve } from '../evolve.ts'

/** The effect whose outcome a command is; as the store would check it. */
export type Settles = { readonly effectId: EffectId } | { readonly timer: string; readonly generation: number }

/** The store, the mailbox and the seats of one conversation in memory: what commits would leave behind. */
export class World {
  state: Conversation = absent
  readonly log: Recorded[] = []
  readonly work = new Map<EffectId, TurnWork | Job>()
  readonly timers = new Map<string, { readonly timer: Timer; readonly generation: number }>()
  readonly seats = new Map<AgentId, number>()
  /** Of the last command that was decided. */
  now: EpochMs | undefined
  private generation = 0

  /** @returns 'effect-gone' when the settled row is no longer there: the whole commit is refused */
  do(command: Command, settles?: Settles): Decision | 'effect-gone' {
    if (settles && !this.settle(settles)) return 'effect-gone'
    const decision = decide(this.state, command)
    if (!decision.ok) return decision
    this.now = command.at
    for (const event of decision.events) this.append(event, command.at)
    const folded = foldedState(decision)
    if (folded !== undefined && JSON.stringify(folded) !== JSON.stringify(this.state)) {
      throw new Error(`the rules folded ${command.type} otherwise than the log`)
    }
    for (const effect of decision.effects) this.apply(effect)
    return decision
  }

  /** Types of all events so far, for tests that read like a story. */
  get story(): readonly ConversationEvent['type'][] {
    return this.log.map(({ event }) => event.type)
  }

  eventsOf<T extends ConversationEvent['type']>(type: T): readonly Extract<ConversationEvent, { type: T }>[] {
    return this.log.flatMap(({ event }) =>
      event.type === type ? [event as Extract<ConversationEvent, { type: T }>] : [],
    )
  }

  private append(event: ConversationEvent, at: EpochMs): void {
    const recorded = { seq: this.log.length + 1, at, event }
    this.state = evolve(this.state, recorded)
    this.log.push(recorded)
  }

  private settle(settles: Settles): boolean {
    if ('effectId' in settles) return this.work.delete(settles.effectId)
    const row = this.timers.get(settles.timer)
    return row?.generation === settles.generation && this.timers.delete(settles.timer)
  }

  private apply(change: EffectChange): void {
    switch (change.do) {
      case 'perform':
        if (this.work.has(change.effect.id)) throw new Error(`a second effect with the id ${change.effect.id}`)
        this.work.set(change.effect.id, change.effect)
        return
      case 'cancel':
        this.work.delete(change.effectId)
        return
      case 'setTimer':
        this.timers.set(change.timer.name, { timer: change.timer, generation: ++this.generation })
        return
      case 'clearTimer':
        this.timers.delete(change.name)
        return
      case 'reserve':
        this.seats.set(change.agentId, change.weight)
        return
      case 'release':
        this.seats.delete(change.agentId)
        return
      case 'wakeDispatcher':
        return
    }
  }
}
