import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsumerId } from '@baton/base'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  clientMessage,
  conversationId,
  message,
  noon,
  opened,
  opening,
  row,
  said,
} from '../conformance/examples.ts'
import type { Storage } from '../store.ts'
import { MAX_SENT } from './clientMessages.ts'
import { databaseFile } from './connection.ts'
import { BLOCK_EVENTS } from './logPlaces.ts'
import { migrate } from './migrate.ts'
import { tips } from './migrations/0006_tips.ts'
import { openSqliteStorage } from './open.ts'

let directory: string
let storage: Storage
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'baton-tips-'))
  storage = await openSqliteStorage({ directory, clock: { now: () => noon } })
})
afterEach(async () => {
  await storage.close()
  rmSync(directory, { recursive: true })
})

const places = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
const seqs = (log: readonly { readonly seq: number }[]): number[] => log.map(({ seq }) => seq)

/** Commits that bring the log up to this length, some events at a time. */
async function grow(sizes: readonly number[]): Promise<number> {
  await storage.conversations.commit(opening({ events: [opened()] }))
  let seq = 1
  for (const size of sizes) {
    const events = places(seq + 1, seq + size).map((place) => said(place))
    await storage.conversations.commit(message(seq, { events }))
    seq += size
  }
  return seq
}

describe('a log whose newest places lie in its conversation (decision 0011)', () => {
  it('reads alike from every place in every direction, wherever its blocks end', async () => {
    const length = await grow([3, 20, 1, 1, 14, 2, 40, 1, 5])
    const { readLog, readLogBackwards, readEvents } = storage.conversations
    expect(length % BLOCK_EVENTS).not.toBe(0)
    await fc.assert(
      fc.asyncProperty(fc.nat(length + 3), fc.integer({ min: 1, max: length + 3 }), async (from, limit) => {
        const after = places(from + 1, Math.min(from + limit, length))
        expect(seqs(await readLog(account, conversationId, from, limit))).toEqual(from < length ? after : [])
        const before = places(1, Math.min(from - 1, length)).slice(-limit)
        expect(seqs(await readLogBackwards(account, conversationId, from, limit))).toEqual(before)
        expect(seqs(await readEvents(account, conversationId, [from]))).toEqual(
          from >= 1 && from <= length ? [from] : [],
        )
      }),
      { numRuns: 300 },
    )
  })

  it('of an earlier release is found again after the migration', async () => {
    const length = await grow([30, 7])
    await storage.close()
    const database = new Sqlite(databaseFile(directory))
    // As it was before: an index over the events, no blocks, no tips.
    database.exec(`CREATE UNIQUE INDEX events_log ON events (conversation_key, seq); DROP TABLE log_blocks;
      ALTER TABLE conversations DROP COLUMN tip; ALTER TABLE conversations DROP COLUMN sent`)
    database.exec(tips)
    migrate(database)
    database.close()
    storage = await openSqliteStorage({ directory, clock: { now: () => noon } })
    expect(seqs(await storage.conversations.readLog(account, conversationId, 0, 100))).toEqual(places(1, length))
    await storage.conversations.commit(message(length))
    expect(seqs(await storage.conversations.readLog(account, conversationId, length - 2, 100))).toEqual(
      places(length - 1, length + 1),
    )
  })
})

describe("a consumer's newest messages lie in their conversation (decision 0011)", () => {
  const consumerId = row().consumerId
  const sentAs = (id: string, seq: number, by: string = consumerId) => ({
    ...clientMessage(id, seq),
    sender: `consumer:${by}`,
  })
  const asked = (id: string, by: string = consumerId) => {
    const { seq: _, ...rest } = sentAs(id, 0, by)
    return rest
  }

  async function write(count: number): Promise<void> {
    await storage.conversations.commit(opening({ clientMessage: sentAs('m1', 1) }))
    for (let seq = 1; seq < count; seq += 1) {
      await storage.conversations.commit(message(seq, { clientMessage: sentAs(`m${seq + 1}`, seq + 1) }))
    }
  }

  it('and each is known again, before and after it went to the index', async () => {
    const count = 2 * MAX_SENT + 3
    await write(count)
    const { commit, findClientMessage } = storage.conversations
    for (let seq = 1; seq <= count; seq += 1) {
      const answer = { sameContent: true, conversationId, seq }
      expect(await findClientMessage(account, asked(`m${seq}`))).toMatchObject(answer)
      const again = message(count, { clientMessage: sentAs(`m${seq}`, count + 1) })
      expect(await commit(again)).toMatchObject({ ok: false, why: 'duplicate-message', ...answer })
    }
    expect(await findClientMessage(account, asked('m'))).toBeUndefined()
  })

  it('is no other id that only looks like a part of one', async () => {
    await storage.conversations.commit(opening({ clientMessage: sentAs('a","b', 1) }))
    const { findClientMessage } = storage.conversations
    expect(await findClientMessage(account, asked('a'))).toBeUndefined()
    expect(await findClientMessage(account, asked('b'))).toBeUndefined()
    expect(await findClientMessage(account, asked('a","b'))).toMatchObject({ seq: 1 })
  })

  it('are known after the conversation has closed', async () => {
    await write(3)
    const closed = row({ phase: 'closed', assigneeKind: 'none', closedAt: noon })
    await storage.conversations.commit(message(3, { listRow: closed }))
    expect(await storage.conversations.findClientMessage(account, asked('m2'))).toMatchObject({ seq: 2 })
  })

  it('are known as theirs after the brand has signed them in', async () => {
    await write(3)
    const signedIn = 'signed-in' as ConsumerId
    const moved = message(3, { listRow: row({ consumerId: signedIn }) })
    expect(await storage.conversations.commit(moved)).toEqual({ ok: true })
    const { findClientMessage } = storage.conversations
    expect(await findClientMessage(account, asked('m2', signedIn))).toMatchObject({ seq: 2 })
  })
})
