import { describe, expect, it } from 'vitest'
import type { CloseReason } from '../conversation.ts'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import {
  ada,
  agent,
  answer,
  ben,
  expert,
  failure,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  surveyor,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  answeredByAda,
  byAda,
  click,
  close,
  consumer,
  delayEnds,
  dueIn,
  giveBack,
  given,
  join,
  offer,
  openIn,
  prioritise,
  system,
  takeOver,
  transfer,
  withSurvey,
} from '../testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter, { hears: true })))
const silence = 7_776_000_000
const checkIdle = (at = later(silence)) => ({ type: 'checkIdle', at }) as const
const expire = (at = later(3_600_000)) => ({ type: 'expireSurvey', at }) as const
const answered = () => answeredByAda(write('Here you are.', noon, { by: byAda }))
const surveyed = () => given(open(toQueue(orders)), close(consumer, withSurvey))
const byBot = answer(1, { items: [say('Bye.')], action: { kind: 'close', withSurvey: false } })

describe('a conversation is closed', () => {
  it('messaging T13: without a survey it ends there, and so do seat and timer', () => {
    const world = answeredByAda()
    const { events, effects } = accepted(world.do(close(byAda, undefined, later(9))))

    expect(events).toEqual([
      { type: 'closed', v: 1, by: { kind: 'agent', agentId: ada }, reason: 'byAgent', unanswered: [] },
    ])
    expect(effects).toEqual([
      { do: 'release', agentId: ada },
      { do: 'clearTimer', name: 'agentGone' },
      { do: 'clearTimer', name: 'idle' },
    ])
    expect(world.state).toMatchObject({ phase: 'closed', closedAt: later(9), reason: 'byAgent' })
  })

  it('while a bot is asked: the question is taken back, its messages were closed', () => {
    const world = given(atGreeter, write('Hello?'), close(consumer))

    expect(world.story.slice(4)).toEqual(['turnEnded', 'closed'])
    expect(world.eventsOf('closed')[0]?.unanswered).toEqual([2, 4])
    expect([...world.work.values()].map(({ kind }) => kind)).toEqual(['job', 'job'])
    expect(world.timers.size).toBe(0)
  })

  it('connector R3.14: and the bot that wants to hear of it is told', () => {
    const world = given(atGreeter, close(consumer))

    expect([...world.work.values()]).toMatchObject([{ what: 'STARTED' }, { what: 'CLOSED', botId: greeter }])
  })

  it('while it is offered: the offers end', () => {
    const world = given(open(toQueue(orders)), offer(ada), close(consumer))

    expect(world.eventsOf('offerEnded')).toMatchObject([{ agentId: ada, why: 'withdrawn' }])
    expect(world.seats.size + world.timers.size).toBe(0)
  })

  it.each([
    ['the consumer', consumer, undefined],
    ['the assignee', byAda, undefined],
    ['a manager', manager(mia), undefined],
    ['the system', system, undefined],
    ['an agent who is not in it', agent(ben), 'not-a-participant'],
  ] as const)('messaging 2.3: by %s', (_who, by, refusal) => {
    const decision = decide(answeredByAda().state, close(by))

    expect(decision.ok ? undefined : decision.refusal).toBe(refusal)
  })

  it.each([
    ['the consumer', consumer, undefined],
    ['a manager', manager(mia), undefined],
    ['the agent who had it', byAda, 'not-a-participant'],
  ] as const)('messaging 2.3: in its survey by %s', (_who, by, refusal) => {
    const decision = decide(answeredByAda(close(byAda, withSurvey)).state, close(by))

    expect(decision.ok ? undefined : decision.refusal).toBe(refusal)
  })

  it('messaging R2.5: for good', () => {
    const { state } = answeredByAda(close(byAda))
    const commands = [
      write('Hello?'),
      click(1),
      { type: 'setAttributes', at: noon, attributes: {} } as const,
      transfer(system, toQueue(orders)),
      giveBack(system),
      prioritise(consumer, 'urgent', 1),
      offer(ben),
      takeOver(manager(mia)),
      join(manager(mia), 'reader'),
      close(consumer),
    ]

    for (const command of commands) expect(decide(state, command)).toEqual(refuse('conversation-closed'))
    expect(decide(state, open(toQueue(orders)))).toEqual(refuse('conversation-exists'))
    for (const late of [checkIdle(), expire(), failure(1)]) expect(accepted(decide(state, late)).events).toEqual([])
  })
})

describe('a survey', () => {
  it('messaging T15: follows the main talk: its bot takes the floor and is asked', () => {
    const world = answeredByAda()
    const { events, effects } = accepted(world.do(close(byAda, withSurvey)))

    expect(events).toMatchObject([
      { type: 'surveyOpened', botId: surveyor, by: { kind: 'agent', agentId: ada }, reason: 'byAgent', unanswered: [] },
      { type: 'turnOpened', botId: surveyor, trigger: 'survey', messages: [] },
    ])
    expect(effects.slice(0, 4)).toEqual([
      { do: 'release', agentId: ada },
      { do: 'clearTimer', name: 'agentGone' },
      { do: 'clearTimer', name: 'idle' },
      { do: 'setTimer', timer: { name: 'survey', dueAt: later(3_600_000), on: 'survey' } },
    ])
    expect(openIn(world)).toMatchObject({ phase: 'survey', assignee: { kind: 'bot', botId: surveyor } })
    expect(openIn(world).pendingSince).toBeUndefined()
  })

  it('follows a bot’s talk too: what it left unanswered was closed, and it is told', () => {
    const world = given(atGreeter, write('Hello?'), close(consumer, withSurvey))

    expect(world.eventsOf('surveyOpened')[0]?.unanswered).toEqual([2, 4])
    expect(openIn(world).waiting).toEqual([])
    expect([...world.work.values()].map((row) => (row.name === 'tellBot' ? row.what : row.name))).toEqual([
      'STARTED',
      'CLOSED',
      'askBot',
    ])
  })

  it('takes the offers back', () => {
    const world = given(open(toQueue(orders)), offer(ada), close(consumer, withSurvey))

    expect(world.eventsOf('offerEnded')).toHaveLength(1)
    expect([...world.timers.keys()].sort()).toEqual(['survey', 'turnBudget'])
  })

  it('puts the consumer’s answers to its bot', () => {
    const world = surveyed()
    world.do(answer(1, { items: [say('How was it?')] }, noon, resolution(surveyor)))
    world.do(write('Good'))

    expect(openIn(world).turn).toMatchObject({ botId: surveyor, trigger: 'message' })
  })

  it('messaging R2.9: waits anew after each of its bot’s words', () => {
    const items = [say('How was it?'), { kind: 'delay', durationMs: 2_000, typing: true }, say('Well?')] as const
    const resolved = resolution(surveyor, { survey: withSurvey })
    const world = surveyed()
    world.do(answer(1, { items }, later(1_000), resolved))
    expect(dueIn(world, 'survey')).toBe(later(3_601_000))

    world.do(delayEnds(world, { resolution: resolved }))
    expect(dueIn(world, 'survey')).toBe(later(3_603_000))
  })

  it('waits on where the skill’s settings ask for no survey any more', () => {
    const world = surveyed()
    world.do(answer(1, { items: [say('How was it?')] }, later(1_000), resolution(surveyor)))

    expect(dueIn(world, 'survey')).toBe(later(3_600_000))
  })

  it('ends while its bot is asked: the question is taken back', () => {
    const world = surveyed()
    const { events, effects } = accepted(world.do(expire()))

    expect(events.map(({ type }) => type)).toEqual(['turnEnded', 'closed'])
    expect(effects).toMatchObject([
      { do: 'cancel' },
      { do: 'clearTimer', name: 'turnBudget' },
      { do: 'clearTimer', name: 'survey' },
    ])
    expect(world.timers.size + world.work.size).toBe(0)
  })

  it('does not expire before it began', () => {
    expect(accepted(answeredByAda().do(expire()))).toEqual({ ok: true, events: [], effects: [] })
  })

  it('has no idle time of its own', () => {
    expect(accepted(surveyed().do(checkIdle()))).toEqual({ ok: true, events: [], effects: [] })
  })
})

describe('messaging R2.6: a conversation that nobody speaks in', () => {
  it('closes by itself, without a survey', () => {
    const world = answered()
    const { events } = accepted(world.do(checkIdle()))

    expect(events).toEqual([{ type: 'closed', v: 1, by: { kind: 'system' }, reason: 'idle', unanswered: [] }])
    expect(world.seats.size).toBe(0)
  })

  it('closes not a moment earlier', () => {
    const world = answered()
    const { events, effects } = accepted(world.do(checkIdle(later(silence - 1))))

    expect(events).toEqual([])
    expect(effects).toEqual([{ do: 'setTimer', timer: { name: 'idle', dueAt: later(silence), on: 'idle' } }])
  })

  it('is looked at again where somebody spoke meanwhile', () => {
    const world = answeredByAda(write('Here.', later(500), { by: byAda }), checkIdle())

    expect(dueIn(world, 'idle')).toBe(later(silence + 500))
  })

  it('stays while the brand owes an answer, and is looked at again', () => {
    const world = given(open(toQueue(orders)), checkIdle())

    expect(openIn(world).phase).toBe('main')
    expect(dueIn(world, 'idle')).toBe(later(silence + silence / 4))
  })

  it('closes where a bot has the floor and keeps silent, from the last words on', () => {
    const world = given(atGreeter, answer(1, { items: [] }, later(5)), write('Good night.', later(10)))
    world.do(answer(2, { items: [] }, later(20)))
    expect(openIn(world).pendingSince).toBe(noon)

    world.do(checkIdle(later(silence)))
    expect(dueIn(world, 'idle')).toBe(later(silence + 10))
    world.do(checkIdle(later(silence + 10)))
    expect(world.state).toMatchObject({ phase: 'closed', reason: 'idle' })
    expect(world.eventsOf('closed')[0]?.unanswered).toEqual([])
  })

  it('stays while a bot is still asked', () => {
    const world = given(atGreeter, checkIdle())

    expect(openIn(world).turn?.stage).toBe('asking')
    expect(dueIn(world, 'idle')).toBe(later(silence + silence / 4))
  })

  it('is looked at once a second at most', () => {
    const world = given(open({ ...toQueue(orders), autoCloseMs: 8 }), checkIdle(later(8)))

    expect(dueIn(world, 'idle')).toBe(later(1_008))
  })

  it('takes back what a bot still has in the world', () => {
    const items = [say('One moment'), { kind: 'delay', durationMs: silence * 2, typing: true }, say('Here.')] as const
    const world = given(atGreeter, answer(1, { items }), checkIdle())

    expect(world.state).toMatchObject({ phase: 'closed', reason: 'idle' })
    expect(world.timers.size).toBe(0)
  })
})

/** One life for every reason; the compiler fails on one that is missing. */
const REASONS: { readonly [reason in CloseReason]: () => ReturnType<typeof given> } = {
  byConsumer: () => answeredByAda(close(consumer)),
  byAgent: () => answeredByAda(close(byAda)),
  byBot: () => given(atGreeter, byBot),
  bySystem: () => answeredByAda(close(system)),
  idle: () => given(atGreeter, answer(1, { items: [say('Hi')] }), checkIdle()),
  surveyDone: () => given(open(toQueue(orders)), close(consumer, withSurvey), byBot),
  surveySkipped: () => given(open(toQueue(orders)), close(consumer, withSurvey), close(consumer)),
  surveyExpired: () => given(open(toQueue(orders)), close(consumer, withSurvey), expire()),
  surveyFailed: () => given(open(toQueue(orders)), close(consumer, withSurvey), failure(1, noon, resolution(expert))),
}

it.each(Object.entries(REASONS))('a conversation says why it ended: %s', (reason, life) => {
  const world = life()

  expect(world.state).toMatchObject({ phase: 'closed', reason })
  expect(world.eventsOf('closed')).toMatchObject([{ reason }])
})
