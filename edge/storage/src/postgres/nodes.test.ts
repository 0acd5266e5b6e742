import type { AgentId, Clock, EpochMs } from '@baton/base'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  account,
  at,
  claim,
  conversationId,
  idleTimer,
  message,
  noon,
  opening,
  openMany,
  otherConversationId,
  perform,
  settled,
  silently,
  turns,
  turnWork,
} from '../conformance/examples.ts'
import type { NodeRegister } from '../nodes.ts'
import type { Storage } from '../store.ts'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { wipeDatabase } from '../testing/wipeDatabase.ts'
import { openPostgresStorage } from './open.ts'

const clock: Clock = { now: () => noon }
let database: EmptyDatabase
let storage: Storage
let nodes: NodeRegister
/** Somebody whose transactions are as long as the test wants. */
let slow: pg.Client

beforeAll(async () => {
  database = await emptyDatabase()
  slow = new pg.Client({ connectionString: database.url })
  await slow.connect()
}, 60_000)
beforeEach(async () => {
  storage = await openPostgresStorage({ url: database.url, clock })
  if (storage.nodes === undefined) throw new Error('nodes can share this dialect')
  nodes = storage.nodes
  await wipeDatabase(database.url)
})
afterEach(() => storage?.close())
afterAll(async () => {
  await slow?.end()
  await database?.drop()
})

/** As if this node had said nothing for so long. */
const silence = (node: string, seconds: number) =>
  slow.query(`UPDATE nodes SET beat_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1`, [node, seconds])

describe('a node that is silent for more than ten seconds', () => {
  it('loses its work, its timers, its accounts and its leases to whoever sweeps, and to nobody before', async () => {
    await nodes.beat('dead')
    await nodes.beat('alive')
    await storage.conversations.commit(opening({ effects: [perform(turnWork('work')), idleTimer(at(5))] }))
    expect(await storage.mailbox.claimWork({ ...turns, by: 'dead' })).toHaveLength(1)
    expect(await storage.mailbox.claimTimers({ ...claim, by: 'dead' })).toHaveLength(1)
    const far = at(3_600_000)
    expect(await storage.desk.holdDispatcher(account, 'dead', noon, far)).toBe(true)

    await silence('dead', 9)
    expect(await nodes.sweep()).toEqual({ dead: [], freed: 0 })
    expect(await storage.desk.holdDispatcher(account, 'alive', noon, far)).toBe(false)

    await silence('dead', 11)
    expect(await nodes.sweep()).toEqual({ dead: ['dead'], freed: 2 })
    expect(await storage.desk.holdDispatcher(account, 'alive', noon, far)).toBe(true)
    expect(await storage.mailbox.claimWork({ ...turns, by: 'alive' })).toHaveLength(1)
    expect(await storage.mailbox.claimTimers({ ...claim, by: 'alive' })).toHaveLength(1)
  })

  it('was only asleep: what it had begun changes nothing, whoever has it now and while nobody has it', async () => {
    await nodes.beat('sleeper')
    await nodes.beat('alive')
    await storage.conversations.commit(opening({ effects: [perform(turnWork('work'))] }))
    await storage.mailbox.claimWork({ ...turns, by: 'sleeper' })
    await silence('sleeper', 11)
    await nodes.sweep()
    const outcome = (by: string) => storage.conversations.commit(silently(1, { settles: settled('work', by) }))
    expect(await outcome('sleeper')).toEqual({ ok: false, why: 'effect-gone' })
    await storage.mailbox.claimWork({ ...turns, by: 'alive' })
    expect(await outcome('sleeper')).toEqual({ ok: false, why: 'effect-gone' })
    expect(await storage.mailbox.extendClaim('work' as never, 'sleeper', at(9_000))).toBe(false)
    expect(await storage.mailbox.retryLater('work' as never, 'sleeper', noon)).toBe(false)
    expect(await outcome('alive')).toEqual({ ok: true })
  })

  it('fell asleep over a row: whoever sweeps does not wait for it, and frees the rest', async () => {
    for (const node of ['sleeper', 'alive']) await nodes.beat(node)
    await storage.conversations.commit(opening({ effects: [perform(turnWork('work')), idleTimer(at(5))] }))
    expect(await storage.mailbox.claimWork({ ...turns, by: 'sleeper' })).toHaveLength(1)
    expect(await storage.mailbox.claimTimers({ ...claim, by: 'sleeper' })).toHaveLength(1)
    await silence('sleeper', 11)
    await slow.query('BEGIN')
    await slow.query('SELECT key FROM effects FOR UPDATE')
    expect(await nodes.sweep()).toEqual({ dead: ['sleeper'], freed: 1 })
    await slow.query('ROLLBACK')
    expect(await nodes.sweep(), 'the line of whoever sleeps on was cut').toEqual({ dead: [], freed: 1 })
  })

  it('takes something in its first moment awake and is not in the register: that is freed too', async () => {
    await nodes.beat('alive')
    await storage.conversations.commit(opening({ effects: [perform(turnWork('work'))] }))
    expect(await storage.mailbox.claimWork({ ...turns, by: 'swept before' })).toHaveLength(1)
    expect((await nodes.sweep()).freed).toBe(1)
  })
})

describe('a position that was drawn early and committed late', () => {
  it('holds the feed up until it is visible, so that whoever reads on has it, and has it in its place', async () => {
    await storage.conversations.commit(opening())
    await openMany(storage, 1)
    const before = await storage.feed.horizon()
    await slow.query('BEGIN')
    await slow.query('UPDATE conversations SET seq = seq + 1 WHERE id = $1', [conversationId])
    await slow.query(
      `INSERT INTO events (conversation_key, seq, at, event, body)
       SELECT conversation_key, 2, at, event, body FROM events ORDER BY position LIMIT 1`,
    )
    const later = {
      conversationId: otherConversationId,
      listRow: { ...opening().listRow, consumerId: 'another' as never },
    }
    expect(await storage.conversations.commit(opening(later))).toEqual({ ok: true })
    const ids = async () => (await storage.feed.readFeed(before, 10)).map((event) => event.conversationId)
    expect(await storage.feed.horizon()).toBe(before)
    expect(await ids(), 'the later one is visible and is not shown').toEqual([])
    await slow.query('COMMIT')
    expect(await ids()).toEqual([conversationId, otherConversationId])
  })

  it('and is rolled back in the end: the feed goes on without it', async () => {
    await storage.conversations.commit(opening())
    const before = await storage.feed.horizon()
    await slow.query('BEGIN')
    await slow.query('UPDATE conversations SET seq = seq + 1 WHERE id = $1', [conversationId])
    await slow.query(`SELECT nextval(pg_get_serial_sequence('events', 'position'))`)
    await slow.query('ROLLBACK')
    expect(await storage.conversations.commit(message(1))).toEqual({ ok: true })
    expect((await storage.feed.readFeed(before, 10)).map(({ seq }) => seq)).toEqual([2])
  })
})

describe('rings', () => {
  it('of a thousand commits within a moment are heard elsewhere as a few, and never by who rang', async () => {
    const other = await openPostgresStorage({ url: database.url, clock })
    const heard = { here: 0, there: 0 }
    const told = new Set<unknown>()
    const counting = (who: keyof typeof heard) => ({
      committed: () => {
        heard[who] += 1
      },
      settingsChanged: () => {},
      reconnected: () => {},
      said: (message: unknown) => void told.add(message),
    })
    storage.rings?.listen(counting('here'))
    other.rings?.listen(counting('there'))
    await vi.waitFor(() => {
      storage.rings?.say('do you listen?')
      expect(told).toContain('do you listen?')
    }, 10_000)
    for (let n = 0; n < 1_000; n += 1) storage.rings?.ring()
    await vi.waitFor(() => expect(heard.there).toBeGreaterThan(0), 10_000)
    storage.rings?.say('that was all') // comes behind whatever was rung before
    await vi.waitFor(() => expect(told).toContain('that was all'), 10_000)
    expect(heard.there).toBeLessThanOrEqual(3)
    expect(heard.here).toBe(0)
    await other.close()
  })
})

describe('two nodes that meet', () => {
  it('seat one consumer and not two at an agent who has one seat left', async () => {
    const other = await openPostgresStorage({ url: database.url, clock })
    await storage.settings.createAccount({ id: account, name: 'Coffee' })
    const responseTimes = { urgent: 1, normal: 2, prioritized: 3 }
    const tea = await storage.settings.createSkill(account, {
      ...{ name: 'Tea', description: '', enabled: true, autoCloseMs: 1 },
      responseTimes,
    })
    const ada = {
      fullName: 'Ada',
      nickname: 'Ada',
      role: 'agent',
      skillIds: [tea.id],
      capacity: 1,
      enabled: true,
    } as const
    const { id: agentId } = await storage.settings.createPerson(account, ada)
    for (let round = 0; round < 10; round += 1) {
      const commits = [storage, other].map((node, index) =>
        node.conversations.commit(
          seatedAt(agentId, `${index}0000000-0000-4000-8000-${String(round).padStart(12, '0')}`),
        ),
      )
      const results = await Promise.all(commits)
      expect(
        results.filter(({ ok }) => ok),
        `round ${round}`,
      ).toHaveLength(1)
      expect(results.filter(({ ok }) => !ok)).toEqual([{ ok: false, why: 'seat-taken', agentId }])
      await slow.query('DELETE FROM reservations')
    }
    await other.close()
  })
})

function seatedAt(agentId: AgentId, id: string) {
  const listRow = { ...opening().listRow, consumerId: `of ${id}` as never, updatedAt: noon as EpochMs }
  const effects = [{ do: 'reserve', agentId, weight: 1, mayExceed: false }] as never
  return opening({ conversationId: id as never, listRow, effects })
}
