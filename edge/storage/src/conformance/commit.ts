import type { ConsumerId } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import { expect, it } from 'vitest'
import {
  account,
  at,
  conversationId,
  message,
  type Open,
  opened,
  opening,
  otherAccount,
  otherConversationId,
  row,
  said,
  silently,
  stateOf,
} from './examples.ts'

export function commitConformance(open: Open): void {
  it('gives back what was saved: state, list row, place and log', async () => {
    const { conversations } = await open()
    const lastLine = { text: 'hello', seq: 2, audience: 'ALL', by: 'consumer', at: at(2) } as const
    const listRow = row({ lastLine })
    const commit = opening({ events: [opened(), said(2, 'hello')], state: stateOf(2), stateVersion: 3, listRow })
    expect(await conversations.commit(commit)).toEqual({ ok: true })
    expect(await conversations.load(account, conversationId)).toEqual({
      state: stateOf(2),
      seq: 2,
      stateVersion: 3,
      listRow,
    })
    expect(await conversations.readLog(account, conversationId, 0, 10)).toEqual([opened(), said(2, 'hello')])
  })

  it('keeps the place of an event that a newer release wrote, in every reading of the log', async () => {
    const { conversations, feed } = await open()
    const newer = { type: 'danced', v: 1, body: { steps: 3 } } as never
    const events = [opened(), { ...said(2), event: newer }, { ...said(3), event: { type: 'closed', v: 2 } as never }]
    await conversations.commit(opening({ events, state: stateOf(3), stateVersion: 9 }))

    const unreadable = (type: string, v: number) => ({ type: 'unreadable', v: 1, written: { type, v } })
    const read = [opened().event, unreadable('danced', 1), unreadable('closed', 2)]
    const eventsOf = (log: readonly Recorded[]) => log.map(({ event }) => event)
    expect(eventsOf(await conversations.readLog(account, conversationId, 0, 10))).toEqual(read)
    expect(eventsOf(await conversations.readLogBackwards(account, conversationId, 4, 10))).toEqual(read)
    expect(eventsOf(await conversations.readEvents(account, conversationId, [1, 2, 3]))).toEqual(read)
    expect(eventsOf(await feed.readFeed(0, 10))).toEqual(read)
  })

  it('refuses a decision that did not know of the last event, and saves nothing of it', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    await conversations.commit(message(1))
    expect(await conversations.commit(message(1))).toEqual({ ok: false, why: 'stale-conversation' })
    expect(await conversations.commit(message(7))).toEqual({ ok: false, why: 'stale-conversation' })
    expect(await conversations.readLog(account, conversationId, 0, 10)).toHaveLength(2)
  })

  it('refuses to open a conversation twice, and to go on with one that does not exist', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    const again = opening({ listRow: row({ consumerId: 'somebody else' as ConsumerId }) })
    expect(await conversations.commit(again)).toEqual({ ok: false, why: 'stale-conversation' })
    const unknown = message(1, { conversationId: otherConversationId })
    expect(await conversations.commit(unknown)).toEqual({ ok: false, why: 'stale-conversation' })
  })

  it('lets exactly one of two decisions on the same state win when both come at once', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    const results = await Promise.all([conversations.commit(message(1)), conversations.commit(message(1))])
    expect(results).toEqual([{ ok: true }, { ok: false, why: 'stale-conversation' }])
  })

  it('saves a chain of decisions that were made on each other before any was flushed', async () => {
    const { conversations } = await open()
    const chain = [opening(), ...Array.from({ length: 50 }, (_, index) => message(index + 1))]
    const results = await Promise.all(chain.map((commit) => conversations.commit(commit)))
    expect(results.every(({ ok }) => ok)).toBe(true)
    const log = await conversations.readLog(account, conversationId, 0, 1_000)
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1))
  })

  it('a consumer has one open conversation, and may open the next when it is closed', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    expect(await conversations.commit(opening({ conversationId: otherConversationId }))).toEqual({
      ok: false,
      why: 'consumer-has-open-conversation',
      conversationId,
    })
    expect(await conversations.findOpen(account, row().consumerId)).toBe(conversationId)
    await conversations.commit(message(1, { listRow: row({ phase: 'closed' }) }))
    expect(await conversations.findOpen(account, row().consumerId)).toBeUndefined()
    expect(await conversations.commit(opening({ conversationId: otherConversationId }))).toEqual({ ok: true })
    expect(await conversations.findOpen(account, row().consumerId)).toBe(otherConversationId)
  })

  it('the same consumer id in two accounts is two consumers', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    const foreign = opening({ accountId: otherAccount, conversationId: otherConversationId })
    expect(await conversations.commit(foreign)).toEqual({ ok: true })
    expect(await conversations.findOpen(otherAccount, row().consumerId)).toBe(otherConversationId)
  })

  it('shows nothing of a conversation to another account, and takes nothing from it', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    expect(await conversations.load(otherAccount, conversationId)).toBeUndefined()
    expect(await conversations.readLog(otherAccount, conversationId, 0, 10)).toEqual([])
    expect(await conversations.readLogBackwards(otherAccount, conversationId, 10, 10)).toEqual([])
    expect(await conversations.readEvents(otherAccount, conversationId, [1])).toEqual([])
    expect(await conversations.commit(message(1, { accountId: otherAccount }))).toEqual({
      ok: false,
      why: 'stale-conversation',
    })
  })

  it('a fault in one commit of a group leaves the others whole', async () => {
    const { conversations } = await open()
    await conversations.commit(opening())
    // The event's place is taken: no answer of the commit tells that, it is a fault of whoever made it.
    const broken = message(2, { events: [said(1)], state: stateOf(1) })
    const [before, fault, after] = await Promise.allSettled([
      conversations.commit(message(1)),
      conversations.commit(broken),
      conversations.commit(message(2)),
    ])
    expect(before).toMatchObject({ value: { ok: true } })
    expect(fault).toMatchObject({ status: 'rejected', reason: { code: 'storage-fault' } })
    expect(after).toMatchObject({ value: { ok: true } })
    expect((await conversations.load(account, conversationId))?.seq).toBe(3)
  })

  it('pages through a log in both directions', async () => {
    const { conversations } = await open()
    await conversations.commit(opening({ events: [opened(), ...[2, 3, 4, 5, 6].map((seq) => said(seq))] }))
    const seqs = (log: { seq: number }[]) => log.map(({ seq }) => seq)
    expect(seqs(await conversations.readLog(account, conversationId, 2, 2))).toEqual([3, 4])
    expect(seqs(await conversations.readLogBackwards(account, conversationId, 5, 2))).toEqual([3, 4])
    expect(seqs(await conversations.readEvents(account, conversationId, [6, 2, 99]))).toEqual([6, 2])
  })

  it('keeps the run of a bot beside the log until it is dropped', async () => {
    const { conversations } = await open()
    const run = { turnId: 1, definitionHash: 'abc', state: { at: 'greeting' } }
    await conversations.commit(opening({ run }))
    expect(await conversations.readRun(account, conversationId)).toEqual(run)
    await conversations.commit(silently(1, { run: { ...run, turnId: 2 } }))
    expect(await conversations.readRun(account, conversationId)).toEqual({ ...run, turnId: 2 })
    await conversations.commit(silently(1, { run: 'drop' }))
    expect(await conversations.readRun(account, conversationId)).toBeUndefined()
  })

  it('keeps the answers of a turn in order, and the first answer to a need stands', async () => {
    const { conversations } = await open()
    const entry = (needIndex: number, answer: unknown) => ({
      turnId: 1,
      needIndex,
      needHash: `need-${needIndex}`,
      answer,
      at: opened().at,
    })
    await conversations.commit(opening({ journal: [entry(1, 'b'), entry(0, { a: null })] }))
    await conversations.commit(silently(1, { journal: [entry(0, 'another')] }))
    expect(await conversations.readJournal(account, conversationId, 1)).toEqual([entry(0, { a: null }), entry(1, 'b')])
    expect(await conversations.readJournal(account, conversationId, 2)).toEqual([])
  })

  it('forgets answers and records by their age, some at a time, and no younger ones', async () => {
    const { conversations } = await open()
    const { at } = opened()
    const entry = (needIndex: number, age: number) => {
      const then = (at - age) as typeof at
      return { turnId: 1, needIndex, needHash: 'n', answer: needIndex, at: then }
    }
    await conversations.commit(opening({ journal: [entry(0, 900), entry(1, 800), entry(2, 700), entry(3, 0)] }))
    const before = (at - 600) as typeof at

    expect(await conversations.forgetJournal(before, 2)).toBe(2)
    expect(await conversations.forgetJournal(before, 2)).toBe(1)
    expect(await conversations.forgetJournal(before, 2)).toBe(0)
    expect(await conversations.readJournal(account, conversationId, 1)).toEqual([entry(3, 0)])
  })

  it('refuses a run that is larger than its cap before anything is saved', async () => {
    const { conversations } = await open()
    const run = { turnId: 1, definitionHash: 'abc', state: 'x'.repeat(262_144) }
    await expect(conversations.commit(opening({ run }))).rejects.toThrow(RangeError)
    expect(await conversations.load(account, conversationId)).toBeUndefined()
  })
}
