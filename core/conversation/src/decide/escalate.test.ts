import { describe, expect, it } from 'vitest'
import { answerDueAt } from '../conversation.ts'
import type { BotFailureCode } from '../events.ts'
import { fatesOf } from '../fates.ts'
import {
  answer,
  baristas,
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
  given,
  openIn,
  takeOver,
  withSurvey,
  wordsIn,
  wrongTurn,
} from '../testing/requests.ts'

const atGreeter = open(toBot(orders, seat(greeter)))
const escalation = resolution(greeter).escalation
const escalatingTo = (destination: ReturnType<typeof toQueue>) =>
  resolution(greeter, { escalation: { ...escalation, destination } })
const { destination: _gone, ...nowhere } = escalation
const nowhereToGo = resolution(greeter, { escalation: nowhere })
const transferring = { action: { kind: 'transfer', skillName: 'Nobody' } } as const

/** Every code, with the connector requirement it comes from; the compiler fails on one that is missing. */
const CODES: { readonly [code in BotFailureCode]: string } = {
  'reply-empty': 'R5.T1',
  unreachable: 'R5.T2',
  timeout: 'R5.T3',
  'server-error': 'R5.T4',
  'too-many-requests': 'R5.T5',
  refused: 'R5.T6',
  unauthorized: 'R5.T7',
  'conversation-not-found': 'R5.T8',
  'announce-failed': 'R5.T9',
  'token-failed': 'R5.T10',
  'hook-failed': 'R5.T30',
  'function-failed': 'R5.T24',
  'reply-invalid': 'R5.T11',
  'reply-multiple-actions': 'R5.T12',
  'reply-unsupported-action': 'R5.T14',
  'reply-nothing-left': 'R5.T18',
  'skill-not-existing': 'R5.T15',
  silent: 'the budget',
  'bot-disabled': 'the settings',
  internal: 'R5.T28',
}

describe('a bot fails', () => {
  it.each(Object.entries(CODES))('%s (connector %s): one entry, the consumer told, the default skill', (code) => {
    const world = given(atGreeter, { ...failure(1), code: code as BotFailureCode })

    expect(world.story.slice(3)).toEqual(['botFailed', 'messageSent', 'messageSent', 'transferred', 'turnEnded'])
    expect(world.eventsOf('botFailed')).toMatchObject([{ turnId: 1, botId: greeter, code }])
  })

  it('connector R5.6: says so to both sides, in this order, and counts the message as failed', () => {
    const problems = [{ path: '/0', rule: 'R4.31', message: 'too many' }]
    const world = given(atGreeter, { ...failure(1), problems })

    expect(wordsIn(world).slice(1)).toEqual(['bot: One moment, I am passing you on.', 'bot: (The bot failed.)'])
    expect(world.eventsOf('botFailed')[0]).toMatchObject({ cause: 'The service refused the connection.', problems })
    expect(world.eventsOf('transferred')).toMatchObject([
      { to: { kind: 'queue', skillId: baristas }, by: { kind: 'bot', botId: greeter }, reason: 'escalatedByError' },
    ])
    expect(fatesOf(world.log).get(2)).toEqual([{ kind: 'failure', turnId: 1 }])
    expect(answerDueAt(openIn(world))).toBe(later(responseTimes.normal))
  })

  it('takes back what the turn has in the world', () => {
    const { effects } = accepted(given(atGreeter).do({ ...failure(1), code: 'silent' }))

    expect(effects.slice(0, 2)).toMatchObject([{ do: 'cancel' }, { do: 'clearTimer', name: 'turnBudget' }])
  })

  it('without texts says nothing', () => {
    const silent = resolution(greeter, { escalation: { destination: toQueue(baristas) } })

    expect(wordsIn(given(atGreeter, failure(1, noon, silent)))).toEqual(['consumer: Hello'])
  })

  it('hands what waited to the people of the default skill', () => {
    const world = given(atGreeter, write('Hello?'), failure(1))

    expect(world.eventsOf('transferred')[0]?.handedOver).toEqual([4])
  })

  it('and another bot of the default skill is asked what this one left unanswered', () => {
    const world = given(atGreeter, write('Hello?'), failure(1, noon, escalatingTo(toBot(baristas, seat(expert)))))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'failed', unanswered: [2] }])
    expect(openIn(world)).toMatchObject({ turn: { botId: expert, messages: [2] }, waiting: [4] })
    expect(fatesOf(world.log).size).toBe(0)
  })

  it('and another bot is not asked again what this one said something to', () => {
    const reply = { items: [say('Let me see.')], ...transferring }
    const resolved = { ...escalatingTo(toBot(baristas, seat(expert))), transfer: { ok: false, cause: 'gone' } } as const
    const world = given(atGreeter, answer(1, reply, noon, resolved))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'failed', unanswered: [] }])
    expect(openIn(world).turn).toBeUndefined()
  })

  it('connector R5.8: and comes back to itself: no greeting, no replay, only what is new', () => {
    const itself = toBot(baristas, seat(greeter, { welcome: true, hears: true }))
    const world = given(atGreeter, write('Hello?'), failure(1, noon, escalatingTo(itself)))

    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'failed', unanswered: [] }])
    expect(openIn(world).turn).toMatchObject({ trigger: 'message', messages: [4] })
    expect([...world.work.values()].map(({ name }) => name)).toEqual(['askBot'])
  })

  it('connector R5.8: and waits for the consumer when nothing is new', () => {
    const world = given(atGreeter, failure(1, noon, escalatingTo(toBot(baristas, seat(greeter, { welcome: true })))))

    expect(openIn(world)).toMatchObject({ assignee: { botId: greeter }, skillId: baristas })
    expect(openIn(world).turn).toBeUndefined()
  })

  it('connector R5.7: with nowhere to go keeps the conversation, says so, and tries the next message', () => {
    const world = given(atGreeter, write('Hello?'), failure(1, noon, nowhereToGo))

    expect(world.story.slice(4)).toEqual(['botFailed', 'messageSent', 'escalationFailed', 'turnEnded', 'turnOpened'])
    expect(wordsIn(world).at(-1)).toBe('bot: Nobody is there.')
    expect(world.eventsOf('turnEnded')).toMatchObject([{ outcome: 'failed', unanswered: [] }])
    expect(openIn(world)).toMatchObject({ assignee: { botId: greeter }, turn: { turnId: 2, messages: [4] } })
  })

  it('connector R5.7: three times in a conversation; then only says so, wherever it could go', () => {
    const world = given(atGreeter)
    for (const turnId of [1, 2, 3]) {
      world.do(failure(turnId, noon, nowhereToGo))
      world.do(write('Hello?'))
    }
    expect(world.eventsOf('escalationFailed')).toHaveLength(3)
    expect(openIn(world)).toMatchObject({ failedEscalations: 3, turn: { turnId: 4, botId: greeter } })

    const { events } = accepted(world.do(failure(4, noon, escalatingTo(toQueue(baristas)))))
    expect(events.map(({ type }) => type)).toEqual(['botFailed', 'messageSent', 'turnEnded'])
    expect(wordsIn(world).slice(-2)).toEqual(['consumer: Hello?', 'bot: Nobody is there.'])
    expect(openIn(world).assignee).toMatchObject({ kind: 'bot', botId: greeter })

    // Who comes by another way is somebody, and it counts anew.
    world.do(takeOver(manager(mia)))
    expect(openIn(world).failedEscalations).toBe(0)
  })

  it.each([
    ['a turn that was never opened', given(atGreeter), failure(wrongTurn)],
    ['a turn that was answered', given(atGreeter, answer(1, { items: [say('Hi')] })), failure(1)],
    [
      'a turn that pauses',
      given(atGreeter, answer(1, { items: [{ kind: 'delay', durationMs: 9, typing: true }, say('Hi')] })),
      failure(1),
    ],
    ['a turn that somebody took', given(atGreeter, takeOver(manager(mia))), failure(1)],
    ['a conversation that ended', given(atGreeter, close(consumer)), failure(1)],
  ])('too late for %s: nothing happens', (_what, world, late) => {
    expect(accepted(world.do(late))).toEqual({ ok: true, events: [], effects: [] })
  })
})

describe('a bot asks for a transfer that leads nowhere', () => {
  it.each([
    ['with the reason', { ok: false, cause: 'No skill has this name.' } as const, 'No skill has this name.'],
    ['even where nobody resolved it', undefined, 'The bot asked for a transfer that leads nowhere.'],
  ])('connector R5.T15: its words, then the default skill, %s', (_how, transfer, cause) => {
    const resolved = resolution(greeter, transfer && { transfer })
    const world = given(atGreeter, answer(1, { items: [say('I get you someone.')], ...transferring }, noon, resolved))

    expect(world.eventsOf('botFailed')).toMatchObject([{ code: 'skill-not-existing', cause, problems: [] }])
    expect(wordsIn(world).slice(1, 3)).toEqual(['bot: I get you someone.', 'bot: One moment, I am passing you on.'])
    expect(world.eventsOf('transferred')).toMatchObject([{ reason: 'escalatedByError' }])
  })
})

describe('a survey’s bot', () => {
  const asked = () => given(atGreeter, answer(1, { items: [say('Bye.')] }), close(consumer, withSurvey))

  it('connector R3.18: fails: it says so, and the survey ends', () => {
    const world = asked()
    world.do(failure(2))

    expect(world.story.slice(-4)).toEqual(['botFailed', 'messageSent', 'turnEnded', 'closed'])
    expect(wordsIn(world).at(-1)).toBe('bot: Thank you anyway.')
    expect(world.state).toMatchObject({ phase: 'closed', reason: 'surveyFailed', closedBy: { kind: 'system' } })
    expect(world.eventsOf('transferred')).toEqual([])
  })

  it('connector R3.18: cannot pass the conversation on', () => {
    const world = asked()
    world.do(answer(2, { items: [say('How was it?')], ...transferring }))

    expect(openIn(world)).toMatchObject({ phase: 'survey', assignee: { kind: 'bot' } })
    expect(openIn(world).turn).toBeUndefined()
  })

  it('connector R3.18: closes: the survey is done', () => {
    const world = asked()
    world.do(
      answer(
        2,
        { items: [say('Thanks.')], action: { kind: 'close', withSurvey: true } },
        noon,
        resolution(expert, { survey: withSurvey }),
      ),
    )

    expect(world.state).toMatchObject({ phase: 'closed', reason: 'surveyDone' })
    expect(world.eventsOf('surveyOpened')).toHaveLength(1)
    expect(world.timers.size).toBe(0)
  })
})
