import type { AgentId, ConsumerId, SkillId } from '@baton/base'
import type { EffectChange } from '@baton/conversation'
import { expect, it } from 'vitest'
import type { ListRow } from '../commit.ts'
import type { QueuePlace } from '../deskStore.ts'
import type { Storage } from '../store.ts'
import { account, at, noon, numberedId, type Open, openMany, otherAccount, row, silently } from './examples.ts'

/** Of the first of many conversations. */
const first = row({ consumerId: 'consumer-0' as ConsumerId })

const minutes = (count: number): number => count * 60_000
const LEASE_MS = 30_000

/** A brand with two skills and one agent who can do both. */
async function founded(storage: Storage, capacity = 3) {
  const { settings } = storage
  await settings.createAccount({ id: account, name: 'Coffee' })
  const skill = async (name: string): Promise<SkillId> => {
    const times = { urgent: 60_000, normal: 600_000, prioritized: 300_000 }
    const made = { name, description: '', enabled: true, responseTimes: times, autoCloseMs: 86_400_000 }
    return (await settings.createSkill(account, made)).id
  }
  const [orders, billing] = [await skill('Orders'), await skill('Billing')]
  const person = async (nickname: string, skillIds: SkillId[], role: 'agent' | 'builder' = 'agent') =>
    (await settings.createPerson(account, { fullName: nickname, nickname, role, skillIds, capacity, enabled: true })).id
  return { orders, billing, person, ada: await person('Ada', [orders, billing]) }
}

const waits = (skillId: SkillId, sinceMs: number, more: Partial<ListRow> = {}): ListRow =>
  row({ assigneeKind: 'queue', assigneeId: skillId, skillId, queuedSince: at(sinceMs), offerable: true, ...more })

const offerTimer = (agentId: AgentId): EffectChange => ({
  do: 'setTimer',
  timer: { name: `offer:${agentId}`, dueAt: at(72_000), on: 'offer', agentId },
})

export function deskConformance(open: Open): void {
  it('presence is a lease: it grows, never shrinks, and who lets it end is offline from then on', async () => {
    const storage = await open()
    const { desk } = storage
    const { ada, orders, billing } = await founded(storage)
    const agent = { accountId: account, agentId: ada }
    await desk.keepLeases([agent], at(LEASE_MS), noon)
    expect(await desk.findPresence(account, ada)).toMatchObject({ status: 'offline', leaseUntil: at(LEASE_MS) })
    expect(await desk.setStatus(agent, 'online', undefined, at(5))).toMatchObject({ status: 'online', since: at(5) })
    const dirty = await storage.mailbox.listDirtySkills(10)
    expect(dirty.map(({ skillId }) => skillId).toSorted()).toEqual([orders, billing].toSorted())
    await desk.keepLeases([agent], at(10_000), noon)
    expect(await desk.nextLeaseEnd()).toBe(at(LEASE_MS))
    expect(await desk.lapseLeases(at(LEASE_MS - 1), 10)).toEqual([])
    expect(await desk.lapseLeases(at(LEASE_MS), 10)).toMatchObject([{ agentId: ada, status: 'offline' }])
    expect(await desk.lapseLeases(at(LEASE_MS), 10)).toEqual([])
    expect(await desk.findPresence(account, ada)).not.toHaveProperty('leaseUntil')
    const [gone] = await desk.listUntidied(10)
    expect(gone).toMatchObject({ agentId: ada, status: 'offline', since: at(LEASE_MS) })
    await desk.markTidied(agent, noon)
    expect(await desk.listUntidied(10)).toHaveLength(1)
    await desk.markTidied(agent, at(LEASE_MS))
    expect(await desk.listUntidied(10)).toEqual([])
    expect(await desk.nextLeaseEnd()).toBeUndefined()
  })

  it('messaging R4.10: keeps who was how since when, for reports', async () => {
    const storage = await open()
    const { ada } = await founded(storage)
    const agent = { accountId: account, agentId: ada }
    await storage.desk.setStatus(agent, 'online', undefined, at(1))
    await storage.desk.setStatus(agent, 'away', 'lunch', at(2))
    const mo = 99 as AgentId
    expect(await storage.desk.setStatus(agent, 'busy', undefined, at(3), mo)).toMatchObject({ setBy: mo })
    expect(await storage.desk.findPresence(account, ada)).toMatchObject({ status: 'busy', setBy: mo })
    expect(await storage.desk.setStatus(agent, 'away', 'lunch', at(4))).not.toHaveProperty('setBy')
    expect(await storage.desk.listStatusChanges(account, ada, 10)).toEqual([
      { at: at(4), status: 'away', reason: 'lunch' },
      { at: at(3), status: 'busy', setBy: mo },
      { at: at(2), status: 'away', reason: 'lunch' },
      { at: at(1), status: 'online' },
    ])
    expect(await storage.desk.listStatusChanges(otherAccount, ada, 10)).toEqual([])
    expect(await storage.desk.listPresence(account, [ada])).toMatchObject([{ status: 'away', reason: 'lunch' }])
  })

  it('one dispatcher per account: another takes over when its time is over, or when it lets go', async () => {
    const { desk } = await open()
    expect(await desk.holdDispatcher(account, 'a', noon, at(100))).toBe(true)
    expect(await desk.holdDispatcher(account, 'b', noon, at(100))).toBe(false)
    expect(await desk.holdDispatcher(otherAccount, 'b', noon, at(100))).toBe(true)
    expect(await desk.holdDispatcher(account, 'a', at(50), at(150))).toBe(true)
    expect(await desk.holdDispatcher(account, 'b', at(149), at(300))).toBe(false)
    expect(await desk.holdDispatcher(account, 'b', at(150), at(300))).toBe(true)
    await desk.releaseDispatchers('b')
    expect(await desk.holdDispatcher(account, 'a', at(151), at(300))).toBe(true)
    await desk.releaseDispatchers('everyone')
    expect(await desk.holdDispatcher(account, 'c', at(152), at(300))).toBe(true)
  })

  it('messaging R4.17: the head of a queue by due time, then by entry, page by page; who is being offered is not in it', async () => {
    const storage = await open()
    const { orders, billing } = await founded(storage)
    const { offerable: _offered, ...ringing } = waits(orders, 0)
    const rows = [
      waits(orders, 50, { dueAt: at(900_000) }),
      waits(orders, 20), // due, if it were, 600 s after its entry
      waits(orders, 10),
      waits(orders, 70, { dueAt: at(500_000) }),
      ringing,
      waits(billing, 0),
    ]
    await openMany(storage, rows.length, (index) => ({ listRow: rows[index] as ListRow }))
    const ids: string[] = []
    let after: QueuePlace | undefined
    for (;;) {
      const page = await storage.desk.listHeads(account, orders, 2, after)
      const last = page.at(-1)
      if (last === undefined) break
      ids.push(...page.map(({ conversationId }) => conversationId))
      const { conversationId, dueAt, queuedSince = 0, responseMs } = last
      after = { conversationId, queuedSince, sortsAt: dueAt ?? queuedSince + responseMs }
    }
    expect(ids).toEqual([3, 2, 1, 0].map(numberedId))
    const narrow = await storage.desk.listQueued(account, orders, 3)
    expect(narrow.map(({ conversationId }) => conversationId)).toEqual([3, 2, 1].map(numberedId))
    expect(narrow[0]).toMatchObject({ dueAt: at(500_000), responseMs: 600_000 })
    expect((await storage.desk.listWaitingSkills()).map(({ skillId }) => skillId).toSorted()).toEqual(
      [orders, billing].toSorted(),
    )
    const queue = await storage.desk.readDesk(account, { kind: 'queue', skillIds: [orders, billing] }, 3)
    expect(queue.total).toBe(6)
    expect(queue.items.map(({ conversationId }) => conversationId)).toEqual(
      [3, 5, 4].map(numberedId).toSorted((a, b) => {
        const order = [numberedId(3), numberedId(4), numberedId(5)]
        return order.indexOf(a) - order.indexOf(b)
      }),
    )
  })

  it('messaging R4.12: a conversation that rests weighs less over time, down to a tenth; one that is owed words never', async () => {
    const storage = await open()
    const { ada } = await founded(storage, 2)
    const reserve: EffectChange = { do: 'reserve', agentId: ada, weight: 1, mayExceed: false }
    const mine = { assigneeKind: 'agent', assigneeId: ada, updatedAt: noon } as const
    await openMany(storage, 4, (index) => ({
      listRow: row(index === 0 ? { ...mine, dueAt: at(1) } : index === 1 ? mine : {}),
      effects: index < 2 ? [reserve] : [],
    }))
    const loadAt = async (ms: number) => (await storage.desk.readLoads(account, [ada], at(ms)))[0]
    expect(await loadAt(0)).toEqual({ agentId: ada, held: 2, load: 2, shrinksAt: at(minutes(5)) })
    expect(await loadAt(minutes(5))).toEqual({ agentId: ada, held: 2, load: 1.5, shrinksAt: at(minutes(10)) })
    expect(await loadAt(minutes(10))).toMatchObject({ load: 1.25 })
    expect(await loadAt(minutes(15))).toMatchObject({ load: 1.125, shrinksAt: at(minutes(20)) })
    expect(await loadAt(minutes(600))).toEqual({ agentId: ada, held: 2, load: 1.1 })
    expect(await storage.desk.readLoads(account, [99 as AgentId], noon)).toEqual([{ agentId: 99, held: 0, load: 0 }])
    // The same weights count when a seat is asked for; the clock of this storage stands still at noon.
    const third = silently(1, {
      conversationId: numberedId(2),
      listRow: row({ consumerId: 'consumer-2' as ConsumerId }),
      effects: [reserve],
    })
    expect(await storage.conversations.commit(third)).toMatchObject({ why: 'seat-taken' })
  })

  it('a freed seat wakes the dispatcher for all skills of its agent', async () => {
    const storage = await open()
    const { ada, orders, billing } = await founded(storage)
    await openMany(storage, 1, () => ({
      effects: [{ do: 'reserve', agentId: ada, weight: 1, mayExceed: false }],
    }))
    expect(await storage.mailbox.listDirtySkills(10)).toEqual([])
    const release: EffectChange = { do: 'release', agentId: ada }
    await storage.conversations.commit(
      silently(1, { conversationId: numberedId(0), listRow: first, effects: [release] }),
    )
    const dirty = await storage.mailbox.listDirtySkills(10)
    expect(dirty.map(({ skillId }) => skillId).toSorted()).toEqual([orders, billing].toSorted())
    for (const skill of dirty) await storage.mailbox.clearDirty(skill)
    await storage.conversations.commit(
      silently(1, { conversationId: numberedId(0), listRow: first, effects: [release] }),
    )
    expect(await storage.mailbox.listDirtySkills(10)).toEqual([])
    // Set again while it is looked at, by a commit or by a status: the flag differs, so that it is not cleared with the first.
    await storage.desk.markDirty(account, [orders], noon)
    await storage.desk.markDirty(account, [orders], noon)
    expect(await storage.mailbox.listDirtySkills(10)).toEqual([{ accountId: account, skillId: orders, setAt: at(1) }])
    const wake: EffectChange = { do: 'wakeDispatcher', skillId: orders }
    for (let again = 2; again < 5; again += 1) {
      await storage.conversations.commit(
        silently(1, { conversationId: numberedId(0), listRow: first, effects: [wake] }),
      )
      const [flag] = await storage.mailbox.listDirtySkills(10)
      expect(flag?.setAt).toBeGreaterThanOrEqual(at(again))
    }
  })

  it('shows what an agent answers with how far they read, what is offered to them, and everything', async () => {
    const storage = await open()
    const { ada, orders } = await founded(storage)
    const lastLine = { text: 'Hello', seq: 4, audience: 'ALL', by: 'consumer', at: at(7) } as const
    const mine = row({ assigneeKind: 'agent', assigneeId: ada, skillId: orders, lastLine, priority: 'urgent' })
    await openMany(storage, 3, (index) =>
      index === 0
        ? { listRow: mine }
        : { listRow: waits(orders, index), effects: index === 1 ? [offerTimer(ada)] : [] },
    )
    await storage.conversations.saveMarks([
      { accountId: account, conversationId: numberedId(0), participant: `agent:${ada}`, delivered: 3, read: 3 },
    ])
    const own = await storage.desk.readDesk(account, { kind: 'mine', agentId: ada }, 200)
    expect(own).toMatchObject({ total: 1, items: [{ readUpTo: 3, lastLine, priority: 'urgent' }] })
    const offered = await storage.desk.readDesk(account, { kind: 'offers', agentId: ada }, 200)
    expect(offered.items.map(({ conversationId }) => conversationId)).toEqual([numberedId(1)])
    expect(await storage.desk.listOffered(account, ada)).toEqual([numberedId(1)])
    expect(await storage.desk.listOffered(otherAccount, ada)).toEqual([])
    const all = await storage.desk.readDesk(account, { kind: 'all' }, 2)
    expect(all.total).toBe(3)
    expect(all.items.map(({ conversationId }) => conversationId)).toEqual([numberedId(1), numberedId(2)])
    const ofSkill = { kind: 'all', skillId: 99 as SkillId } as const
    expect(await storage.desk.readDesk(account, ofSkill, 2)).toEqual({ items: [], total: 0 })
  })

  it('knows who can do a skill: enabled people, no builders, with all that they can do', async () => {
    const storage = await open()
    const { ada, orders, billing, person } = await founded(storage)
    await person('Bo', [orders], 'builder')
    const cy = await person('Cy', [orders])
    await storage.settings.updatePerson(account, cy, { enabled: false })
    expect(await storage.desk.listAgentsOnSkill(account, orders)).toEqual([
      { agentId: ada, nickname: 'Ada', skillIds: [orders, billing], capacity: 3 },
    ])
  })
}
