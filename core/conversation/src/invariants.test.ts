import type { AgentId } from '@baton/base'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation } from './conversation.ts'
import { fold } from './evolve.ts'
import { fatesOf } from './fates.ts'
import { silencesIn } from './silence.ts'
import { noon } from './testing/examples.ts'
import { live, steps } from './testing/randomLife.ts'
import type { World } from './testing/world.ts'

/** Ten times as many lives in the long run. */
const numRuns = process.env.BATON_LONG ? 5_000 : 500
/** In milliseconds; a loaded machine must not look like a broken rule. */
const timeout = process.env.BATON_LONG ? 300_000 : 30_000

describe('whatever happens to a conversation', () => {
  const always = (name: string, invariant: (world: World) => void): void => {
    it(name, { timeout }, () =>
      fc.assert(
        fc.property(steps, (life) => void live(life, invariant)),
        { numRuns },
      ),
    )
  }

  always('invariant 1: places have no gap and no repeat', ({ log }) => {
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  })

  always('invariant 3: exactly one assignee while it is open, none after', ({ state }) => {
    const isOpen = state.phase === 'main' || state.phase === 'survey'
    expect('assignee' in state).toBe(isOpen)
    if (state.phase === 'survey') expect(state.assignee.kind).toBe('bot')
  })

  always(
    'invariant 5: every message of the consumer has one fate, or waits, or is in the open turn',
    ({ log, state }) => {
      const fates = fatesOf(log)
      const underway = underwayIn(state)
      for (const { seq, event } of log) {
        if (event.type !== 'messageSent' || event.by.kind !== 'consumer') continue
        const recorded = fates.get(seq)?.length ?? 0
        expect(recorded + underway.filter((other) => other === seq).length, `fates of ${seq}`).toBe(1)
      }
    },
  )

  always('invariant 6: seats are those of the assignee and of the offers that hold one', ({ state, seats }) => {
    expect([...seats.keys()].sort()).toEqual(seatsIn(state))
  })

  always('invariant 7: after the end there are erasures only', ({ log }) => {
    const end = log.findIndex(({ event }) => event.type === 'closed')
    const after = end < 0 ? [] : log.slice(end + 1)
    expect(after.every(({ event }) => event.type === 'erased')).toBe(true)
  })

  always('invariant 8: the state is the fold of the log', ({ log, state }) => {
    expect(fold(log)).toEqual(state)
  })

  always('invariant 9: no effect outlives its purpose, none is missing', ({ state, work, timers, now = noon }) => {
    const questions = [...work.values()].filter(({ kind }) => kind === 'turn')
    expect(questions.map(({ id }) => id)).toEqual(questionsIn(state))
    const ofTheGone = [...timers.values()].flatMap(({ timer }) => (timer.on === 'agentGone' ? [timer.agentId] : []))
    if (ofTheGone.length > 0) expect(state).toMatchObject({ assignee: { kind: 'agent', agentId: ofTheGone[0] } })
    expect([...timers.keys()].filter((name) => name !== 'agentGone' && name !== 'suggestion').sort()).toEqual(
      timersIn(state),
    )
    const [lasts] = silencesIn(state)
    const looksAt = timers.get('silence')?.timer.dueAt
    if (lasts && looksAt && lasts.dueAt > now) expect(looksAt).toBeLessThanOrEqual(lasts.dueAt)
    // While it rings at them, their time may be over: the end of the offer settles it.
    const isWaitedFor = [...timers.values()].some(({ timer }) => timer.on === 'suggestion')
    const meantFor = meantForIn(state)
    if (isWaitedFor) expect(meantFor).toBeDefined()
    else expect(isRungIn(state, meantFor) || meantFor === undefined).toBe(true)
  })
})

function underwayIn(state: Conversation): readonly number[] {
  if (state.phase === 'absent' || state.phase === 'closed') return []
  return [...state.waiting, ...(state.turn?.messages ?? [])]
}

function seatsIn(state: Conversation): readonly number[] {
  if (state.phase === 'absent' || state.phase === 'closed') return []
  const offered = state.offers.filter(({ reserved }) => reserved).map(({ agentId }) => agentId)
  return [...offered, ...(state.assignee.kind === 'agent' ? [state.assignee.agentId] : [])].sort()
}

function questionsIn(state: Conversation): readonly string[] {
  if (state.phase === 'absent' || state.phase === 'closed') return []
  return state.turn?.stage === 'asking' ? [state.turn.effectId] : []
}

function meantForIn(state: Conversation): AgentId | undefined {
  const isOpen = state.phase === 'main' || state.phase === 'survey'
  return isOpen && state.assignee.kind === 'queue' ? state.assignee.suggestedAgentId : undefined
}

const isRungIn = (state: Conversation, agentId: AgentId | undefined): boolean =>
  state.phase === 'main' && state.offers.some((offer) => offer.agentId === agentId)

function timersIn(state: Conversation): readonly string[] {
  if (state.phase === 'absent' || state.phase === 'closed') return []
  const ofTurn = state.turn ? [state.turn.stage === 'asking' ? 'turnBudget' : 'delay'] : []
  const ofQueue =
    state.phase === 'main' && state.assignee.kind === 'queue' && state.assignee.announces ? ['announce'] : []
  const ofTransfer =
    state.phase === 'main' && state.assignee.kind === 'queue' && state.assignee.failsAt !== undefined
      ? ['transfer']
      : []
  const ofSilence = silencesIn(state).length > 0 ? ['silence'] : []
  const ofPhase = [state.phase === 'main' ? 'idle' : 'survey']
  return [
    ...ofTurn,
    ...ofPhase,
    ...ofSilence,
    ...ofQueue,
    ...ofTransfer,
    ...state.offers.map(({ agentId }) => `offer:${agentId}`),
  ].sort()
}
