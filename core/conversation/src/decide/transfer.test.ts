import { describe, expect, it } from 'vitest'
import { answerDueAt } from '../conversation.ts'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import type { TransferReason } from '../events.ts'
import { fatesOf } from '../fates.ts'
import { MAX_HOPS, SUGGESTED_MS } from '../limits.ts'
import {
  ada,
  agent,
  answer,
  baristas,
  ben,
  expert,
  failure,
  greeter,
  later,
  manager,
  mia,
  newClientId,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  answeredByAda,
  byAda,
  close,
  consumer,
  dueIn,
  giveBack,
  given,
  join,
  offer,
  openIn,
  prioritise,
  system,
  transfer,
  withSurvey,
} from '../testing/requests.ts'
import { transfersIn } from '../transfersIn.ts'

const byActorAda = { kind: 'agent', agentId: ada } as const
const atGreeter = open(toBot(orders, seat(greeter)))
const answered = () => answeredByAda(write('Here you are.', later(10), { by: byAda }))

describe('an agent transfers to a skill', () => {
  it('messaging T7, LIF-08: the seat is free, the skill’s people are called, the countdown starts again', () => {
    const world = answered()
    const brisk = { urgent: 1_000, normal: 2_000, prioritized: 3_000 }
    const there = { ...toQueue(baristas), responseTimes: brisk, announces: true as const }
    const { events, effects } = accepted(world.do(transfer(byAda, there, { at: later(60_000) })))

    expect(events).toEqual([
      {
        type: 'transferred',
        v: 1,
        to: { kind: 'queue', skillId: baristas, since: later(60_000), announces: true },
        skillId: baristas,
        by: { kind: 'agent', agentId: ada },
        reason: 'byAgent',
        handedOver: [],
        priority: { type: 'normal', responseMs: brisk.normal },
        responseTimes: brisk,
        autoCloseMs: 7_776_000_000,
      },
    ])
    expect(effects).toEqual([
      { do: 'release', agentId: ada },
      { do: 'clearTimer', name: 'agentGone' },
      { do: 'wakeDispatcher', skillId: baristas },
      { do: 'setTimer', timer: { name: 'announce', dueAt: later(60_000), on: 'announce' } },
    ])
    expect(answerDueAt(openIn(world))).toBe(later(60_000 + brisk.normal))
    expect(transfersIn(world.log)).toMatchObject([{ skillId: baristas, reason: 'byAgent', outcome: 'pending' }])
  })

  it('asking twice does not send the consumer to the back of the queue', () => {
    const world = answeredByAda(transfer(byAda, toQueue(baristas)))
    const again = transfer(manager(mia), toQueue(baristas), { at: later(5) })

    expect(accepted(world.do(again))).toEqual({ ok: true, events: [], effects: [] })
  })

  it('messaging T7, WSP-04: what is said to whoever gets it stands before the transfer, in the same decision', () => {
    const note = { clientId: newClientId(), text: 'Mind the parcel.' }
    const world = answered()
    const { events } = accepted(world.do(transfer(byAda, toQueue(baristas), { note })))

    expect(events.map(({ type }) => type)).toEqual(['messageSent', 'transferred'])
    expect(events[0]).toEqual({
      type: 'messageSent',
      v: 1,
      by: { kind: 'agent', agentId: ada },
      audience: 'AGENTS_AND_MANAGERS',
      kind: 'text',
      clientId: note.clientId,
      body: { content: { kind: 'text', text: 'Mind the parcel.' } },
    })
  })

  it('a note goes with the transfer, or not at all: who may not pass it on says nothing either', () => {
    const note = { clientId: newClientId(), text: 'Mind the parcel.' }
    const world = answered()

    expect(world.do(transfer(agent(ben), toQueue(baristas), { note }))).toEqual(refuse('not-a-participant'))
    expect(world.eventsOf('messageSent').some(({ audience }) => audience !== 'ALL')).toBe(false)
  })

  it('who asks a second time, with a word of theirs, is heard; the consumer keeps their place', () => {
    const world = answeredByAda(transfer(byAda, toQueue(baristas)))
    const note = { clientId: newClientId(), text: 'Mind the parcel.' }
    const { events, effects } = accepted(world.do(transfer(manager(mia), toQueue(baristas), { note, at: later(5) })))

    expect(events.map(({ type }) => type)).toEqual(['messageSent'])
    expect(effects).toEqual([])
  })

  it('asking for another skill, or for somebody there, is another wish', () => {
    const world = answeredByAda(transfer(byAda, toQueue(baristas)))

    expect(accepted(world.do(transfer(manager(mia), toQueue(orders)))).events).toHaveLength(1)
    expect(accepted(world.do(transfer(manager(mia), toQueue(orders), { suggestedAgentId: ben }))).events).toHaveLength(
      1,
    )
    expect(openIn(world).assignee).toMatchObject({ skillId: orders, suggestedAgentId: ben })
  })

  it('takes the offers of the old queue back', () => {
    const world = given(open(toQueue(orders)), offer(ada), offer(ben, 'all'))
    world.do(transfer(manager(mia), toQueue(baristas)))

    expect(world.eventsOf('offerEnded')).toMatchObject([
      { agentId: ada, why: 'withdrawn' },
      { agentId: ben, why: 'withdrawn' },
    ])
    expect([...world.timers.keys()]).toEqual(['idle'])
    expect(world.seats.size).toBe(0)
  })

  it('means with a named priority what the new skill says, and keeps a time set by hand', () => {
    const brisk = { ...toQueue(baristas), responseTimes: { urgent: 1, normal: 2, prioritized: 3 } }

    expect(openIn(answeredByAda(transfer(byAda, brisk))).priority).toEqual({ type: 'normal', responseMs: 2 })
    const byHand = answeredByAda(prioritise(byAda, 'custom', 77), transfer(byAda, brisk))
    expect(openIn(byHand).priority).toEqual({ type: 'custom', responseMs: 77 })
    expect(openIn(byHand).responseTimes).toEqual(brisk.responseTimes)
  })

  it('closes when the new skill says so, if that is sooner', () => {
    const hasty = { ...toQueue(baristas), autoCloseMs: 1_500_000 }
    const world = answeredByAda(transfer(byAda, hasty, { at: later(10) }))

    expect(dueIn(world, 'idle')).toBe(later(1_500_010))
    world.do(transfer(manager(mia), toQueue(orders), { at: later(20) }))
    expect(dueIn(world, 'idle')).toBe(later(1_500_010)) // early is harmless: it looks again
    expect(openIn(world).autoCloseMs).toBe(7_776_000_000)
  })
})

describe('an agent transfers to a colleague', () => {
  const toBen = { suggestedAgentId: ben, at: later(60_000) }

  it('messaging T8, LIF-11: who is suggested to the skill’s queue; nobody has it until they take it', () => {
    const world = answeredByAda(transfer(byAda, toQueue(orders), toBen))
    const meantForBen = {
      kind: 'queue',
      skillId: orders,
      since: later(60_000),
      suggestedAgentId: ben,
      suggestedUntil: later(60_000 + SUGGESTED_MS),
    } as const
    expect(openIn(world).assignee).toEqual(meantForBen)
    expect(world.seats.size).toBe(0)
    expect(world.eventsOf('transferred')).toMatchObject([{ to: meantForBen, by: byActorAda, reason: 'byAgent' }])
    expect(transfersIn(world.log)).toMatchObject([{ suggestedAgentId: ben, reason: 'byAgent', outcome: 'pending' }])
    expect(dueIn(world, 'suggestion')).toBe(meantForBen.suggestedUntil)
  })

  it('messaging R4.7: of the same skill, and the countdown goes on', () => {
    const world = answeredByAda(transfer(byAda, toQueue(orders), toBen))

    expect(openIn(world).pendingSince).toBe(noon)
  })

  it('messaging R4.7: of the same skill, and nothing is due when the agent wrote last', () => {
    const world = answered()
    world.do(transfer(byAda, toQueue(orders), toBen))

    expect(answerDueAt(openIn(world))).toBeUndefined()
  })

  it('messaging R4.7: of another skill, and the countdown starts again', () => {
    const world = answered()
    world.do(transfer(byAda, toQueue(baristas), toBen))

    expect(openIn(world).pendingSince).toBe(later(60_000))
  })
})

describe('a bot is seated by a transfer', () => {
  it('and asked what waits, which its predecessor had not answered', () => {
    const world = given(atGreeter, write('Hello?'), transfer(system, toBot(baristas, seat(expert))))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'cancelled', unanswered: [2] }])
    expect(openIn(world)).toMatchObject({ turn: { botId: expert, messages: [2] }, waiting: [4] })
    expect(world.eventsOf('transferred')[0]).toMatchObject({ handedOver: [], reason: 'escalatedByConfiguration' })
  })

  it('connector R3.7: and greets, if it wants to', () => {
    const world = answeredByAda(transfer(byAda, toBot(baristas, seat(expert, { welcome: true }))))

    expect(openIn(world).turn).toMatchObject({ botId: expert, trigger: 'seated', messages: [] })
    expect(world.seats.size).toBe(0)
  })

  it('connector R3.10: and asked what nobody has answered, although people had it; that gives it no second fate', () => {
    const world = given(open(toQueue(orders)), write('Hello?'), transfer(manager(mia), toBot(baristas, seat(expert))))

    expect(openIn(world).turn).toMatchObject({ botId: expert, trigger: 'seated', messages: [] })
    world.do(answer(1, { items: [say('Here I am.')] }, noon, resolution(expert)))
    const { log } = world
    expect([...fatesOf(log)]).toEqual([
      [2, [{ kind: 'toPeople' }]],
      [3, [{ kind: 'toPeople' }]],
    ])
  })

  it('connector R3.10: and left in peace when the consumer was answered', () => {
    const world = answered()
    world.do(transfer(byAda, toBot(baristas, seat(expert))))

    expect(openIn(world).assignee).toEqual({ kind: 'bot', botId: expert })
    expect(openIn(world).turn).toBeUndefined()
  })

  it('connector R3.10: and passes what nobody has answered on to the next bot, with the baton', () => {
    const onward = resolution(expert, { transfer: { ok: true, destination: toBot(orders, seat(greeter)) } })
    const world = given(
      open(toQueue(orders)),
      transfer(manager(mia), toBot(baristas, seat(expert))),
      answer(1, { action: { kind: 'transfer' } }, noon, onward),
    )

    expect(openIn(world).turn).toMatchObject({ botId: greeter, trigger: 'seated', messages: [] })
  })

  it('connector R3.14: and told, as is the one that leaves', () => {
    const listening = (botId: typeof greeter) => seat(botId, { hears: true })
    const world = given(open(toBot(orders, listening(greeter))), transfer(system, toBot(baristas, listening(expert))))
    const told = [...world.work.values()].flatMap((row) => (row.name === 'tellBot' ? [[row.botId, row.what]] : []))

    expect(told).toEqual([
      [greeter, 'STARTED'],
      [greeter, 'TRANSFERRED'],
      [expert, 'STARTED'],
    ])
    expect(openIn(world).assignee).toEqual({ kind: 'bot', botId: expert, hears: true })
  })

  it('and not told when it does not want to hear', () => {
    const world = given(atGreeter, transfer(system, toBot(baristas, seat(expert))), close(consumer))

    expect([...world.work.values()]).toEqual([])
  })

  it('people get what waits, when no bot sits there', () => {
    const world = given(atGreeter, write('Hello?'), transfer(system, toQueue(baristas)))

    expect(world.eventsOf('transferred')[0]?.handedOver).toEqual([2, 4])
    expect(openIn(world)).toMatchObject({ waiting: [], assignee: { kind: 'queue' } })
    expect(world.work.size).toBe(0)
  })
})

describe('two bots that pass the baton between them', () => {
  const ping = (turnId: number, botId: typeof greeter, at = noon) =>
    answer(
      turnId,
      { action: { kind: 'transfer' } },
      at,
      resolution(botId, { transfer: { ok: true, destination: toBot(orders, seat(botId)) } }),
    )
  const hops = (count: number) => Array.from({ length: count }, (_, n) => ping(n + 1, n % 2 ? greeter : expert))

  it('end at people', () => {
    expect(openIn(given(atGreeter, ...hops(MAX_HOPS))).assignee.kind).toBe('bot')
    const world = given(atGreeter, ...hops(MAX_HOPS + 1))
    expect(openIn(world).assignee).toMatchObject({ kind: 'queue', skillId: orders })
    expect(world.eventsOf('turnEnded').at(-1)).toMatchObject({ outcome: 'passedOn', unanswered: [] })
  })

  it('begin anew when the consumer speaks', () => {
    const world = given(atGreeter, ...hops(MAX_HOPS), write('Hello?'), ping(MAX_HOPS + 1, greeter))

    expect(openIn(world).assignee.kind).toBe('bot')
  })
})

describe('an agent gives the conversation back', () => {
  it('messaging T6, LIF-06: to the same skill; the consumer’s waiting time goes on, and who gave it says no more', () => {
    const world = answeredByAda()
    const { events, effects } = accepted(world.do(giveBack(byAda, later(90_000))))

    expect(events).toMatchObject([
      {
        type: 'transferred',
        to: { kind: 'queue', skillId: orders, since: later(90_000) },
        by: { kind: 'agent', agentId: ada },
        reason: 'backToQueue',
        handedOver: [],
      },
    ])
    expect(effects).toEqual([
      { do: 'release', agentId: ada },
      { do: 'clearTimer', name: 'agentGone' },
      { do: 'wakeDispatcher', skillId: orders },
    ])
    expect(openIn(world).pendingSince).toBe(noon)
    expect(openIn(world)).toMatchObject({ skillId: orders, assignee: { kind: 'queue', skillId: orders } })
    expect(transfersIn(world.log)).toMatchObject([{ by: byActorAda, reason: 'backToQueue', outcome: 'pending' }])
    expect(decide(world.state, write('One more thing', later(90_001), { by: byAda }))).toEqual(
      refuse('not-a-participant'),
    )
  })

  it('messaging T6: nothing is due after it when nothing was, and auto close counts anew', () => {
    const world = answered()
    world.do(giveBack(byAda, later(90_000)))

    expect(openIn(world).pendingSince).toBeUndefined()
    expect(openIn(world).lastActivityAt).toBe(later(90_000))
  })

  it.each([
    ['a queue', () => given(open(toQueue(orders)))],
    ['a bot', () => given(atGreeter)],
  ])('but nobody takes it from %s that way', (_whom, make) => {
    expect(decide(make().state, giveBack(manager(mia)))).toEqual(refuse('not-assigned'))
  })
})

describe('messaging 2.3: who may move a conversation', () => {
  it.each([
    ['the assignee', byAda, undefined],
    ['a manager', manager(mia), undefined],
    ['the system', system, undefined],
    ['the consumer', consumer, 'not-permitted'],
    ['an agent who is not in it', agent(ben), 'not-a-participant'],
  ] as const)('%s', (_who, by, refusal) => {
    const { state } = answeredByAda()

    for (const command of [transfer(by, toQueue(baristas)), giveBack(by)]) {
      const decision = decide(state, command)
      expect(decision.ok ? undefined : decision.refusal).toBe(refusal)
    }
  })

  it.each([
    ['reader', 'not-permitted'],
    ['manager', undefined],
  ] as const)('who joined as %s and is no manager any more', (role, refusal) => {
    const { state } = answeredByAda(join(manager(ben), role))
    const decision = decide(state, transfer(agent(ben), toQueue(baristas)))

    expect(decision.ok ? undefined : decision.refusal).toBe(refusal)
  })

  it('messaging LIF-09: nobody gives up what nobody has; the request fails as a whole and the skill stays', () => {
    const { state } = given(open(toQueue(orders)))

    expect(decide(state, transfer(byAda, toQueue(baristas)))).toEqual(refuse('not-a-participant'))
    expect(decide(state, giveBack(byAda))).toEqual(refuse('not-a-participant'))
    expect(decide(state, giveBack(manager(mia)))).toEqual(refuse('not-assigned'))
    expect(state).toMatchObject({ skillId: orders, assignee: { kind: 'queue', skillId: orders } })
  })

  it('connector R3.18: nobody, during a survey', () => {
    const { state } = answeredByAda(close(byAda, withSurvey))

    expect(decide(state, transfer(manager(mia), toQueue(orders)))).toEqual(refuse('not-permitted'))
    expect(decide(state, giveBack(manager(mia)))).toEqual(refuse('not-assigned'))
  })
})

/**
 * Every reason that is given by whoever transfers; the way back after a failure and the end of a suggestion have tests of their own.
 * `escalatedByUser` waits for bots whose authors tell us that the consumer asked.
 */
const REASONS: {
  readonly [reason in Exclude<
    TransferReason,
    'escalatedByUser' | 'transferFailed' | 'suggestedTimedOut'
  >]: () => ReturnType<typeof given>
} = {
  escalatedByBot: () =>
    given(
      atGreeter,
      answer(
        1,
        { items: [say('Bye')], action: { kind: 'transfer' } },
        noon,
        resolution(greeter, { transfer: { ok: true, destination: toQueue(baristas) } }),
      ),
    ),
  withinGroup: () =>
    given(
      atGreeter,
      answer(
        1,
        { action: { kind: 'transfer', chosen: { botId: expert } } },
        noon,
        resolution(greeter, { transfer: { ok: true, destination: toBot(baristas, seat(expert)) } }),
      ),
    ),
  escalatedByError: () => given(atGreeter, failure(1)),
  escalatedByConfiguration: () => given(atGreeter, transfer(system, toQueue(baristas))),
  byAgent: () => answeredByAda(transfer(byAda, toQueue(baristas))),
  backToQueue: () => answeredByAda(giveBack(byAda)),
}

it.each(Object.entries(REASONS))('a transfer says why: %s', (reason, life) => {
  expect(life().eventsOf('transferred')).toMatchObject([{ reason }])
})
