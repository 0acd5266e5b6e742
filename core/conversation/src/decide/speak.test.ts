import type { Content } from '@baton/content'
import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { refuse } from '../decision.ts'
import { MAX_WAITING } from '../limits.ts'
import {
  ada,
  agent,
  answer,
  ben,
  expert,
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
  dueIn,
  given,
  join,
  openIn,
  system,
  withSurvey,
} from '../testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter)))
const card: Content = { kind: 'structured', structured: { type: 'text', text: 'Espresso' } as never }
const file: Content = { kind: 'file', fileId: 'f1', name: 'menu.pdf', mediaType: 'application/pdf', size: 9 }

describe('the consumer speaks', () => {
  it('messaging R2.9: with words that end the survey it is skipped; what its bot is asked is taken back', () => {
    const world = answeredByAda(close(consumer, withSurvey))
    const { events, effects } = accepted(world.do({ ...write('skip', later(5)), endsSurvey: true }))
    expect(events.map(({ type }) => type)).toEqual(['messageSent', 'turnEnded', 'closed'])
    expect(events.at(-1)).toMatchObject({ reason: 'surveySkipped', by: consumer })
    expect(effects).toContainEqual({ do: 'clearTimer', name: 'survey' })
    expect([world.work.size, world.timers.size]).toEqual([0, 0])
  })

  it('and in the main talk there is nothing that such words could end', () => {
    const world = answeredByAda({ ...write('skip', later(5)), endsSurvey: true })
    expect(openIn(world).phase).toBe('main')
  })

  it('to people: they read it, and no bot is asked', () => {
    const world = answeredByAda()
    const { events, effects } = accepted(world.do(write('Is it ready?', later(5))))

    expect(events).toMatchObject([{ type: 'messageSent', by: consumer, fate: 'toPeople' }])
    expect(effects).toEqual([])
  })

  it('to a bot that is free: it is asked at once', () => {
    const world = given(atGreeter, answer(1, { items: [say('Good day.')] }))
    const { events } = accepted(world.do(write('A latte, please')))

    expect(events).toMatchObject([
      { type: 'messageSent', fate: 'waits' },
      { type: 'turnOpened', turnId: 2, trigger: 'message', messages: [openIn(world).lastConsumerSeq] },
    ])
  })

  it('connector R2.24: to a bot that is busy, and waits for the next turn', () => {
    const world = given(atGreeter, write('And a cake'))

    expect(openIn(world)).toMatchObject({ waiting: [4], turn: { messages: [2] } })
    expect(world.eventsOf('turnOpened')).toHaveLength(1)
  })

  it('and the turn that follows has the settings of the bot that is seated', () => {
    const settings = seat(greeter, { turnBudgetMs: 7_000, typingWhileWaiting: false })
    const world = given(atGreeter, answer(1, { items: [say('Yes?')] }), write('Tea', noon, { seat: settings }))

    expect(dueIn(world, 'turnBudget')).toBe(later(7_000))
    expect(openIn(world).turn?.typing).toBe(false)
  })

  it('and settings of a bot that was seated before do not count', () => {
    const settings = seat(expert, { turnBudgetMs: 7_000 })
    const world = given(atGreeter, answer(1, { items: [say('Yes?')] }), write('Tea', noon, { seat: settings }))

    expect(openIn(world).turn?.botId).toBe(greeter)
    expect(dueIn(world, 'turnBudget')).toBe(later(180_000))
  })

  it('as often as a busy bot can catch up with, and no more', () => {
    const words = Array.from({ length: MAX_WAITING }, (_, index) => write(`word ${index}`))
    const world = given(atGreeter, ...words)

    expect(decide(world.state, write('one more'))).toEqual(refuse('too-many-waiting'))
    expect(decide(world.state, click(2, { texts: ['one more'] }))).toEqual(refuse('too-many-waiting'))
    expect(decide(world.state, click(2)).ok).toBe(true)
  })

  it('as often as they like to people', () => {
    const words = Array.from({ length: MAX_WAITING + 1 }, (_, index) => write(`word ${index}`))

    expect(given(open(toQueue(orders)), ...words).eventsOf('messageSent')).toHaveLength(MAX_WAITING + 2)
  })

  it('with metadata, if there is any', () => {
    const metadata = [{ type: 'ExternalId', id: 'x' }] as const
    const world = given(atGreeter, write('With', noon, { metadata }), write('Without'))

    expect(world.eventsOf('messageSent')[1]?.body?.metadata).toEqual(metadata)
    expect(world.eventsOf('messageSent')[2]?.body).not.toHaveProperty('metadata')
  })
})

/** Rows of the table "who may do what" of the messaging reference, §2.3, that are about speaking. */
describe('messaging 2.3: who may speak', () => {
  const withEverybody = () =>
    answeredByAda(join(manager(mia), 'manager'), { ...join(manager(ben), 'reader') }, write('Hello?'))
  const queued = () => given(open(toQueue(orders)), join(manager(mia), 'manager'), join(manager(ben), 'reader'))
  const inSurvey = () => given(open(toQueue(orders)), join(manager(mia), 'manager'), close(consumer, withSurvey))
  const ended = () => answeredByAda(close(consumer))
  const outsider = agent(ben)

  it.each([
    ['the consumer', 'main', consumer, withEverybody, 'may'],
    ['the assignee', 'main', byAda, withEverybody, 'may'],
    ['a manager who joined', 'main', manager(mia), withEverybody, 'may'],
    ['a reader', 'main', manager(ben), withEverybody, 'not-permitted'],
    ['an agent who is not in it', 'main', outsider, answeredByAda, 'not-the-assignee'],
    ['a manager who has not joined', 'main', manager(mia), answeredByAda, 'not-the-assignee'],
    ['the system', 'main', system, withEverybody, 'may'],
    ['the consumer', 'the queue', consumer, queued, 'may'],
    ['a manager who joined', 'the queue', manager(mia), queued, 'may'],
    ['a reader', 'the queue', manager(ben), queued, 'not-permitted'],
    ['an agent', 'the queue', byAda, queued, 'not-a-participant'],
    ['the consumer', 'the survey', consumer, inSurvey, 'may'],
    ['a manager who joined', 'the survey', manager(mia), inSurvey, 'not-permitted'],
    ['the former assignee', 'the survey', byAda, () => answeredByAda(close(byAda, withSurvey)), 'not-a-participant'],
    ['the consumer', 'what is closed', consumer, ended, 'conversation-closed'],
    ['the assignee', 'what is closed', byAda, ended, 'conversation-closed'],
    ['an agent', 'a bot’s conversation', byAda, () => given(atGreeter), 'not-a-participant'],
  ] as const)('%s in %s', (_who, _where, by, make, verdict) => {
    const decision = decide(make().state, write('words', noon, { by }))

    expect(decision.ok ? 'may' : decision.refusal).toBe(verdict)
  })

  it.each([
    ['the consumer, privately', consumer, { kind: 'text', text: 'psst' }, 'private-not-permitted'],
    ['the assignee, privately', byAda, { kind: 'text', text: 'psst' }, 'may'],
    ['a manager who joined, privately', manager(mia), { kind: 'text', text: 'psst' }, 'may'],
    ['a reader, privately', manager(ben), { kind: 'text', text: 'psst' }, 'not-permitted'],
    ['the assignee, a private card', byAda, card, 'content-not-permitted'],
    ['the assignee, a private file', byAda, file, 'may'],
    ['the assignee, an empty note', byAda, { kind: 'text', text: ' ' }, 'message-empty'],
  ] as const)('%s', (_what, by, content, verdict) => {
    const decision = decide(
      withEverybody().state,
      write('', noon, { by, content: content as Content, audience: 'AGENTS_AND_MANAGERS' }),
    )

    expect(decision.ok ? 'may' : decision.refusal).toBe(verdict)
  })

  it.each([
    ['a card for everyone', card, true],
    ['a file for everyone', file, true],
    ['nothing', { kind: 'text', text: '\n' }, false],
  ] as const)('the assignee may send %s: %s', (_what, content, may) => {
    expect(decide(withEverybody().state, write('', noon, { by: byAda, content: content as Content })).ok).toBe(may)
  })
})

describe('an agent’s words', () => {
  it('answer the consumer, and carry no fate', () => {
    const world = answeredByAda(write('Coming!', later(9), { by: byAda }))

    expect(openIn(world)).toMatchObject({ consumerSpokeLast: false, lastActivityAt: later(9) })
    expect(openIn(world).pendingSince).toBeUndefined()
    expect(world.eventsOf('messageSent')[1]).not.toHaveProperty('fate')
    expect(world.eventsOf('messageSent')[1]?.by).toEqual({ kind: 'agent', agentId: ada })
  })

  it.each([
    ['a private note', { by: byAda, audience: 'AGENTS_AND_MANAGERS' }],
    ['an automatic message', { by: system }],
  ] as const)('messaging R3.14, R3.16: %s is no answer and no activity', (_what, more) => {
    const world = answeredByAda(write('…', later(9), more))

    expect(openIn(world)).toMatchObject({ pendingSince: noon, consumerSpokeLast: true, lastActivityAt: noon })
  })

  it('never ask a bot (connector R2.26)', () => {
    const world = given(
      open(toQueue(orders)),
      join(manager(mia), 'manager'),
      { type: 'transferToSkill', at: noon, by: system, destination: toBot(orders, seat(greeter)) },
      write('I watch this one.', noon, { by: manager(mia) }),
    )

    expect(world.eventsOf('turnOpened')).toEqual([])
  })
})

describe('the consumer taps', () => {
  it('messaging R3.5: a button that says something: the tap, and the words', () => {
    const world = given(atGreeter, answer(1, { items: [say('Coffee or tea?')] }))
    const metadata = [{ type: 'ExternalId', id: 'tea' }] as const
    const { events } = accepted(world.do(click(5, { texts: ['Tea'], metadata })))

    expect(events).toMatchObject([
      { type: 'clicked', on: 5, element: '/structured/elements/0', body: { metadata } },
      {
        type: 'messageSent',
        by: consumer,
        clickOn: 5,
        fate: 'waits',
        body: { content: { kind: 'text', text: 'Tea' }, metadata },
      },
      { type: 'turnOpened', trigger: 'message' },
    ])
    expect(openIn(world).turn?.messages).toEqual([openIn(world).lastConsumerSeq])
  })

  it('structured-content SC5.1: several words on one tap: a message each, in order, known by one id', () => {
    const world = given(atGreeter, answer(1, { items: [say('Coffee or tea?')] }))
    accepted(world.do(click(5, { texts: ['Tea', 'With milk'] })))

    const said = world.eventsOf('messageSent').slice(-2)
    expect(said).toMatchObject([{ clickOn: 5, body: { content: { text: 'Tea' } } }, { clickOn: 5 }])
    expect(said.map(({ clientId }) => clientId !== undefined)).toEqual([true, false])
    expect(openIn(world).turn?.messages).toHaveLength(1) // the second waits for a turn of its own
  })

  it('a link: the tap alone, and nobody is asked', () => {
    const world = given(atGreeter, answer(1, { items: [say('See our page.')] }))

    expect(accepted(world.do(click(5)))).toMatchObject({ events: [{ type: 'clicked' }], effects: [] })
    expect(world.eventsOf('clicked')[0]).not.toHaveProperty('body')
  })

  it('for people to read, when people have the conversation', () => {
    const world = answeredByAda(click(1, { texts: ['Yes'] }))

    expect(world.eventsOf('messageSent')[1]).toMatchObject({ fate: 'toPeople' })
    expect(world.eventsOf('turnOpened')).toEqual([])
  })

  it.each([-1, 0, 1_000])('not on what was never said (%i)', (on) => {
    expect(decide(given(atGreeter).state, click(on))).toEqual(refuse('not-a-click'))
  })

  it('with the settings of the bot that is seated', () => {
    const world = given(atGreeter, answer(1, { items: [say('Tea?')] }, noon, resolution(greeter)))
    world.do(click(5, { texts: ['Yes'], seat: seat(greeter, { turnBudgetMs: 5_000 }) }))

    expect(dueIn(world, 'turnBudget')).toBe(later(5_000))
  })
})

it('what the page tells of the consumer replaces what it told before', () => {
  const world = given(
    { ...open(toQueue(orders)), attributes: { tier: 'gold', city: 'Bonn' } },
    { type: 'setAttributes', at: noon, attributes: { tier: 'silver' } },
  )

  expect(openIn(world).attributes).toEqual({ tier: 'silver' })
})
