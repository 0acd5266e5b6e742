import { expect, it } from 'vitest'
import type { SettledEffect } from '../commit.ts'
import {
  account,
  at,
  claim,
  conversationId,
  idleTimer,
  message,
  node,
  type Open,
  opening,
  openMany,
  silently,
} from './examples.ts'

const GONE = { ok: false, why: 'effect-gone' }

const settledTimer = (generation: number, name = 'idle'): SettledEffect => ({
  kind: 'timer',
  name,
  generation,
  claimedBy: node,
})

export function timersConformance(open: Open): void {
  it('hands out a timer when it is due, not before, and once', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [idleTimer(at(1_000))] }))
    expect(await mailbox.nextDueAt()).toBe(at(1_000))
    expect(await mailbox.claimTimers({ ...claim, now: at(999) })).toEqual([])
    const [taken] = await mailbox.claimTimers({ ...claim, now: at(1_000) })
    expect(taken).toMatchObject({
      accountId: account,
      conversationId,
      timer: { name: 'idle', on: 'idle', dueAt: at(1_000) },
    })
    expect(await mailbox.claimTimers(claim)).toEqual([])
    expect(await mailbox.nextDueAt()).toBeUndefined()
  })

  it('setting a name again replaces what was set, and the old generation is gone', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [idleTimer(at(1_000))] }))
    const [first] = await mailbox.claimTimers(claim)
    await conversations.commit(silently(1, { effects: [idleTimer(at(2_000))] }))
    const [second] = await mailbox.claimTimers(claim)
    expect(second?.generation).toBeGreaterThan(first?.generation ?? 0)
    expect(second?.timer.dueAt).toBe(at(2_000))
    expect(await conversations.commit(message(1, { settles: settledTimer(first?.generation ?? 0) }))).toEqual(GONE)
    expect(await conversations.commit(message(1, { settles: settledTimer(second?.generation ?? 0) }))).toEqual({
      ok: true,
    })
    expect(await mailbox.claimTimers(claim)).toEqual([])
  })

  it('a generation does not come back after the timer was cleared', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [idleTimer(at(1_000))] }))
    const [first] = await mailbox.claimTimers(claim)
    await conversations.commit(silently(1, { effects: [{ do: 'clearTimer', name: 'idle' }] }))
    expect(await conversations.commit(silently(1, { settles: settledTimer(first?.generation ?? 0) }))).toEqual(GONE)
    await conversations.commit(silently(1, { effects: [idleTimer(at(1_000))] }))
    const [second] = await mailbox.claimTimers(claim)
    expect(second?.generation).not.toBe(first?.generation)
  })

  it('clearing what is not set is fine', async () => {
    const { conversations } = await open()
    expect(await conversations.commit(opening({ effects: [{ do: 'clearTimer', name: 'survey' }] }))).toEqual({
      ok: true,
    })
  })

  it('names belong to one conversation, and several of one conversation run side by side', async () => {
    const { mailbox, ...storage } = await open()
    await openMany({ mailbox, ...storage }, 2, () => ({
      effects: [idleTimer(at(2_000)), idleTimer(at(1_000), 'offer:5')],
    }))
    const taken = await mailbox.claimTimers(claim)
    expect(taken.map(({ timer }) => timer.name)).toEqual(['offer:5', 'offer:5', 'idle', 'idle'])
  })

  it('a claim that ran out, or was released, frees the timer', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [idleTimer(at(1_000))] }))
    await mailbox.claimTimers({ ...claim, until: at(11_000_000) })
    expect(await mailbox.claimTimers({ ...claim, by: 'node-b', now: at(11_000_000) })).toHaveLength(1)
    expect(await mailbox.releaseClaims('everyone')).toBe(1)
    expect(await mailbox.claimTimers(claim)).toHaveLength(1)
  })
}
