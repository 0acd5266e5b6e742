import type { Turn } from '@baton/bot'
import { describe, expect, it } from 'vitest'
import { eventOf, plainEventOf } from './eventBody.ts'
import { asking, config, said, TestClock, turn } from './examples/asking.ts'

const asked = (more: Partial<Turn>, bot: Record<string, unknown> = {}) =>
  asking(config('http://127.0.0.1', bot), new TestClock(), { turn: turn({ trigger: 'seated', messages: [], ...more }) })
const photo = { kind: 'file', fileId: 'f1', name: 'frame.jpg', mediaType: 'image/jpeg', size: 10 } as const

describe('connector R3.10: a bot that is seated in a running conversation', () => {
  const last = said('return', [{ type: 'ExternalId', id: 'tap' }], 7)

  it('is given what nobody has answered, when it does not greet', () => {
    expect(eventOf(asked({ lastConsumerMessage: last }))).toMatchObject({
      type: 'TEXT',
      source: 'CONSUMER',
      data: { message: 'return' },
      context: { lpEvent: { sequence: 7, metadata: last.metadata } },
    })
  })

  it('is not given it a second time, when it greets', () => {
    const event = eventOf(asked({ lastConsumerMessage: last }, { welcomeMessage: true }))
    expect(event).toMatchObject({ type: 'START', data: {}, context: { lpEvent: { lastConsumerMessage: 'return' } } })
  })

  it('is given what waited for its greeting, when it greets no more', () => {
    const messages = [said('one', undefined, 3), said('two', undefined, 5)]
    const event = eventOf(asked({ messages, lastConsumerMessage: said('two', undefined, 5) }))
    expect(event).toMatchObject({ type: 'TEXT', data: { message: 'one\ntwo' } })
  })

  it('is given a file that nobody has answered, and words for it where files are refused (R3.12)', () => {
    const request = asked({ lastConsumerMessage: said(photo, undefined, 7) })
    const event = eventOf(request)
    expect(event).toMatchObject({ type: 'hosted-file', data: { relativePath: '/f1/frame.jpg' } })
    expect(plainEventOf(request, event)).toMatchObject({ type: 'TEXT', context: { lpEvent: { sequence: 7 } } })
  })

  it('dialogs R7.38: is told what the bot before passes on, in place of the words that it was made of', () => {
    const transferContext = { userMessage: 'a refund, please', intentId: 'refund' }
    const more = { transferContext, messages: [said('hello?', undefined, 9)] }
    expect(eventOf(asked(more))).toMatchObject({
      type: 'TEXT',
      data: { message: 'a refund, please\nhello?' },
      context: { lpEvent: { metadata: [{ type: 'BotResponse', intents: [{ id: 'refund' }] }] } },
    })
    const greeting = eventOf(asked(more, { welcomeMessage: true }))
    expect(greeting).toMatchObject({
      type: 'START',
      context: { lpEvent: { lastConsumerMessage: 'a refund, please' } },
    })
  })

  it('starts afresh, when the consumer has said nothing yet', () => {
    expect(eventOf(asked({}))).toMatchObject({ type: 'START' })
  })
})

it('dialogs R7.17: a service is told that its transfer came to nobody, as if the consumer had said it', () => {
  const event = eventOf(asked({ trigger: 'platformEvent', tells: 'transferFailed' }))
  expect(event).toMatchObject({ type: 'TEXT', data: { message: '__agent_escalation_failed__' } })
})
