import { hours, minutes, seconds } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { answerDueAt, isActionable } from '../conversation.ts'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import {
  ada,
  agent,
  answer,
  ben,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  seat,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  acceptOffer,
  answeredByAda,
  byAda,
  close,
  consumer,
  dueIn,
  given,
  join,
  offer,
  openIn,
  takeOver,
  timerIn,
  transfer,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'
import { transfersIn } from '../transfersIn.ts'

const patient = (suggestedMs: number) => ({ ...toQueue(orders), suggestedMs })
const meantForBen = (destination = toQueue(orders), at = later(minutes(1))) =>
  answeredByAda(transfer(byAda, destination, { suggestedAgentId: ben, at }))
const timeIsOver = (world: World) => {
  const { agentId, dueAt } = timerIn(world, 'suggestion')
  return { type: 'endSuggestion', agentId, at: dueAt } as const
}
const meantFor = (world: World) => {
  const { assignee } = openIn(world)
  return assignee.kind === 'queue' ? assignee.suggestedAgentId : 'nobody waits'
}

describe('a conversation that is meant for one person', () => {
  it('messaging R5.13: waits for them as long as the settings say, and two hours where they say nothing', () => {
    expect(dueIn(meantForBen(), 'suggestion')).toBe(later(minutes(1) + hours(2)))
    expect(dueIn(meantForBen(patient(hours(21 * 24))), 'suggestion')).toBe(later(minutes(1) + hours(21 * 24)))
  })

  it('messaging LIF-13: is everybody’s once their time is over, in the same place, and the log says why', () => {
    const world = meantForBen()
    const before = openIn(world)
    const { events, effects } = accepted(world.do(timeIsOver(world)))

    expect(events).toMatchObject([
      {
        type: 'transferred',
        reason: 'suggestedTimedOut',
        by: { kind: 'system' },
        to: { kind: 'queue', skillId: orders, since: later(minutes(1)) },
      },
    ])
    expect(effects).toEqual([{ do: 'wakeDispatcher', skillId: orders }])
    expect(openIn(world).assignee).toEqual({ kind: 'queue', skillId: orders, since: later(minutes(1)) })
    expect(answerDueAt(openIn(world))).toBe(answerDueAt(before))
    expect(isActionable(openIn(world))).toBe(true)
    expect(transfersIn(world.log).map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['byAgent', 'suggestedTimedOut'],
      ['suggestedTimedOut', 'pending'],
    ])
  })

  it('messaging R4.16: waits for people even where nothing is due because the agent wrote last', () => {
    const world = answeredByAda(write('Here you are.', later(10), { by: byAda }))
    accepted(world.do(transfer(byAda, toQueue(orders), { suggestedAgentId: ben, at: later(minutes(1)) })))
    accepted(world.do(timeIsOver(world)))

    expect(answerDueAt(openIn(world))).toBeUndefined()
    expect(isActionable(openIn(world))).toBe(true)
  })

  it('messaging LIF-12: is theirs when they accept; no timer stays behind', () => {
    const world = meantForBen()
    accepted(world.do(offer(ben)))
    accepted(world.do(acceptOffer(ben)))

    expect(openIn(world).assignee).toEqual({ kind: 'agent', agentId: ben })
    expect(dueIn(world, 'suggestion')).toBeUndefined()
  })

  it('is everybody’s as soon as they do not want it', () => {
    for (const type of ['rejectOffer', 'lapseOffer', 'withdrawOffer'] as const) {
      const world = meantForBen()
      accepted(world.do(offer(ben)))
      accepted(world.do({ type, agentId: ben, at: later(seconds(90)) }))
      expect([type, meantFor(world), dueIn(world, 'suggestion')]).toEqual([type, undefined, undefined])
    }
  })

  it('rings on at them although their time is over, and is everybody’s when they let it lapse', () => {
    const world = meantForBen()
    accepted(world.do(offer(ben)))
    expect(accepted(world.do(timeIsOver(world))).events).toEqual([])
    expect(meantFor(world)).toBe(ben)
    accepted(world.do({ type: 'lapseOffer', agentId: ben, at: later(hours(3)) }))
    expect(meantFor(world)).toBeUndefined()
  })

  it('leaves no timer behind, wherever it goes', () => {
    for (const next of [
      takeOver(manager(mia)),
      transfer(manager(mia), toQueue(orders)),
      transfer(manager(mia), toBot(orders, seat(greeter))),
      close(consumer),
    ]) {
      const world = meantForBen()
      accepted(world.do(next))
      expect([next.type, dueIn(world, 'suggestion')]).toEqual([next.type, undefined])
    }
  })

  it('takes no late word about somebody for whom it was meant before', () => {
    const world = meantForBen()
    accepted(world.do(transfer(manager(mia), toQueue(orders), { suggestedAgentId: mia, at: later(minutes(2)) })))

    expect(accepted(world.do({ type: 'endSuggestion', agentId: ben, at: later(hours(9)) })).events).toEqual([])
    expect(meantFor(world)).toBe(mia)
  })

  it('dialogs R7.25: goes back to its bot all the same when nobody takes it', () => {
    const destination = { ...toQueue(orders), failAfterMs: hours(3) }
    const handsOver = resolution(greeter, { transfer: { ok: true, destination, suggestedAgentId: ben } })
    const world = given(
      open(toBot(orders, seat(greeter))),
      answer(1, { items: [], action: { kind: 'transfer' } }, noon, handsOver),
    )
    const { attempt } = openIn(world)
    accepted(world.do(timeIsOver(world)))

    expect(openIn(world).attempt).toEqual(attempt)
    expect(dueIn(world, 'transfer')).toBe(later(hours(3)))
  })
})

describe('who takes part', () => {
  it('messaging LIF-14: is not suggested, whether they joined, read along or answer themselves', () => {
    for (const role of ['manager', 'reader'] as const) {
      const { state } = answeredByAda(join(manager(mia), role))
      expect(decide(state, transfer(byAda, toQueue(orders), { suggestedAgentId: mia }))).toEqual(refuse('takes-part'))
    }
    const { state } = answeredByAda()
    expect(decide(state, transfer(byAda, toQueue(orders), { suggestedAgentId: ada }))).toEqual(refuse('takes-part'))
  })

  it('messaging LIF-15: is nobody for whom it is meant: they take it or leave it; others join, and they may read along', () => {
    const world = meantForBen()

    expect(decide(world.state, join(manager(ben), 'manager'))).toEqual(refuse('not-permitted'))
    expect(decide(world.state, join(agent(ben), 'manager'))).toEqual(refuse('not-permitted'))
    expect(decide(world.state, join(manager(ben), 'reader')).ok).toBe(true)
    expect(decide(world.state, join(manager(mia), 'manager')).ok).toBe(true)
    accepted(world.do(timeIsOver(world)))
    expect(decide(world.state, join(manager(ben), 'manager')).ok).toBe(true)
  })
})
