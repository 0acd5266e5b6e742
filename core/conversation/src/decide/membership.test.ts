import type { AgentId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import { MAX_JOINED } from '../limits.ts'
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
  say,
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
  given,
  join,
  leave,
  offer,
  openIn,
  takeOver,
  withSurvey,
} from '../testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter, { hears: true })))

describe('a manager takes over', () => {
  it('messaging T11, LIF-17: who joined, from an agent, whose seat is free then, above the own capacity', () => {
    const world = answeredByAda(join(manager(mia), 'manager'))
    const { events, effects } = accepted(world.do(takeOver(manager(mia))))

    expect(events).toEqual([{ type: 'assigned', v: 1, agentId: mia, how: 'tookOver', handedOver: [] }])
    expect(effects).toEqual([
      { do: 'release', agentId: ada },
      { do: 'clearTimer', name: 'agentGone' },
      { do: 'reserve', agentId: mia, weight: 1, mayExceed: true },
    ])
    expect(decide(world.state, write('I was not done', noon, { by: byAda }))).toEqual(refuse('not-the-assignee'))
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'agent', agentId: mia }, joined: [] })
  })

  it('from the queue, and the offers end', () => {
    const world = given(open(toQueue(orders)), offer(ada), takeOver(manager(mia)))

    expect(world.eventsOf('offerEnded')).toMatchObject([{ agentId: ada, why: 'withdrawn' }])
    expect([...world.seats.keys()]).toEqual([mia])
  })

  it('while a bot is asked: the question is taken back, its messages are handed over', () => {
    const world = given(atGreeter, write('Hello?'))
    const { events, effects } = accepted(world.do(takeOver(manager(mia), later(5))))

    expect(events).toMatchObject([
      { type: 'turnEnded', turnId: 1, outcome: 'cancelled', unanswered: [2] },
      { type: 'assigned', how: 'tookOver', handedOver: [2, 4] },
    ])
    expect(effects).toMatchObject([
      { do: 'cancel' },
      { do: 'clearTimer', name: 'turnBudget' },
      { do: 'perform', effect: { name: 'tellBot', what: 'TRANSFERRED' } },
      { do: 'reserve', agentId: mia },
    ])
    expect(openIn(world).turn).toBeUndefined()
  })

  it('while a bot pauses after words: those were its answer', () => {
    const items = [say('One moment…'), { kind: 'delay', durationMs: 2_000, typing: true }, say('Here.')] as const
    const world = given(atGreeter, answer(1, { items }), takeOver(manager(mia)))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'cancelled', unanswered: [] }])
    expect(world.eventsOf('assigned')).toMatchObject([{ handedOver: [] }])
    expect([...world.timers.keys()]).toEqual(['idle'])
  })

  it('after having joined, and is no guest any more', () => {
    const world = answeredByAda(join(manager(mia), 'reader'), takeOver(manager(mia)))

    expect(openIn(world).joined).toEqual([])
  })

  it('an agent takes from the queue, as far as they have room', () => {
    const { effects } = accepted(given(open(toQueue(orders))).do(takeOver(agent(ben))))

    expect(effects).toEqual([{ do: 'reserve', agentId: ben, weight: 1, mayExceed: false }])
  })

  it.each([
    ['an agent who is no manager', agent(ben), answeredByAda, 'not-permitted'],
    ['an agent, from a bot', agent(ben), () => given(atGreeter), 'not-permitted'],
    ['a manager who has it already', manager(ada), answeredByAda, 'already-assigned'],
    ['anybody during a survey', manager(mia), () => answeredByAda(close(consumer, withSurvey)), 'not-permitted'],
  ] as const)('but not %s', (_who, by, make, refusal) => {
    expect(decide(make().state, takeOver(by))).toEqual(refuse(refusal))
  })
})

describe('a manager joins and leaves', () => {
  it.each(['manager', 'reader'] as const)('messaging T12: as %s; nothing else changes', (role) => {
    const world = answeredByAda()
    expect(accepted(world.do(join(manager(mia), role)))).toEqual({
      ok: true,
      events: [{ type: 'joined', v: 1, agentId: mia, role }],
      effects: [],
    })
    expect(openIn(world)).toMatchObject({ assignee: { agentId: ada }, joined: [{ agentId: mia, role }] })
    expect(accepted(world.do(leave(manager(mia))))).toEqual({
      ok: true,
      events: [{ type: 'left', v: 1, agentId: mia, role }],
      effects: [],
    })
    expect(openIn(world).joined).toEqual([])
  })

  it.each([
    ['an agent who is no manager', agent(ben), () => answeredByAda(), 'not-permitted'],
    ['a manager who is in it', manager(mia), () => answeredByAda(join(manager(mia), 'reader')), 'already-joined'],
    ['a manager who has it', manager(ada), () => answeredByAda(), 'already-joined'],
  ] as const)('but not %s', (_who, by, make, refusal) => {
    expect(decide(make().state, join(by, 'manager'))).toEqual(refuse(refusal))
  })

  it('up to a limit', () => {
    const guests = Array.from({ length: MAX_JOINED }, (_, n) => join(manager((1_000 + n) as AgentId), 'reader'))

    expect(decide(answeredByAda(...guests).state, join(manager(mia), 'manager'))).toEqual(refuse('already-joined'))
    expect(decide(answeredByAda(...guests.slice(1)).state, join(manager(mia), 'manager')).ok).toBe(true)
  })

  it('nobody leaves who has not joined', () => {
    expect(decide(answeredByAda().state, leave(manager(mia)))).toEqual(refuse('not-a-participant'))
    expect(decide(answeredByAda().state, leave(byAda))).toEqual(refuse('not-a-participant'))
  })

  it('a guest who accepts an offer answers from now on, and is no guest any more', () => {
    const world = given(open(toQueue(orders)), join(manager(mia), 'manager'), offer(mia), acceptOffer(mia))

    expect(openIn(world)).toMatchObject({ assignee: { agentId: mia }, joined: [] })
  })
})
