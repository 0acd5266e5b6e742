import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FRAME_BYTES } from './frames/wire.ts'
import { parseAgentFrame, parseConsumerFrame } from './parse.ts'

const conversationId = '6f1c3a52-0d6e-4a7e-9a3f-2b6f0d1c9e11'
const text = (frame: unknown): string => JSON.stringify(frame)
const sending = { type: 'send', frameId: 'f1', clientId: 'c1', content: { kind: 'text', text: 'Hello' } }

describe('frames of a consumer', () => {
  it.each([
    { type: 'hello', protocol: 1, token: 't', resume: [{ conversationId, after: 3 }] },
    sending,
    { type: 'click', frameId: 'f', clientId: 'c', conversationId, on: 4, element: '/quickReplies/replies/0' },
    { type: 'attributes', frameId: 'f', conversationId, attributes: { tier: 'gold' } },
    { type: 'close', frameId: 'f', conversationId },
    { type: 'history', frameId: 'f', limit: 50 },
    { type: 'resume', frameId: 'f', conversationId, after: 0 },
    { type: 'mark', conversationId, read: 4 },
    { type: 'signal', conversationId, state: 'composing' },
    { type: 'ping' },
    { type: 'hello', protocol: 1, token: 't', surveys: false },
    { type: 'renew', frameId: 'f', token: 't' },
  ])('$type is read as it was written', (frame) => {
    expect(parseConsumerFrame(text(frame))).toEqual({ ok: true, value: frame })
  })

  it.each([
    ['not JSON', '{', ''],
    ['an array', '[]', ''],
    ['no known type', text({ type: 'sing' }), '/type'],
    ['a field that is not known', text({ ...sending, isAdmin: true }), ''],
    ["an audience, which is not the consumer's to choose", text({ ...sending, audience: 'ALL' }), ''],
    ['a client id of another alphabet', text({ ...sending, clientId: '<b>' }), '/clientId'],
    ['content that is not an object', text({ ...sending, content: 'Hello' }), '/content'],
    [
      'a conversation id that is not one',
      text({ type: 'resume', frameId: 'f', conversationId: '1', after: 0 }),
      '/conversationId',
    ],
    ['a negative place', text({ type: 'resume', frameId: 'f', conversationId, after: -1 }), '/after'],
  ])('%s is refused with the path to the field', (_what, frame, path) => {
    expect(parseConsumerFrame(frame)).toMatchObject({ ok: false, error: { code: 'bad-frame', path } })
  })

  it('a refused frame is named, so that its sender knows which request failed', () => {
    expect(parseConsumerFrame(text({ ...sending, content: 3 }))).toMatchObject({ error: { frameId: 'f1' } })
  })

  it('another protocol is told from a bad frame', () => {
    const frame = text({ type: 'hello', protocol: 2, token: 't' })
    expect(parseConsumerFrame(frame)).toMatchObject({ error: { code: 'unsupported-protocol' } })
  })

  it('a frame over the limit is refused before it is read', () => {
    const frame = text({ ...sending, content: { kind: 'text', text: 'x'.repeat(MAX_FRAME_BYTES) } })
    expect(parseConsumerFrame(frame)).toMatchObject({ error: { code: 'frame-too-large' } })
  })
})

describe('frames of an agent', () => {
  it.each([
    { ...sending, conversationId, audience: 'AGENTS_AND_MANAGERS' },
    { type: 'subscribe', frameId: 'f', conversationId, after: 2 },
    { type: 'unsubscribe', frameId: 'f', conversationId },
    { type: 'transfer', frameId: 'f', conversationId, skillId: 12, agentId: 201 },
    { type: 'act', frameId: 'f', conversationId, act: 'takeOver' },
    { type: 'priority', frameId: 'f', conversationId, priority: 'custom', responseMs: 60_000 },
    { type: 'close', frameId: 'f', conversationId, withoutSurvey: true },
    { type: 'hello', protocol: 1 },
    { type: 'status', frameId: 'f', state: 'away', reason: 'lunch' },
    { type: 'watch', frameId: 'f', list: 'queue', skillId: 12 },
    { type: 'unwatch', frameId: 'f', list: 'queue' },
  ])('$type is read as it was written', (frame) => {
    expect(parseAgentFrame(text(frame))).toEqual({ ok: true, value: frame })
  })

  it.each([
    ['a status of nobody', { type: 'status', frameId: 'f', state: 'asleep' }, '/state'],
    ['a list of nobody', { type: 'watch', frameId: 'f', list: 'closed' }, '/list'],
  ])('%s is refused with the path to the field', (_what, frame, path) => {
    expect(parseAgentFrame(text(frame))).toMatchObject({ ok: false, error: { code: 'bad-frame', path } })
  })

  it('words without a conversation are refused: agents do not open conversations by writing', () => {
    expect(parseAgentFrame(text(sending))).toMatchObject({ ok: false, error: { path: '/conversationId' } })
  })
})

it('whatever arrives, reading it gives a frame or a problem and never throws', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.object().map(text),
    fc.record({ type: fc.constantFrom('send', 'mark', 'hello') }).map(text),
  )
  fc.assert(
    fc.property(
      anything,
      (received) =>
        typeof parseConsumerFrame(received).ok === 'boolean' && typeof parseAgentFrame(received).ok === 'boolean',
    ),
  )
})
