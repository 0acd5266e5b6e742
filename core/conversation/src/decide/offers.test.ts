import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import { MAX_OFFERS } from '../limits.ts'
import {
  ada,
  ben,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  seat,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  acceptOffer,
  answeredByAda,
  close,
  consumer,
  given,
  offer,
  openIn,
  takeOver,
  withSurvey,
} from '../testing/requests.ts'

const queued = open(toQueue(orders))
const reject = (agentId: typeof ada) => ({ type: 'rejectOffer', at: noon, agentId }) as const
const lapse = (agentId: typeof ada) => ({ type: 'lapseOffer', at: later(72_000), agentId }) as const

describe('a waiting conversation is offered', () => {
  it('messaging T3: to one agent, who gets a seat held and a time to answer in', () => {
    const { events, effects } = accepted(given(queued).do(offer(ada, 'one', { explanation: 'free the longest' })))

    expect(events).toEqual([
      {
        type: 'offered',
        v: 1,
        agentId: ada,
        until: later(72_000),
        reserved: true,
        explanation: 'free the longest',
      },
    ])
    expect(effects).toEqual([
      { do: 'setTimer', timer: { name: `offer:${ada}`, dueAt: later(72_000), on: 'offer', agentId: ada } },
      { do: 'reserve', agentId: ada, weight: 1, mayExceed: false },
    ])
  })

  it('messaging R4.12: to everyone at once, and no seat is held', () => {
    const world = given(queued, offer(ada, 'all'), offer(ben, 'all'))

    expect(world.seats.size).toBe(0)
    expect(openIn(world).offers.map(({ agentId }) => agentId)).toEqual([ada, ben])
    expect(world.eventsOf('offered')[0]).not.toHaveProperty('explanation')
  })

  it('once to each agent', () => {
    expect(decide(given(queued, offer(ada)).state, offer(ada, 'all'))).toEqual(refuse('already-offered'))
  })

  it('messaging R4.14: to one after the other, not to two who were both found to be next', () => {
    expect(decide(given(queued, offer(ada)).state, offer(ben))).toEqual(refuse('already-offered'))
  })

  it('to no more agents than the limit', () => {
    const many = Array.from({ length: MAX_OFFERS }, (_, index) => offer((1_000 + index) as typeof ada, 'all'))

    expect(decide(given(queued, ...many).state, offer(ada))).toEqual(refuse('already-offered'))
    expect(decide(given(queued, ...many.slice(1)).state, offer(ada)).ok).toBe(true)
  })

  it.each([
    ['an agent has it', () => answeredByAda()],
    ['a bot has it', () => given(open(toBot(orders, seat(greeter))))],
    ['it is in its survey', () => given(queued, close(consumer, withSurvey))],
  ])('but not when %s', (_when, make) => {
    expect(decide(make().state, offer(ben))).toEqual(refuse('not-queued'))
  })
})

describe('an offer is accepted', () => {
  it('messaging T4, LIF-04, LIF-05: the first has it, the others’ offers end', () => {
    const world = given(queued, offer(ada, 'all'), offer(ben), offer(mia, 'all'))
    const { events, effects } = accepted(world.do(acceptOffer(ada)))

    expect(events).toMatchObject([
      { type: 'offerEnded', agentId: ben, why: 'withdrawn' },
      { type: 'offerEnded', agentId: mia, why: 'withdrawn' },
      { type: 'assigned', agentId: ada, how: 'accepted', handedOver: [] },
    ])
    expect(effects).toEqual([
      { do: 'clearTimer', name: `offer:${ben}` },
      { do: 'release', agentId: ben },
      { do: 'clearTimer', name: `offer:${mia}` },
      { do: 'wakeDispatcher', skillId: orders },
      { do: 'clearTimer', name: `offer:${ada}` },
      { do: 'reserve', agentId: ada, weight: 0.5, mayExceed: false },
    ])
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'agent', agentId: ada }, offers: [] })
    for (const late of [ben, mia]) expect(decide(world.state, acceptOffer(late))).toEqual(refuse('offer-gone'))
    expect([...world.seats.keys()]).toEqual([ada])
  })

  it('with the seat that was held for it, and no second one', () => {
    const { effects } = accepted(given(queued, offer(ada)).do(acceptOffer(ada)))

    expect(effects).toEqual([{ do: 'clearTimer', name: `offer:${ada}` }])
  })

  it('and the consumer still waits for an answer', () => {
    expect(openIn(answeredByAda())).toMatchObject({ pendingSince: noon, skillId: orders })
  })

  it('up to its last moment', () => {
    const { state } = given(queued, offer(ada))

    expect(decide(state, acceptOffer(ada, later(72_000))).ok).toBe(true)
    expect(decide(state, acceptOffer(ada, later(72_001)))).toEqual(refuse('offer-gone'))
  })

  it.each([
    ['was never made', () => given(queued)],
    ['was made to somebody else', () => given(queued, offer(ben))],
    ['was rejected', () => given(queued, offer(ada), reject(ada))],
    ['lapsed', () => given(queued, offer(ada), lapse(ada))],
    ['somebody else was quicker to accept', () => given(queued, offer(ada), offer(ben, 'all'), acceptOffer(ben))],
    ['a manager took', () => given(queued, offer(ada), takeOver(manager(mia)))],
  ])('but not one that %s', (_which, make) => {
    expect(decide(make().state, acceptOffer(ada))).toEqual(refuse('offer-gone'))
    expect(decide(make().state, reject(ada))).toEqual(refuse('offer-gone'))
  })
})

describe('an offer ends', () => {
  it.each([
    ['rejected', reject],
    ['lapsed', lapse],
  ] as const)('messaging T5: %s, and the next agent is looked for', (why, ending) => {
    const world = given(queued, offer(ada), offer(ben, 'all'))
    const { events, effects } = accepted(world.do(ending(ada)))

    expect(events).toEqual([{ type: 'offerEnded', v: 1, agentId: ada, why }])
    expect(effects).toContainEqual({ do: 'release', agentId: ada })
    expect(effects).toContainEqual({ do: 'wakeDispatcher', skillId: orders })
    expect(openIn(world).offers).toMatchObject([{ agentId: ben }])
  })

  it('rejected: its timer ends with it', () => {
    const world = given(queued, offer(ada), reject(ada))

    expect([...world.timers.keys()]).toEqual(['idle'])
  })

  it('without a seat to give back, when none was held', () => {
    const { effects } = accepted(given(queued, offer(ada, 'all')).do(reject(ada)))

    expect(effects).not.toContainEqual({ do: 'release', agentId: ada })
  })

  it('because its agent has gone: it lapses early, and the next one is looked for', () => {
    const world = given(queued, offer(ada))
    const { events, effects } = accepted(world.do({ type: 'withdrawOffer', at: noon, agentId: ada }))

    expect(events).toEqual([{ type: 'offerEnded', v: 1, agentId: ada, why: 'lapsed' }])
    expect(effects).toContainEqual({ do: 'wakeDispatcher', skillId: orders })
    expect(world.seats.size).toBe(0)
    expect(accepted(world.do({ type: 'withdrawOffer', at: noon, agentId: ada })).events).toEqual([])
  })

  it('messaging T5: who was asked in vain is remembered until somebody has it', () => {
    const world = given(queued, offer(ada), reject(ada), offer(ben), lapse(ben), offer(ada))
    expect(openIn(world).asked).toEqual([
      { agentId: ada, at: noon },
      { agentId: ben, at: later(72_000) },
    ])
    expect(openIn(given(queued, offer(ada), reject(ada), offer(ben), acceptOffer(ben))).asked).toEqual([])
    const withdrawn = given(queued, offer(ada, 'all'), offer(ben, 'all'), reject(ada), acceptOffer(ben))
    expect(openIn(withdrawn).asked).toEqual([])
  })

  it('too late: nothing happens', () => {
    const world = given(queued, offer(ada), acceptOffer(ada), write('Hello?'))

    expect(accepted(world.do(lapse(ada)))).toEqual({ ok: true, events: [], effects: [] })
  })
})
