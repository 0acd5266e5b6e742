import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { DeskRow, ListFrame, ServerFrame } from '@baton/protocol'
import { expect, it } from 'vitest'
import { createAsks } from './asks.ts'
import { createDesk } from './desk.ts'

const id = (n: number) => `conversation-${n}` as ConversationId
const row = (n: number, dueAt: number): DeskRow => ({
  conversationId: id(n),
  consumerId: 'guest' as never,
  phase: 'main',
  assignee: { kind: 'queue', since: 0 as EpochMs },
  skillId: 1 as SkillId,
  skillName: 'People',
  priority: { type: 'normal', responseMs: 1 },
  dueAt: dueAt as EpochMs,
  lastSeq: 1,
  tags: [],
  openedAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
})

/** A desk over a line on which a test plays the server. */
function desk() {
  const asked: { type: string; frameId: string; [field: string]: unknown }[] = []
  let changes = 0
  const asks = createAsks(
    (frame) => asked.push(frame as (typeof asked)[number]) > 0,
    () => () => {},
  )
  const made = createDesk(asks, () => {
    changes += 1
  })
  const hear = (frame: ServerFrame) => asks.hear(frame) || made.hear(frame)
  const at = (status: 'online' | 'away' | 'offline') =>
    hear({ type: 'desk', status, load: 0, capacity: 3, since: 0 as EpochMs })
  const answer = (more: Partial<ListFrame> = {}) => {
    const frameId = asked.at(-1)?.frameId ?? ''
    hear({ type: 'list', frameId, list: 'queue', rows: [row(1, 10), row(2, 20)], total: 2, more: false, ...more })
    return new Promise((resolve) => setTimeout(resolve))
  }
  return { desk: made, asked, hear, at, answer, changes: () => changes }
}

it('keeps a watched list as the server says, in its order', async () => {
  const { desk: it, hear, answer } = desk()
  void it.watch('queue')
  await answer()
  hear({ type: 'listChanged', list: 'queue', rows: [row(3, 15), row(2, 5)], gone: [id(1)], total: 7 })
  const queue = it.state.lists.get('queue')
  expect(queue?.rows.map(({ conversationId }) => conversationId)).toEqual([id(2), id(3)])
  expect(queue).toMatchObject({ total: 7, more: true })
  hear({ type: 'listChanged', list: 'all', rows: [row(9, 1)], gone: [], total: 1 })
  expect(it.state.lists.has('all')).toBe(false)
})

it('asks for what is watched again after a loss, and starts the list anew', async () => {
  const { desk: it, asked, answer } = desk()
  void it.watch('queue', 4 as SkillId)
  await answer()
  it.welcomed()
  expect(asked.at(-1)).toMatchObject({ type: 'watch', list: 'queue', skillId: 4 })
  await answer({ rows: [row(5, 1)], total: 1 })
  expect(it.state.lists.get('queue')?.rows).toHaveLength(1)
})

it('forgets a list that may not be watched', async () => {
  const { desk: it, asked, hear } = desk()
  const answered = it.watch('all')
  hear({ type: 'refused', frameId: asked[0]?.frameId ?? '', code: 'not-permitted', message: 'no' })
  expect(await answered).toMatchObject({ ok: false, code: 'not-permitted' })
  it.welcomed()
  expect(asked).toHaveLength(1)
})

it('says the wished status again when the connection was away for too long, and only then', () => {
  const { desk: it, asked, at } = desk()
  at('offline')
  void it.setStatus('online')
  at('online')
  it.welcomed()
  at('online')
  expect(asked.filter(({ type }) => type === 'status')).toHaveLength(1)
  it.welcomed()
  at('offline')
  expect(asked.filter(({ type }) => type === 'status').at(-1)).toMatchObject({ state: 'online' })
})

it('follows a status that was changed in another window', () => {
  const { desk: it, asked, at } = desk()
  void it.setStatus('online')
  at('offline')
  at('away')
  it.welcomed()
  at('offline')
  expect(asked.filter(({ type }) => type === 'status').at(-1)).toMatchObject({ state: 'away' })
})

it('shows what rings, the most urgent first, and who was faster', () => {
  const { desk: it, asked, hear } = desk()
  const ring = (n: number, until: number) =>
    hear({
      type: 'offer',
      conversationId: id(n),
      until: until as EpochMs,
      ring: 'all',
      row: row(n, 1),
      explanation: '',
    })
  ring(1, 20)
  ring(2, 10)
  expect(it.state.offers.map(({ conversationId }) => conversationId)).toEqual([id(2), id(1)])
  void it.accept(id(2))
  expect(asked.at(-1)).toMatchObject({ type: 'act', act: 'acceptOffer', conversationId: id(2) })
  const by = { kind: 'agent', id: 7 as AgentId, name: 'Ada' } as const
  hear({ type: 'offerOver', conversationId: id(2), why: 'accepted', by })
  expect(it.state.offers).toHaveLength(1)
  expect(it.state.offersOver).toMatchObject([{ conversationId: id(2), by: { name: 'Ada' } }])
})
