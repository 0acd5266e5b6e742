import type { ReplyItem } from '@baton/bot'
import { describe, expect, it } from 'vitest'
import { answerDueAt } from '../conversation.ts'
import { SUGGESTED_MS } from '../limits.ts'
import {
  ada,
  answer,
  baristas,
  expert,
  greeter,
  later,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  responseTimes,
  say,
  seat,
  toBot,
  toQueue,
  write,
} from '../testing/examples.ts'
import {
  accepted,
  close,
  consumer,
  delayEnds,
  dueIn,
  given,
  openIn,
  takeOver,
  timerIn,
  transfer,
  withSurvey,
  wordsIn,
  wrongTurn,
} from '../testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter)))
const delay = (durationMs: number, typing = true): ReplyItem => ({ kind: 'delay', durationMs, typing })
const leadsTo = (destination: ReturnType<typeof toQueue>, suggestedAgentId?: typeof ada) =>
  resolution(greeter, { transfer: { ok: true, destination, ...(suggestedAgentId && { suggestedAgentId }) } })

describe('a bot’s reply', () => {
  it('is said in its order, in the turn it answers, and ends the turn', () => {
    const world = given(atGreeter)
    const intents = [{ id: 'greet', name: 'Greeting', confidenceScore: 0.9 }]
    const warnings = [{ path: '/0', rule: 'R4.24', message: 'ignored' }]
    const items = [say('Hi!'), say('for the team', 'AGENTS_AND_MANAGERS'), say('What will it be?')]
    const { events } = accepted(world.do({ ...answer(1, { items, intents }), warnings }))

    expect(events).toMatchObject([
      { type: 'turnAnswered', turnId: 1, intents, warnings: [{ path: '/0', rule: 'R4.24' }] },
      { type: 'messageSent', by: { kind: 'bot', botId: greeter }, turnId: 1, audience: 'ALL' },
      { type: 'messageSent', audience: 'AGENTS_AND_MANAGERS' },
      { type: 'messageSent' },
      { type: 'turnEnded', turnId: 1, outcome: 'replied', unanswered: [] },
    ])
    expect(events[0]).not.toHaveProperty('warnings.0.message')
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'bot: Hi!', 'bot: (for the team)', 'bot: What will it be?'])
  })

  it('keeps the metadata of what it says', () => {
    const item = { ...say('Hi'), metadata: [{ type: 'ExternalId', id: 'x' }] as const, encodedMetadata: 'AAAA' }
    const [, said] = given(atGreeter, answer(1, { items: [item] })).eventsOf('messageSent')

    expect(said?.body).toMatchObject({ metadata: item.metadata, encodedMetadata: 'AAAA' })
  })

  it('ends the budget when it arrives: the delays it asks for are its own', () => {
    const world = given(atGreeter, answer(1, { items: [delay(120_000), say('At last.')] }))

    expect(dueIn(world, 'turnBudget')).toBeUndefined()
    expect(dueIn(world, 'delay')).toBe(later(120_000))
  })

  it('is followed by the oldest message that waited, one turn each', () => {
    const world = given(atGreeter, write('first'), write('second'), answer(1, { items: [say('Hi')] }))

    expect(openIn(world)).toMatchObject({ turn: { turnId: 2, messages: [4] }, waiting: [5] })
    world.do(answer(2, { items: [say('To the first')] }))
    expect(openIn(world)).toMatchObject({ turn: { turnId: 3, messages: [5] }, waiting: [] })
  })

  it('is followed by a turn with the settings that hold now', () => {
    const resolved = resolution(greeter, { seat: seat(greeter, { turnBudgetMs: 9_000 }) })
    const world = given(atGreeter, write('first'), answer(1, { items: [say('Hi')] }, later(10), resolved))

    expect(dueIn(world, 'turnBudget')).toBe(later(9_010))
  })

  it('of private words alone settles the message, and the consumer still waits', () => {
    const world = given(atGreeter, answer(1, { items: [say('a note', 'AGENTS_AND_MANAGERS')] }))

    expect(openIn(world)).toMatchObject({ pendingSince: noon, consumerSpokeLast: true })
  })

  it.each([
    ['answers a turn that was never opened', given(atGreeter), answer(wrongTurn, { items: [say('Hi')] })],
    [
      'answers a second time',
      given(atGreeter, answer(1, { items: [say('Hi')] })),
      answer(1, { items: [say('Hi again')] }),
    ],
    ['answers while it pauses', given(atGreeter, answer(1, { items: [delay(1), say('…')] })), answer(1, {})],
    ['comes after a takeover', given(atGreeter, takeOver(manager(mia))), answer(1, { items: [say('Hi')] })],
    ['comes after the end', given(atGreeter, close(consumer)), answer(1, { items: [say('Hi')] })],
    [
      'comes after a transfer to the same bot',
      given(atGreeter, transfer(manager(mia), toBot(baristas, seat(greeter)))),
      answer(1, { items: [say('Hi')] }),
    ],
  ])('connector R2.25: that %s changes nothing', (_when, world, late) => {
    expect(accepted(world.do(late))).toEqual({ ok: true, events: [], effects: [] })
  })
})

describe('a delay', () => {
  it('connector R4.12: holds back what follows, action included', () => {
    const world = given(
      atGreeter,
      answer(1, { items: [say('One moment…'), delay(2_000, false), say('Bye.')], action: close_ }),
    )

    expect(world.story.slice(3)).toEqual(['turnAnswered', 'messageSent', 'turnPaused'])
    expect(openIn(world).turn).toMatchObject({ stage: 'pausing', typing: false, spoke: true })
    world.do(delayEnds(world))
    expect(world.story.slice(6)).toEqual(['messageSent', 'turnEnded', 'closed'])
    expect(wordsIn(world).slice(1)).toEqual(['bot: One moment…', 'bot: Bye.'])
  })

  it('may follow a delay', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000), delay(2_000), say('Now.')] }))
    world.do(delayEnds(world))

    expect(openIn(world).turn?.stage).toBe('pausing')
    expect(timerIn(world, 'delay')).toMatchObject({ dueAt: later(3_000), rest: { items: [say('Now.')] } })
    world.do(delayEnds(world))
    expect(wordsIn(world)).toEqual(['consumer: Hello', 'bot: Now.'])
  })

  it('before an action alone is waited for', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000)], action: close_ }))

    expect(timerIn(world, 'delay').rest).toEqual({ items: [], action: close_ })
  })

  it('connector R4.13: alone is a deliberate silence that nobody waits out', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000)] }))

    expect(dueIn(world, 'delay')).toBeUndefined()
    expect(world.story.slice(3)).toEqual(['turnAnswered', 'turnEnded'])
  })

  it('messaging R3.15: is not cut short by the consumer, whose words wait', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000), say('Here.')] }), write('Well?', later(5)))

    expect(openIn(world)).toMatchObject({ waiting: [6], turn: { stage: 'pausing' } })
    world.do(delayEnds(world))
    expect(world.story.slice(6)).toEqual(['messageSent', 'turnEnded', 'turnOpened'])
  })

  it('connector R4.14: of a bot that lost the conversation is forgotten', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000), say('Here.')] }))
    const end = delayEnds(world)
    world.do(takeOver(manager(mia)))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'cancelled', unanswered: [2] }])
    expect(dueIn(world, 'delay')).toBeUndefined()
    expect(accepted(world.do(end)).events).toEqual([])
  })

  it('ends once: not for another turn, not while the bot is asked', () => {
    const world = given(atGreeter, answer(1, { items: [delay(1_000), say('Here.')] }))

    expect(accepted(world.do(delayEnds(world, { turnId: wrongTurn }))).events).toEqual([])
    const end = delayEnds(world)
    world.do(end)
    expect(accepted(world.do(end)).events).toEqual([])
    world.do(write('Next'))
    expect(accepted(world.do({ ...end, turnId: 2 as typeof wrongTurn })).events).toEqual([])
  })
})

const close_ = { kind: 'close', withSurvey: false } as const

describe('a bot’s transfer', () => {
  it('connector R4.30: has the last words as its neighbours, and after it this bot says nothing', () => {
    const world = given(atGreeter)
    const reply = { items: [say('I get you someone.')], action: { kind: 'transfer', skillName: 'Baristas' } } as const
    const { events } = accepted(world.do(answer(1, reply, noon, leadsTo(toQueue(baristas), ada))))

    expect(events.map(({ type }) => type)).toEqual(['turnAnswered', 'messageSent', 'transferred', 'turnEnded'])
    expect(events[2]).toMatchObject({
      to: {
        kind: 'queue',
        skillId: baristas,
        since: noon,
        suggestedAgentId: ada,
        suggestedUntil: later(SUGGESTED_MS),
      },
      by: { kind: 'bot', botId: greeter },
      reason: 'escalatedByBot',
      handedOver: [],
    })
    expect(events[3]).toMatchObject({ outcome: 'replied', unanswered: [] })
  })

  it('without a word passes its message on to people', () => {
    const world = given(
      atGreeter,
      write('Hello?'),
      answer(1, { action: { kind: 'transfer' } }, noon, leadsTo(toQueue(baristas))),
    )

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'passedOn', unanswered: [] }])
    expect(world.eventsOf('transferred')).toMatchObject([{ handedOver: [4] }])
    expect(openIn(world).waiting).toEqual([])
  })

  it('without a word puts its message to the next bot, before those that waited', () => {
    const resolved = leadsTo(toBot(baristas, seat(expert)))
    const world = given(atGreeter, write('Hello?'), answer(1, { action: { kind: 'transfer' } }, noon, resolved))

    expect(openIn(world)).toMatchObject({ turn: { botId: expert, trigger: 'message', messages: [2] }, waiting: [4] })
  })

  it('after words puts to the next bot only what is new', () => {
    const reply = { items: [say('To the expert.')], action: { kind: 'transfer' } } as const
    const world = given(atGreeter, answer(1, reply, noon, leadsTo(toBot(baristas, seat(expert)))))

    expect(openIn(world)).toMatchObject({ assignee: { kind: 'bot', botId: expert }, waiting: [] })
    expect(openIn(world).turn).toBeUndefined()
  })

  it.each([
    ['comes about', leadsTo(toQueue(baristas)), ['bot: One.', 'bot: Hold on.']],
    [
      'leads nowhere by then',
      resolution(greeter, { transfer: { ok: false, cause: 'off' }, escalation: {} }),
      ['bot: One.'],
    ],
  ])('dialogs R7.2, messaging TRF-04: says its own words if it %s, behind a delay, too', (_what, resolved, words) => {
    const items = [say('One.'), delay(2_000), { ...say('Hold on.'), of: 'transfer' }] as const
    const reply = { items, action: { kind: 'transfer' } } as const
    const world = given(atGreeter, answer(1, reply, noon, leadsTo(toQueue(baristas))))
    world.do(delayEnds(world, { resolution: resolved }))

    expect(wordsIn(world).slice(1)).toEqual(words)
  })

  it('connector R3.10: lets a bot that greets react to what waits, and delivers that once', () => {
    const resolved = leadsTo(toBot(baristas, seat(expert, { welcome: true })))
    const world = given(atGreeter, write('Hello?'), answer(1, { action: { kind: 'transfer' } }, noon, resolved))

    expect(openIn(world)).toMatchObject({ turn: { trigger: 'seated', messages: [2, 4] }, waiting: [] })
  })
})

describe('a bot closes', () => {
  it.each([
    ['with a survey where the skill asks one', true, withSurvey, 'surveyOpened'],
    ['without one where the bot does not want it', false, withSurvey, 'closed'],
    ['without one where the skill asks none', true, undefined, 'closed'],
  ] as const)('messaging R2.7: %s', (_how, wants, survey, last) => {
    const reply = { items: [say('Bye.')], action: { kind: 'close', withSurvey: wants } } as const
    const resolved = resolution(greeter, survey && { survey })
    const world = given(atGreeter, answer(1, reply, noon, resolved))

    expect(world.story.slice(4, 7)).toEqual(['messageSent', 'turnEnded', last])
    const [ended] = [...world.eventsOf('closed'), ...world.eventsOf('surveyOpened')]
    expect(ended).toMatchObject({ by: { kind: 'bot', botId: greeter }, reason: 'byBot' })
  })
})

describe('a bot changes the priority', () => {
  const prioritise = (priority: 'urgent' | 'normal' | 'custom', responseMs?: number) =>
    answer(1, { action: { kind: 'changePriority', priority, ...(responseMs !== undefined && { responseMs }) } })

  it('connector R4.25: without a word, and keeps the conversation', () => {
    const world = given(atGreeter, prioritise('urgent'))

    expect(world.story.slice(3)).toEqual(['turnAnswered', 'priorityChanged', 'turnEnded'])
    expect(world.eventsOf('priorityChanged')[0]?.by).toEqual({ kind: 'bot', botId: greeter })
    expect(openIn(world).priority).toEqual({ type: 'urgent', responseMs: responseTimes.urgent })
    expect(answerDueAt(openIn(world))).toBe(later(responseTimes.urgent))
  })

  it('to a time of its own', () => {
    expect(openIn(given(atGreeter, prioritise('custom', 1_000))).priority).toEqual({
      type: 'custom',
      responseMs: 1_000,
    })
    expect(openIn(given(atGreeter, prioritise('custom'))).priority.responseMs).toBe(responseTimes.normal)
  })

  it('to what it was, which is no event, and what waited is answered next', () => {
    const world = given(atGreeter, write('more'), prioritise('normal'))

    expect(world.story.slice(4)).toEqual(['turnAnswered', 'turnEnded', 'turnOpened'])
  })
})
