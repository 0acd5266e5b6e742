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

  it('starts afresh, when the consumer has said nothing yet', () => {
    expect(eventOf(asked({}))).toMatchObject({ type: 'START' })
  })
})
