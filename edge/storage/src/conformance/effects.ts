import type { BotId, EffectId } from '@baton/base'
import { expect, it } from 'vitest'
import {
  account,
  at,
  bot,
  claim,
  conversationId,
  job,
  jobs,
  message,
  node,
  noon,
  type Open,
  opening,
  openMany,
  otherBot,
  perform,
  settled,
  silently,
  turns,
  turnWork,
} from './examples.ts'

const GONE = { ok: false, why: 'effect-gone' }

export function effectsConformance(open: Open): void {
  it('hands out work with all that it was committed with, once', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    expect(await mailbox.nextDueAt()).toBe(noon)
    expect(await mailbox.claimWork(turns)).toEqual([
      { accountId: account, conversationId, effect: turnWork('ask-1'), dueAt: noon, attempt: 1, firstClaim: true },
    ])
    expect(await mailbox.claimWork({ ...turns, by: 'node-b' })).toEqual([])
    expect(await mailbox.nextDueAt()).toBeUndefined()
  })

  it('keeps turn work and jobs apart', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1')), perform(job('tell-1'))] }))
    expect((await mailbox.claimWork(jobs)).map(({ effect }) => effect.id)).toEqual(['tell-1'])
    expect((await mailbox.claimWork(turns)).map(({ effect }) => effect.id)).toEqual(['ask-1'])
  })

  it('work may be claimed at birth, and is then nobody else’s', async () => {
    const { conversations, mailbox } = await open()
    const effects = [perform(turnWork('ask-1')), perform(job('tell-1'))]
    await conversations.commit(opening({ effects, claim: { by: node, until: claim.until } }))
    expect(await mailbox.claimWork(turns)).toEqual([])
    expect(await mailbox.claimWork(jobs)).toEqual([])
    expect(await conversations.commit(message(1, { settles: settled('ask-1') }))).toEqual({ ok: true })
  })

  it('an outcome goes with its row; a second performer changes nothing', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork(turns)
    expect(await conversations.commit(message(1, { settles: settled('ask-1', 'node-b') }))).toEqual(GONE)
    expect(await conversations.commit(message(1, { settles: settled('ask-1') }))).toEqual({ ok: true })
    expect(await conversations.commit(message(2, { settles: settled('ask-1') }))).toEqual(GONE)
    expect((await conversations.load(account, conversationId))?.seq).toBe(2)
  })

  it('an outcome without events settles its work just the same', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork(turns)
    expect(await conversations.commit(silently(1, { settles: settled('ask-1') }))).toEqual({ ok: true })
    expect(await conversations.commit(silently(1, { settles: settled('ask-1') }))).toEqual(GONE)
  })

  it('cancelled work is gone, also while it is under way; cancelling what is not there is fine', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork(turns)
    const cancel = { do: 'cancel', effectId: 'ask-1' as EffectId } as const
    expect(await conversations.commit(message(1, { effects: [cancel, cancel] }))).toEqual({ ok: true })
    expect(await conversations.commit(message(2, { settles: settled('ask-1') }))).toEqual(GONE)
  })

  it('of one conversation only the oldest turn work is handed out, and the next when that is done', async () => {
    const { conversations, mailbox } = await open()
    const effects = ['ask-1', 'ask-2', 'ask-3'].map((id) => perform(turnWork(id)))
    await conversations.commit(opening({ effects }))
    const ids = async () => (await mailbox.claimWork(turns)).map(({ effect }) => effect.id)
    expect(await ids()).toEqual(['ask-1'])
    expect(await ids()).toEqual([])
    await mailbox.retryLater('ask-1' as EffectId, node, at(99_000_000))
    expect(await ids()).toEqual([])
    await conversations.commit(silently(1, { effects: [{ do: 'cancel', effectId: 'ask-1' as EffectId }] }))
    expect(await ids()).toEqual(['ask-2'])
    await conversations.commit(silently(1, { settles: settled('ask-2') }))
    expect(await ids()).toEqual(['ask-3'])
  })

  it('waits with turn work while a younger one of the conversation is under way', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    const claimed = { by: node, until: claim.until }
    await conversations.commit(silently(1, { effects: [perform(turnWork('ask-2'))], claim: claimed }))
    expect(await mailbox.claimWork(turns)).toEqual([])
    await conversations.commit(silently(1, { settles: settled('ask-2') }))
    expect(await mailbox.claimWork(turns)).toHaveLength(1)
  })

  it('a claim that ran out frees the work, which is then no first claim', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork({ ...turns, until: at(11_000_000) })
    const [again] = await mailbox.claimWork({ ...turns, by: 'node-b', now: at(11_000_001) })
    expect(again).toMatchObject({ attempt: 1, firstClaim: false })
    expect(await conversations.commit(message(1, { settles: settled('ask-1') }))).toEqual(GONE)
  })

  it('extends a claim only for who holds it', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork({ ...turns, until: at(11_000_000) })
    const ask = 'ask-1' as EffectId
    expect(await mailbox.extendClaim(ask, 'node-b', at(30_000_000))).toBe(false)
    expect(await mailbox.extendClaim(ask, node, at(30_000_000))).toBe(true)
    expect(await mailbox.claimWork({ ...turns, by: 'node-b', now: at(12_000_000) })).toEqual([])
  })

  it('puts work off, counts the attempt, and takes it up when it is due', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    await mailbox.claimWork(turns)
    const ask = 'ask-1' as EffectId
    expect(await mailbox.retryLater(ask, 'node-b', at(11_000_000))).toBe(false)
    expect(await mailbox.retryLater(ask, node, at(11_000_000))).toBe(true)
    expect(await mailbox.nextDueAt()).toBe(at(11_000_000))
    expect(await mailbox.claimWork(turns)).toEqual([])
    const [again] = await mailbox.claimWork({ ...turns, now: at(11_000_000) })
    expect(again).toMatchObject({ attempt: 2, firstClaim: false, dueAt: at(11_000_000) })
  })

  it('is fair over the bots: a backlog of one does not keep the work of another from being taken', async () => {
    const { mailbox, ...storage } = await open()
    await openMany({ mailbox, ...storage }, 12, (index, id) => ({
      effects: [perform(turnWork(`ask-${id}`, { botId: index < 10 ? bot : otherBot }))],
    }))
    const taken = await mailbox.claimWork({ ...turns, limit: 4 })
    const bots = taken.map(({ effect }) => effect.botId)
    expect(bots.filter((id) => id === otherBot)).toHaveLength(2)
    expect(bots.filter((id) => id === bot)).toHaveLength(2)
  })

  it('no bot waits for ever while others always have new work', async () => {
    const { conversations, mailbox, ...rest } = await open()
    const storage = { conversations, mailbox, ...rest }
    await openMany(storage, 4, (index, id) => ({
      effects: [perform(turnWork(`ask-${id}`, { botId: (index + 1) as BotId }))],
    }))
    const one = { ...turns, limit: 1 }
    const seen = []
    for (let i = 0; i < 4; i++) seen.push(...(await mailbox.claimWork(one)).map(({ effect }) => effect.botId))
    expect(new Set(seen).size).toBe(4)
  })

  it('leaves the work of busy bots where it is', async () => {
    const { mailbox, ...storage } = await open()
    await openMany({ mailbox, ...storage }, 2, (index, id) => ({
      effects: [perform(turnWork(`ask-${id}`, { botId: index === 0 ? bot : otherBot }))],
    }))
    const taken = await mailbox.claimWork({ ...turns, busyBots: [bot] })
    expect(taken.map(({ effect }) => effect.botId)).toEqual([otherBot])
    expect(await mailbox.claimWork(turns)).toHaveLength(1)
  })

  it('frees what one node held, or everything', async () => {
    const { mailbox, ...storage } = await open()
    await openMany({ mailbox, ...storage }, 3, (_, id) => ({ effects: [perform(turnWork(`ask-${id}`))] }))
    await mailbox.claimWork({ ...turns, limit: 2 })
    await mailbox.claimWork({ ...turns, by: 'node-b' })
    expect(await mailbox.releaseClaims('node-b')).toBe(1)
    expect(await mailbox.claimWork({ ...turns, by: 'node-b' })).toHaveLength(1)
    expect(await mailbox.releaseClaims('everyone')).toBe(3)
    expect(await mailbox.claimWork(turns)).toHaveLength(3)
  })

  it('a refused commit leaves no work behind', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening())
    await conversations.commit(message(9, { effects: [perform(turnWork('ask-1'))] }))
    await conversations.commit(message(1, { effects: [perform(turnWork('ask-2'))], settles: settled('nothing') }))
    expect(await mailbox.claimWork(turns)).toEqual([])
    expect(await mailbox.nextDueAt()).toBeUndefined()
  })
}
