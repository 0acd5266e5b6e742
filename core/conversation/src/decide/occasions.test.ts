import { describe, expect, it } from 'vitest'
import type { SaidByItself } from '../resolution.ts'
import {
  ada,
  answer,
  baristas,
  ben,
  expert,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  resolution,
  say,
  seat,
  toBot,
  toQueue,
  toToldQueue,
} from '../testing/examples.ts'
import {
  acceptOffer,
  answeredByAda,
  byAda,
  giveBack,
  given,
  join,
  leave,
  offer,
  openIn,
  prioritise,
  transfer,
  wordsIn,
} from '../testing/requests.ts'
import type { World } from '../testing/world.ts'

const says = (kind: SaidByItself['kind'], text = 'So it is.') => ({ says: { kind, text } })

/** The last two events: what happened, and what was said of it. */
const lastOf = ({ log }: World) => log.slice(-2).map(({ event }) => event)
const told = (kind: SaidByItself['kind']) =>
  expect.objectContaining({ type: 'messageSent', by: { kind: 'system' }, audience: 'ALL', automatic: kind })

describe('what the brand says by itself of what happens (messaging R3.16)', () => {
  it('messaging LIF-04: one has it, every offer is settled, and the consumer is told who it is', () => {
    const world = given(open(toQueue(orders)), offer(ada, 'all'), offer(ben, 'all'))
    world.do({ ...acceptOffer(ada, later(1)), ...says('accepted', 'You are now connected to Ada.') })

    expect(world.eventsOf('assigned')).toMatchObject([{ agentId: ada }])
    expect(world.eventsOf('offerEnded')).toMatchObject([{ agentId: ben, why: 'withdrawn' }])
    expect(openIn(world)).toMatchObject({ assignee: { kind: 'agent', agentId: ada }, offers: [] })
    expect(lastOf(world)).toEqual([expect.objectContaining({ type: 'assigned' }), told('accepted')])
    expect(wordsIn(world).at(-1)).toBe('system: You are now connected to Ada.')
  })

  it('messaging LIF-08: the words of the skill it goes to stand behind the transfer, before whoever waits is told anything', () => {
    const world = answeredByAda()
    world.do(transfer(byAda, { ...toToldQueue(baristas), ...says('transferred') }, { at: later(5) }))

    expect(lastOf(world)).toEqual([
      expect.objectContaining({ type: 'transferred', skillId: baristas }),
      told('transferred'),
    ])
    expect(openIn(world)).toMatchObject({ announced: undefined, pendingSince: later(5) })
  })

  it('messaging LIF-11: so do those for one person, and nobody has the conversation meanwhile', () => {
    const world = answeredByAda()
    const destination = { ...toQueue(orders), ...says('transferredToAgent') }
    world.do(transfer(byAda, destination, { suggestedAgentId: ben }))

    expect(lastOf(world)).toEqual([
      expect.objectContaining({ type: 'transferred', reason: 'byAgent' }),
      told('transferredToAgent'),
    ])
    expect(openIn(world).assignee).toMatchObject({ kind: 'queue', suggestedAgentId: ben })
  })

  it('messaging TRF-01: a bot’s own words are its last, then comes the transfer, and then what the brand says of it', () => {
    const resolved = resolution(greeter, {
      transfer: { ok: true, destination: { ...toQueue(baristas), ...says('transferred') } },
    })
    const world = given(
      open(toBot(orders, seat(greeter))),
      answer(
        1,
        { items: [say('A colleague helps you.')], action: { kind: 'transfer', skillName: 'b' } },
        later(1),
        resolved,
      ),
    )

    const spoken = world.log.flatMap(({ event }) =>
      event.type === 'transferred' ? ['transfer'] : event.type === 'messageSent' ? [event.by.kind] : [],
    )
    expect(spoken).toEqual(['consumer', 'bot', 'transfer', 'system'])
    // It answers nobody: the brand owes words since it was passed on.
    expect(openIn(world)).toMatchObject({ pendingSince: later(1), assignee: { kind: 'queue' } })
  })

  it('a bot that takes over greets behind it, and is told of the consumer’s words only', () => {
    const world = answeredByAda()
    world.do(transfer(byAda, { ...toBot(baristas, seat(expert, { welcome: true })), ...says('transferred') }))

    expect(world.log.slice(-3).map(({ event }) => event.type)).toEqual(['transferred', 'messageSent', 'turnOpened'])
  })

  it('messaging T6: who gave it back is told of, and its time to be answered stays', () => {
    const world = answeredByAda()
    world.do({ ...giveBack(byAda, later(9)), ...says('backToQueue') })

    expect(lastOf(world)).toEqual([expect.objectContaining({ reason: 'backToQueue' }), told('backToQueue')])
  })

  it('messaging T22: so is who did not come back to it; who did is not', () => {
    const back = { type: 'returnFromGone', agentId: ada, at: later(9), ...says('backToQueue') } as const
    const away = answeredByAda()
    away.do({ ...back, isBack: false })
    expect(lastOf(away)).toEqual([expect.objectContaining({ reason: 'backToQueue' }), told('backToQueue')])

    const here = answeredByAda()
    here.do({ ...back, isBack: true })
    expect(wordsIn(here)).toEqual(['consumer: Hello'])
  })

  it('messaging T12: a manager who joins or leaves is told of, who only reads along is not', () => {
    const world = answeredByAda()
    for (const [role, count] of [
      ['manager', 2],
      ['reader', 0],
    ] as const) {
      const before = world.eventsOf('messageSent').length
      world.do({ ...join(manager(mia), role), ...says('joined') })
      world.do({ ...leave(manager(mia)), ...says('left') })
      expect(world.eventsOf('messageSent').length - before, role).toBe(count)
    }
  })

  it('messaging T20: a time that was set by hand is told, and not again where nothing changes', () => {
    const world = answeredByAda()
    for (let times = 0; times < 2; times += 1) {
      world.do({ ...prioritise(byAda, 'custom', 90_000), ...says('answerTime') })
    }
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'system: So it is.'])
  })

  it('is said with the event or not at all: what is refused says nothing', () => {
    const world = answeredByAda()
    world.do({ ...acceptOffer(ben), ...says('accepted') })
    world.do({ ...giveBack(manager(mia)), ...says('backToQueue') })
    world.do({ ...giveBack(manager(mia)), ...says('backToQueue') })
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'system: So it is.'])
  })
})

it('messaging LIF-03: the first conversation ever is prioritised as a whole, and says so; the next is not', () => {
  const world = given({ ...open(toQueue(orders)), priority: 'prioritized', first: true })
  expect(world.eventsOf('opened')).toMatchObject([{ first: true, priority: { type: 'prioritized' } }])
  world.do(transfer(manager(mia), toQueue(baristas), { at: later(3) }))
  expect(openIn(world).priority.type).toBe('prioritized')
  expect(given(open(toQueue(orders))).eventsOf('opened')[0]).not.toHaveProperty('first')
})
