import type { ConsumerId, SkillId } from '@baton/base'
import { expect, it } from 'vitest'
import type { ListRow } from '../commit.ts'
import type { ListQuery, Storage } from '../store.ts'
import {
  account,
  agent,
  at,
  bot,
  consumer,
  message,
  numberedId,
  type Open,
  opening,
  openMany,
  otherAccount,
  row,
  silently,
  skill,
} from './examples.ts'

const otherSkill = 8 as SkillId

async function listAll(storage: Storage, query: Partial<ListQuery>, limit = 2): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await storage.conversations.list({ accountId: account, limit, ...query, ...(cursor && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    ids.push(...page.items.map(({ conversationId }) => conversationId))
    cursor = page.next
  } while (cursor)
  return ids
}

const ids = (...indexes: number[]) => indexes.map(numberedId)
const opensWith = (rows: readonly Partial<ListRow>[]) => (index: number) => ({
  listRow: row({ updatedAt: at(index), ...rows[index] }),
})

export function listsConformance(open: Open): void {
  it('lists the newest change first, open and closed together, page by page, each once', async () => {
    const storage = await open()
    await openMany(storage, 7, opensWith([{}, { phase: 'closed' }, {}, { phase: 'closed' }, {}, {}, {}]))
    expect(await listAll(storage, {})).toEqual(ids(6, 5, 4, 3, 2, 1, 0))
    expect(await listAll(storage, {}, 200)).toEqual(ids(6, 5, 4, 3, 2, 1, 0))
    expect(await listAll(storage, { phase: 'open' })).toEqual(ids(6, 5, 4, 2, 0))
    expect(await listAll(storage, { phase: 'closed' })).toEqual(ids(3, 1))
  })

  it('pages through conversations that changed in the same millisecond', async () => {
    const storage = await open()
    await openMany(storage, 5, () => ({ listRow: row({ updatedAt: at(1) }) }))
    expect((await listAll(storage, {})).toSorted()).toEqual(ids(0, 1, 2, 3, 4))
  })

  it('a change moves a conversation to the front', async () => {
    const storage = await open()
    await openMany(storage, 3)
    const consumerId = 'consumer-0' as ConsumerId
    const listRow = row({
      updatedAt: at(100),
      consumerId,
      lastLine: { text: 'new', seq: 2, audience: 'ALL', by: 'consumer', at: at(100) },
    })
    await storage.conversations.commit(message(1, { conversationId: numberedId(0), listRow }))
    const { items } = await storage.conversations.list({ accountId: account, limit: 1 })
    expect(items).toEqual([{ conversationId: numberedId(0), seq: 2, tags: [], ...listRow }])
  })

  it('lists by skill and by who answers', async () => {
    const storage = await open()
    const byAgent = { assigneeKind: 'agent', assigneeId: agent } as const
    const rows = [{}, byAgent, { ...byAgent, phase: 'closed' }, { skillId: otherSkill }, { ...byAgent, assigneeId: 6 }]
    await openMany(storage, 5, opensWith(rows as Partial<ListRow>[]))
    expect(await listAll(storage, { skillId: otherSkill })).toEqual(ids(3))
    expect(await listAll(storage, { assigneeKind: 'agent' })).toEqual(ids(4, 2, 1))
    expect(await listAll(storage, { assigneeKind: 'agent', assigneeId: agent })).toEqual(ids(2, 1))
    expect(await listAll(storage, { assigneeKind: 'agent', assigneeId: agent, phase: 'open' })).toEqual(ids(1))
    expect(await listAll(storage, { assigneeKind: 'bot', assigneeId: bot, skillId: skill })).toEqual(ids(0))
  })

  it('lists nothing of another account, and takes a foreign cursor for the start', async () => {
    const storage = await open()
    await openMany(storage, 2)
    expect((await storage.conversations.list({ accountId: otherAccount, limit: 10 })).items).toEqual([])
    expect(await storage.conversations.list({ accountId: account, limit: 10, cursor: 'x; DROP' })).toMatchObject({
      items: [{ conversationId: numberedId(1) }, { conversationId: numberedId(0) }],
    })
  })

  it('a consumer’s thread is their conversations, newest first, from a place on', async () => {
    const storage = await open()
    const { conversations } = storage
    for (const index of [0, 1, 2]) {
      const conversationId = numberedId(index)
      await conversations.commit(opening({ conversationId, listRow: row({ openedAt: at(index) }) }))
      const closed = row({ openedAt: at(index), phase: 'closed', closedAt: at(index) })
      await conversations.commit(silently(1, { conversationId, listRow: closed }))
    }
    const thread = async (before?: number, limit = 10) =>
      (await conversations.listThread(account, consumer, before === undefined ? undefined : at(before), limit)).map(
        (listed) => listed.conversationId,
      )
    expect(await thread()).toEqual(ids(2, 1, 0))
    expect(await thread(2)).toEqual(ids(1, 0))
    expect(await thread(undefined, 1)).toEqual(ids(2))
    expect(await conversations.listThread(otherAccount, consumer, undefined, 10)).toEqual([])
  })

  it('messaging R4.17: a queue is ordered by due time, then by arrival, and holds only who waits', async () => {
    const storage = await open()
    const waiting = (change: Partial<ListRow>): Partial<ListRow> => ({
      assigneeKind: 'queue',
      assigneeId: skill,
      queuedSince: at(0),
      ...change,
    })
    await openMany(
      storage,
      7,
      opensWith([
        waiting({}),
        waiting({ dueAt: at(500) }),
        waiting({ dueAt: at(100), queuedSince: at(9) }),
        waiting({ dueAt: at(100), queuedSince: at(8) }),
        waiting({ dueAt: at(100), queuedSince: at(10), responseMs: 60_000 }),
        waiting({ skillId: otherSkill }),
        {},
      ]),
    )
    const queue = async () => (await storage.conversations.listQueue(account, skill, 10)).map((it) => it.conversationId)
    expect(await queue()).toEqual(ids(3, 2, 4, 1, 0))
    const taken = row({ assigneeKind: 'agent', assigneeId: agent, consumerId: 'consumer-3' as ConsumerId })
    await storage.conversations.commit(silently(1, { conversationId: numberedId(3), listRow: taken }))
    expect(await queue()).toEqual(ids(2, 4, 1, 0))
    expect(await storage.conversations.listQueue(otherAccount, skill, 10)).toEqual([])
  })
}
