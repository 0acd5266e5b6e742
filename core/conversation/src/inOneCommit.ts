import type { EffectId } from '@baton/base'
import { TIMER } from './decide/draft.ts'
import { type Accepted, DraftedDecision, foldedState } from './decision.ts'
import type { EffectChange } from './effects.ts'

/**
 * A decision and the outcome of the question that it put, as one: what the bot was to be asked was answered before anything was
 * saved. The question's row and the clock over its answer never come to be.
 * @param second decided on the state after the first
 */
export function inOneCommit(first: Accepted, second: Accepted, answered: EffectId): Accepted {
  const events = [...first.events, ...second.events]
  const effects = [
    ...first.effects.filter((change) => !(asks(change, answered) || setsBudget(change))),
    // No other turn was open before, so no budget runs but the one left out above; the next turn sets its own.
    ...second.effects.filter((change) => !clearsBudget(change)),
  ]
  const after = foldedState(second) ?? foldedState(first)
  return after === undefined ? { ok: true, events, effects } : new DraftedDecision(events, effects, after)
}

const asks = (change: EffectChange, id: EffectId): boolean => change.do === 'perform' && change.effect.id === id
const setsBudget = (change: EffectChange): boolean => change.do === 'setTimer' && change.timer.name === TIMER.turnBudget
const clearsBudget = (change: EffectChange): boolean => change.do === 'clearTimer' && change.name === TIMER.turnBudget
