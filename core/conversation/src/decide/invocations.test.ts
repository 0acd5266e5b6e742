import { describe, expect, it } from 'vitest'
import type { FailInvocation } from '../commands.ts'
import { fatesOf } from '../fates.ts'
import type { Resolution } from '../resolution.ts'
import {
  answer,
  baristas,
  expert,
  greeter,
  manager,
  mia,
  noon,
  open,
  orders,
  resolution,
  say,
  seat,
  toBot,
  write,
} from '../testing/examples.ts'
import { accepted, close, consumer, given, openIn, takeOver, withSurvey, wordsIn } from '../testing/requests.ts'

const functionId = '5e0d7b1c-41aa-4c0f-9d55-6b1d3f2c7e90'
const action = { kind: 'invokeFunction', functionId, payload: { n: 1 }, failOnError: true } as const
const atGreeter = open(toBot(orders, seat(greeter)))
const asked = answer(1, { items: [say('Done.')], action })
const failed = (resolved: Resolution = resolution(greeter)): FailInvocation => ({
  type: 'failInvocation',
  at: noon,
  ...{ botId: greeter, turnId: 1 as FailInvocation['turnId'], cause: '500: broken', resolution: resolved },
})

describe('a function that a bot asks for', () => {
  it('connector R4.26, F17: is a job beside the conversation; the bot’s words come first, and it keeps the floor', () => {
    const world = given(atGreeter)
    const { events, effects } = accepted(world.do(asked))
    expect(events.map(({ type }) => type)).toEqual(['turnAnswered', 'messageSent', 'turnEnded'])
    const job = { kind: 'job', name: 'invokeFunction', botId: greeter, turnId: 1, functionId, payload: { n: 1 } }
    expect(effects).toContainEqual({ do: 'perform', effect: expect.objectContaining({ ...job, failOnError: true }) })
  })

  it('connector R4.27, R5.T24: that it cannot do without: told to both sides, in this order, and given to people', () => {
    const world = given(atGreeter, asked, failed())
    expect(world.story.slice(-4)).toEqual(['botFailed', 'messageSent', 'messageSent', 'transferred'])
    expect(wordsIn(world).slice(1)).toEqual([
      'bot: Done.',
      'bot: One moment, I am passing you on.',
      'bot: (The bot failed.)',
    ])
    expect(world.eventsOf('botFailed')).toMatchObject([{ turnId: 1, code: 'function-failed', cause: '500: broken' }])
    expect(world.eventsOf('transferred')).toMatchObject([
      { to: { kind: 'queue', skillId: baristas }, by: { kind: 'bot', botId: greeter }, reason: 'escalatedByError' },
    ])
  })

  it('and what it was asked meanwhile goes to people too', () => {
    const world = given(atGreeter, asked, write('And now?'))
    const { effects } = accepted(world.do(failed()))
    expect(effects).toContainEqual({ do: 'cancel', effectId: expect.stringMatching(/t2$/) })
    expect(openIn(world).turn).toBeUndefined()
    expect(fatesOf(world.log).get(7)).toEqual([expect.objectContaining({ kind: 'handedOver' })])
  })

  it('another bot of the default skill is asked what this one left', () => {
    const escalation = { ...resolution(greeter).escalation, destination: toBot(baristas, seat(expert)) }
    const world = given(atGreeter, asked, write('And now?'), failed(resolution(greeter, { escalation })))
    expect(openIn(world)).toMatchObject({ turn: { botId: expert, messages: [7] } })
  })

  it('connector R5.7: with nowhere to go the consumer is told, and the bot goes on', () => {
    const { destination: _gone, ...nowhere } = resolution(greeter).escalation
    const world = given(atGreeter, asked, write('And now?'), failed(resolution(greeter, { escalation: nowhere })))
    expect(wordsIn(world).at(-1)).toBe('bot: Nobody is there.')
    expect(world.eventsOf('escalationFailed')).toHaveLength(1)
    expect(openIn(world)).toMatchObject({ assignee: { botId: greeter }, turn: { messages: [7] } })
  })

  it.each([
    ['people have the conversation', given(atGreeter, asked, takeOver(manager(mia)))],
    ['the consumer is asked how it was', given(atGreeter, asked, close(consumer, withSurvey))],
    ['it is over', given(atGreeter, asked, close(consumer))],
  ])('too late when %s: nothing happens', (_when, world) => {
    expect(accepted(world.do(failed()))).toEqual({ ok: true, events: [], effects: [] })
  })
})
