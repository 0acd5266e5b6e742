import type { AgentId, ClientId, ConversationId, EpochMs } from '@baton/base'
import type { ClientState, OutboxItem } from '@baton/client'
import { type EventFrame, foldEvents, type ViewerEvent, type ViewMark, type Who } from '@baton/protocol'
import { expect, it } from 'vitest'
import { en } from './texts/en.ts'
import { deliveryOf, toThread } from './toThread.ts'

const ADA: Who = { kind: 'agent', id: 3 as AgentId, name: 'Ada' }
const ID = 'c0ffee' as ConversationId
const opened: ViewerEvent = { type: 'opened', language: 'en', assignee: { kind: 'queue', since: 0 as EpochMs } }
const said = (text: string, who: Who, clientId?: string): ViewerEvent => ({
  type: 'message',
  who,
  audience: 'ALL',
  content: { kind: 'text', text },
  ...(clientId !== undefined ? { clientId: clientId as ClientId } : {}),
})

function stateOf(events: readonly ViewerEvent[], more: Partial<ClientState> = {}, marks: ViewMark[] = []): ClientState {
  const frames = events.map((event, at): EventFrame => ({ seq: at + 1, prev: at, at: at as EpochMs, event }))
  const folded = foldEvents(undefined, ID, frames)
  if (!folded.ok) throw new Error('the example does not fold')
  return {
    connection: 'online',
    view: { ...folded.view, marks },
    earlier: [],
    canLoadEarlier: false,
    loadingEarlier: false,
    outbox: [],
    unread: 0,
    ...more,
  }
}
const waiting = (state: OutboxItem['state'], clientId = 'w'): OutboxItem => ({
  clientId: clientId as ClientId,
  at: 9 as EpochMs,
  said: { kind: 'message', content: { kind: 'text', text: 'wait' } },
  state,
})
const me: Who = { kind: 'consumer' }
const mark = (delivered: number, read: number): ViewMark => ({ who: ADA, delivered, read })
const delivery = (state: ClientState) => deliveryOf(state, toThread(state, en).at(-1))

it('keeps the key of a message when the server has it, so that its bubble stays', () => {
  const before = toThread(stateOf([opened], { outbox: [waiting('sending', 'k')] }), en).at(-1)
  const after = toThread(stateOf([opened, said('wait', me, 'k')]), en).at(-1)
  expect(after?.key).toBe(before?.key)
})

it('messaging R3.8: tells how far the last own message got', () => {
  const own = [opened, said('a', me, 'k')]
  expect(delivery(stateOf(own, { outbox: [waiting('sending')] }))).toBe('sending')
  expect(delivery(stateOf(own, { outbox: [waiting('sent')] }))).toBe('sent')
  expect(delivery(stateOf(own))).toBe('sent')
  expect(delivery(stateOf(own, {}, [mark(2, 1)]))).toBe('delivered')
  expect(delivery(stateOf(own, {}, [mark(2, 2)]))).toBe('read')
  expect(delivery(stateOf([...own, said('b', ADA)], {}, [mark(2, 2)]))).toBeUndefined()
})

it('says why a message was not sent', () => {
  const failed: OutboxItem = { ...waiting('failed'), reason: 'content-not-permitted' }
  expect(toThread(stateOf([opened], { outbox: [failed] }), en).at(-1)).toMatchObject({
    failure: en.failedReasons['content-not-permitted'],
  })
})

it('messaging LIF-04: says once by name which person joined, not again at every change of seat', () => {
  const assigned: ViewerEvent = { type: 'assigned', assignee: { kind: 'agent', who: ADA }, how: 'accepted' }
  const items = toThread(stateOf([opened, assigned, assigned]), en)
  expect(items.map((item) => item.kind === 'line' && item.text)).toEqual(['Ada joined'])
})

it('shows an erased message as erased', () => {
  const erased = stateOf([opened, said('secret', me, 'k'), { type: 'erased' }])
  const [message] = toThread(erased, en)
  expect(message).not.toHaveProperty('content')
})
