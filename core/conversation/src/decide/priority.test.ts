import { describe, expect, it } from 'vitest'
import { answerDueAt } from '../conversation.ts'
import { decide } from '../decide.ts'
import {
  agent,
  baristas,
  ben,
  greeter,
  later,
  manager,
  mia,
  open,
  orders,
  responseTimes,
  seat,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  answeredByAda,
  byAda,
  click,
  consumer,
  given,
  join,
  openIn,
  prioritise,
  system,
  transfer,
} from '../testing/requests.ts'

describe('an answer is due', () => {
  it('so long after the words it is owed for as the priority says', () => {
    const world = given(open(toQueue(orders)))
    expect(answerDueAt(openIn(world))).toBe(later(responseTimes.normal))

    world.do(prioritise(consumer, 'urgent', responseTimes.urgent))
    expect(answerDueAt(openIn(world))).toBe(later(responseTimes.urgent))
  })

  it('from the first unanswered words on, not from the last', () => {
    const world = given(open(toQueue(orders)), write('Hello?', later(60_000)))

    expect(answerDueAt(openIn(world))).toBe(later(responseTimes.normal))
  })

  it('not at all once somebody answered, and again when the consumer writes', () => {
    const world = answeredByAda(write('Here you are.', later(5), { by: byAda }))
    expect(answerDueAt(openIn(world))).toBeUndefined()

    world.do(write('And a cake?', later(10)))
    expect(answerDueAt(openIn(world))).toBe(later(10 + responseTimes.normal))
  })
})

describe('messaging R4.7: while it is closed, the time in which an answer is due counts from the next opening', () => {
  const opensAt = later(8 * 3_600_000)
  const closed = (skillId: Parameters<typeof toQueue>[0]) => ({ ...toQueue(skillId), opensAt })
  const dueAt = (world: ReturnType<typeof given>) => answerDueAt(openIn(world))

  it('for the first words, and for later ones; what is owed already is not put off', () => {
    const world = given(open(closed(orders)))
    expect(dueAt(world)).toBe(opensAt + responseTimes.normal)

    world.do(write('Hello?', later(5), { opensAt: later(9 * 3_600_000) }))
    expect(dueAt(world)).toBe(opensAt + responseTimes.normal)

    const answered = answeredByAda(
      write('Here you are.', later(5), { by: byAda }),
      write('Thanks!', later(9), { opensAt }),
    )
    expect(dueAt(answered)).toBe(opensAt + responseTimes.normal)
    answered.do(write('You are welcome.', later(10), { by: byAda }))
    answered.do(write('One more thing.', later(11)))
    expect(dueAt(answered)).toBe(later(11) + responseTimes.normal)
  })

  it('for what is tapped as for what is written', () => {
    const world = answeredByAda(write('This one?', later(5), { by: byAda }))
    world.do(click(openIn(world).seq, { texts: ['Yes'], opensAt }))
    expect(dueAt(world)).toBe(opensAt + responseTimes.normal)
  })

  it('where another skill has it: as that one is open', () => {
    const world = given(open(toQueue(orders)), transfer(system, closed(baristas)))
    expect(dueAt(world)).toBe(opensAt + responseTimes.normal)

    world.do(transfer(system, toQueue(orders), { at: later(60_000) }))
    expect(dueAt(world)).toBe(later(60_000 + responseTimes.normal))
  })

  it('a bot is there day and night', () => {
    const bot = { ...toBot(orders, seat(greeter)), opensAt }
    const world = given(open(bot), write('Hello?', later(5), { opensAt }))
    expect(dueAt(world)).toBe(later(responseTimes.normal))
    expect(world.log.filter(({ event }) => 'opensAt' in event)).toEqual([])
  })

  it('a time that somebody set by hand holds, open or not', () => {
    const world = given(open(closed(orders)), prioritise(system, 'custom', 90_000))
    expect(dueAt(world)).toBe(later(90_000))
  })
})

describe('somebody changes the priority', () => {
  it('messaging T20: which is one event, and orders nothing', () => {
    expect(accepted(answeredByAda().do(prioritise(byAda, 'custom', 90_000)))).toEqual({
      ok: true,
      events: [
        {
          type: 'priorityChanged',
          v: 1,
          priority: { type: 'custom', responseMs: 90_000 },
          by: { kind: 'agent', agentId: byAda.agentId },
        },
      ],
      effects: [],
    })
  })

  it('to what it is: nothing happens', () => {
    expect(accepted(answeredByAda().do(prioritise(byAda, 'normal', responseTimes.normal))).events).toEqual([])
    expect(accepted(answeredByAda().do(prioritise(byAda, 'custom', responseTimes.normal))).events).toHaveLength(1)
    expect(accepted(answeredByAda().do(prioritise(byAda, 'normal', 1))).events).toHaveLength(1)
  })

  it.each([
    ['the consumer may call it urgent', consumer, 'urgent', undefined],
    ['the consumer may call it normal again', consumer, 'normal', undefined],
    ['the consumer may not set a time', consumer, 'custom', 'priority-not-permitted'],
    ['the consumer may not put themselves first', consumer, 'prioritized', 'priority-not-permitted'],
    ['the assignee may set a time', byAda, 'custom', undefined],
    ['a manager who joined may', manager(mia), 'prioritized', undefined],
    ['the system may', system, 'urgent', undefined],
    ['an agent who is not in it may not', agent(ben), 'urgent', 'not-a-participant'],
  ] as const)('messaging 2.3: %s', (_what, by, type, refusal) => {
    const decision = decide(answeredByAda(join(manager(mia), 'manager')).state, prioritise(by, type, 5))

    expect(decision.ok ? undefined : decision.refusal).toBe(refusal)
  })
})
