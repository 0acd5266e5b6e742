import type { AgentId, ConsumerId, SkillId } from '@baton/base'
import type { EffectChange } from '@baton/conversation'
import { expect, it } from 'vitest'
import { IDLE_MS } from '../deskStore.ts'
import { account, agent, at, noon, numberedId, type Open, openMany, otherAccount, row, silently } from './examples.ts'

const orders = 7 as SkillId
const billing = 8 as SkillId
const grace = 6 as AgentId
const waits = (skillId: SkillId, sinceMs: number, offerable: true | undefined) =>
  row({ assigneeKind: 'queue', assigneeId: skillId, skillId, queuedSince: at(sinceMs), offerable })

/** What people at work need: who joined, how queues stand and how fast they move, and letters that are on their way. */
export function atWorkConformance(open: Open): void {
  it('messaging R8.1: who joined a conversation has it among their own until they leave', async () => {
    const storage = await open()
    const ids = await openMany(storage, 3, (index) => ({
      listRow: row(index === 0 ? { assigneeKind: 'agent', assigneeId: grace } : {}),
      ...(index === 1 && { joined: [agent, grace] }),
    }))
    const listOf = async (agentId: AgentId) => {
      const { items, total } = await storage.desk.readDesk(account, { kind: 'mine', agentId }, 50)
      expect(items).toHaveLength(total)
      return items.map(({ conversationId }) => conversationId).sort()
    }
    expect(await listOf(agent)).toEqual([ids[1]])
    expect(await listOf(grace)).toEqual([ids[0], ids[1]])
    const leave = silently(1, {
      conversationId: numberedId(1),
      listRow: row({ consumerId: 'consumer-1' as ConsumerId }),
      joined: [grace],
    })
    expect(await storage.conversations.commit(leave)).toEqual({ ok: true })
    expect(await listOf(agent)).toEqual([])
    expect(await listOf(grace)).toEqual([ids[0], ids[1]])
    expect((await storage.desk.readDesk(otherAccount, { kind: 'mine', agentId: grace }, 50)).total).toBe(0)
  })

  it('messaging R4.21: counts who waits on each skill, who of them may be offered, and since when', async () => {
    const storage = await open()
    const rings: EffectChange = {
      do: 'setTimer',
      timer: { name: `offer:${agent}`, dueAt: at(72_000), on: 'offer', agentId: agent },
    }
    const rows = [
      waits(orders, 0, true),
      waits(orders, 10, undefined), // nobody owes them words
      waits(orders, 20, undefined),
      waits(billing, 40, true),
      row({ dueAt: at(-1) }),
      row({ dueAt: at(10) }),
    ]
    await openMany(storage, rows.length, (index) => ({
      listRow: rows[index] ?? row(),
      effects: index === 2 ? [rings] : [],
    }))
    const queues = await storage.desk.readQueues(account)
    expect(queues.toSorted((a, b) => a.skillId - b.skillId)).toEqual([
      { skillId: orders, inQueue: 3, actionable: 2, sinceMean: at(10), sinceFirst: at(0) },
      { skillId: billing, inQueue: 1, actionable: 1, sinceMean: at(40), sinceFirst: at(40) },
    ])
    expect(await storage.desk.readQueues(otherAccount)).toEqual([])
    expect(await storage.desk.countOpen(account, noon, at(10))).toEqual({ open: 6, overdue: 1, soon: 1 })
    expect(await storage.desk.countOpen(otherAccount, noon, at(10))).toEqual({ open: 0, overdue: 0, soon: 0 })
  })

  it('messaging R4.21: keeps how long each waited, for every node to read, until it is told to forget', async () => {
    const storage = await open()
    await openMany(storage, 4, (index) => ({
      taken: { skillId: index === 3 ? billing : orders, at: at(index), waitedMs: index * 1_000 },
    }))
    expect(await storage.desk.readWaits(account, orders, at(-1), 10)).toEqual([2_000, 1_000, 0])
    expect(await storage.desk.readWaits(account, orders, at(-1), 2)).toEqual([2_000, 1_000])
    expect(await storage.desk.readWaits(account, orders, at(1), 10)).toEqual([2_000])
    expect(await storage.desk.readWaits(otherAccount, orders, at(-1), 10)).toEqual([])
    expect(await storage.desk.countTaken(account, orders, at(0))).toBe(2)
    expect(await storage.desk.countTaken(account, billing, at(-1))).toBe(1)
    expect(await storage.desk.forgetTaken(at(2), 1)).toBe(1)
    expect(await storage.desk.forgetTaken(at(2), 10)).toBe(1)
    expect(await storage.desk.countTaken(account, orders, at(-1))).toBe(1)
  })

  it('messaging R4.13: notes when somebody got the first one after an idle hour', async () => {
    const storage = await open()
    const { desk } = storage
    const ofAgent = { accountId: account, agentId: agent }
    await desk.keepLeases([ofAgent], at(30_000), noon)
    const reserve: EffectChange = { do: 'reserve', agentId: agent, weight: 1, mayExceed: true }
    await openMany(storage, 1, () => ({ effects: [reserve] }))
    // The clock of this storage stands still at noon.
    expect(await desk.findPresence(account, agent)).toMatchObject({ lastOfferAt: noon, freshSince: noon })
    expect(IDLE_MS).toBe(3_600_000)
  })

  it('letters wait as rows: whoever takes one has it for a while, and a crash leaves it to the next', async () => {
    const { people } = await open()
    const letter = (id: string, expiresAt = at(1_000_000)) => ({
      id,
      accountId: account,
      personId: agent,
      kind: 'reset',
      sealed: 'c2VhbGVk',
      createdAt: noon,
      expiresAt,
    })
    expect(await people.nextLetterAt()).toBeUndefined()
    await people.putLetter(letter('a'))
    await people.putLetter(letter('b'))
    await people.putLetter(letter('late', at(10)))
    expect(await people.nextLetterAt()).toBe(noon)
    const [first, other] = await Promise.all([
      people.takeLetters(at(20), at(120), 10),
      people.takeLetters(at(20), at(120), 10),
    ])
    const taken = [...first, ...other]
    expect(taken.map(({ id }) => id).sort()).toEqual(['a', 'b'])
    expect(taken[0]).toMatchObject({ ...letter(taken[0]?.id ?? ''), attempts: 1 })
    expect(await people.takeLetters(at(119), at(200), 10)).toEqual([])
    await people.removeLetter('a')
    await people.postponeLetter('b', at(500))
    expect(await people.nextLetterAt()).toBe(at(500))
    expect(await people.takeLetters(at(499), at(600), 10)).toEqual([])
    expect(await people.takeLetters(at(500), at(600), 10)).toMatchObject([{ id: 'b', attempts: 2 }])
    // Nobody said how it went: it is due again.
    expect(await people.takeLetters(at(600), at(700), 10)).toMatchObject([{ id: 'b', attempts: 3 }])
    expect(await people.takeLetters(at(2_000_000), at(2_000_100), 10)).toEqual([])
    expect(await people.nextLetterAt()).toBeUndefined()
  })
}
