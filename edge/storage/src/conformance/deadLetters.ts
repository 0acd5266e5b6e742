import type { EffectId, SkillId } from '@baton/base'
import { expect, it } from 'vitest'
import {
  account,
  at,
  claim,
  conversationId,
  idleTimer,
  type Open,
  opening,
  otherAccount,
  perform,
  settled,
  silently,
  skill,
  turns,
  turnWork,
} from './examples.ts'

export function deadLettersConformance(open: Open): void {
  it('what is buried leaves the mailbox and is kept with its cause, the newest first', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1')), idleTimer(at(1_000))] }))
    await mailbox.claimWork(turns)
    const [timer] = await mailbox.claimTimers(claim)
    const place = { accountId: account, conversationId }
    const effect = { kind: 'effect', effectId: 'ask-1' as EffectId } as const
    const timerSet = { kind: 'timer', name: 'idle', generation: timer?.generation ?? 0 } as const
    await mailbox.bury({ ...place, settles: effect, cause: 'a bug', at: at(1) })
    await mailbox.bury({ ...place, settles: timerSet, cause: 'another bug', at: at(2) })
    expect(await mailbox.listDead(account, 10)).toEqual([
      { ...place, what: 'timer idle', cause: 'another bug', at: at(2) },
      { ...place, what: 'askBot ask-1', cause: 'a bug', at: at(1) },
    ])
    expect(await mailbox.listDead(account, 1)).toHaveLength(1)
    expect(await mailbox.listDead(otherAccount, 10)).toEqual([])
    expect(await conversations.commit(silently(1, { settles: settled('ask-1') }))).toMatchObject({ why: 'effect-gone' })
    await mailbox.releaseClaims('everyone')
    expect(await mailbox.nextDueAt()).toBeUndefined()
  })

  it('the conversation’s next turn work moves up when the one before it is buried', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1')), perform(turnWork('ask-2'))] }))
    const settles = { kind: 'effect', effectId: 'ask-1' as EffectId } as const
    await mailbox.bury({ accountId: account, conversationId, settles, cause: 'a bug', at: at(1) })
    expect((await mailbox.claimWork(turns)).map(({ effect }) => effect.id)).toEqual(['ask-2'])
  })

  it('burying what is gone, or another account’s work, keeps and changes nothing', async () => {
    const { conversations, mailbox } = await open()
    await conversations.commit(opening({ effects: [perform(turnWork('ask-1'))] }))
    const settles = { kind: 'effect', effectId: 'ask-1' as EffectId } as const
    const gone = { kind: 'effect', effectId: 'ask-9' as EffectId } as const
    await mailbox.bury({ accountId: otherAccount, conversationId, settles, cause: 'foreign', at: at(1) })
    await mailbox.bury({ accountId: account, conversationId, settles: gone, cause: 'gone', at: at(1) })
    expect(await mailbox.listDead(account, 10)).toEqual([])
    expect(await mailbox.listDead(otherAccount, 10)).toEqual([])
    expect(await mailbox.claimWork(turns)).toHaveLength(1)
  })

  it('a skill that was set dirty again is not cleared by who saw the first setting', async () => {
    const { conversations, mailbox } = await open()
    const wake = { do: 'wakeDispatcher', skillId: skill } as const
    await conversations.commit(opening({ effects: [wake, { ...wake, skillId: 8 as SkillId }] }))
    const [first] = await mailbox.listDirtySkills(10)
    expect(first).toMatchObject({ accountId: account, skillId: skill })
    await conversations.commit(silently(1, { effects: [wake] }))
    if (first) await mailbox.clearDirty(first)
    const dirty = await mailbox.listDirtySkills(10)
    expect(dirty.map(({ skillId }) => skillId)).toEqual([8, skill])
    for (const set of dirty) await mailbox.clearDirty(set)
    expect(await mailbox.listDirtySkills(10)).toEqual([])
  })
}
