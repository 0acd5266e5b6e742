import { expect, it } from 'vitest'
import { groupThread, type MessageItem, type ThreadItem, type ThreadPart } from './groupThread.ts'

const MINUTE = 60_000
const said = (key: string, at: number, name = 'Ada', mine = false): MessageItem => ({
  kind: 'message',
  key,
  at,
  mine,
  name,
  role: mine ? 'consumer' : 'agent',
  content: { kind: 'text', text: key },
})
const dayOf = (at: number) => String(Math.floor(at / (24 * 60 * MINUTE)))
const shape = (parts: readonly ThreadPart[]) =>
  parts.map((part) => (part.kind === 'group' ? part.messages.map(({ key }) => key) : part.kind))
const grouped = (...items: ThreadItem[]) => shape(groupThread(items, dayOf))

it('puts what one sender says in one go under one name', () => {
  expect(grouped(said('a', 0), said('b', MINUTE), said('c', MINUTE, 'You', true))).toEqual(['day', ['a', 'b'], ['c']])
})

it('starts a new group after a silence, and for another sender of the same kind', () => {
  expect(grouped(said('a', 0), said('b', 6 * MINUTE), said('c', 6 * MINUTE, 'Bo'))).toEqual([
    'day',
    ['a'],
    ['b'],
    ['c'],
  ])
})

it('separates days, and what happened from what was said', () => {
  const line: ThreadItem = { kind: 'line', key: 'joined', at: MINUTE, text: 'Ada joined' }
  const tomorrow = 24 * 60 * MINUTE
  expect(grouped(said('a', 0), line, said('b', MINUTE), said('c', tomorrow))).toEqual([
    'day',
    ['a'],
    'line',
    ['b'],
    'day',
    ['c'],
  ])
})

it('does not mix private notes with what the consumer sees', () => {
  expect(grouped(said('a', 0), { ...said('b', 0), isPrivate: true })).toEqual(['day', ['a'], ['b']])
})
