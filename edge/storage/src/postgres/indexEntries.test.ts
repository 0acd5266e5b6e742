import type { Clock, EffectId, EpochMs, TurnId } from '@baton/base'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bot, consumer, message, node, noon, opening, row } from '../conformance/examples.ts'
import type { Commit } from '../index.ts'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { openPostgresStorage } from './open.ts'

let database: EmptyDatabase
beforeAll(async () => {
  database = await emptyDatabase()
}, 60_000)
afterAll(() => database?.drop())

const clock: Clock = { now: () => noon }

/** @returns how often rows of conversations were written again, and how often without a new entry in any index */
async function changesOf(commits: readonly Commit[]): Promise<{ changes: number; inPlace: number }> {
  const counted = async () => {
    const { rows } = await query(
      `SELECT n_tup_upd::int AS changes, n_tup_hot_upd::int AS "inPlace" FROM pg_stat_user_tables WHERE relname = 'conversations'`,
    )
    return rows[0] ?? { changes: 0, inPlace: 0 }
  }
  const storage = await openPostgresStorage({ url: database.url, clock })
  const before = await counted()
  for (const commit of commits) expect(await storage.conversations.commit(commit)).toEqual({ ok: true })
  await storage.close() // a connection that ends has told its counts
  const after = await expect
    .poll(counted, { timeout: 10_000 })
    .toMatchObject({ changes: before.changes + commits.filter(({ expectedSeq }) => expectedSeq > 0).length })
    .then(counted)
  return { changes: after.changes - before.changes, inPlace: after.inPlace - before.inPlace }
}

async function query(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

describe('what is said within a moment costs the table of conversations no index entry', () => {
  const effectId = 'turn-1' as EffectId
  const turnId = 1 as TurnId
  const later = (ms: number): EpochMs => (noon + ms) as EpochMs
  const about = (ms: number, text: string) => ({
    listRow: row({
      consumerId: consumer,
      updatedAt: later(ms),
      lastLine: { text, seq: 1, audience: 'ALL', by: 'consumer', at: later(ms) },
    }),
  })

  it('when a consumer writes, and when a bot answers', async () => {
    const turn = { kind: 'turn', name: 'askBot', id: effectId, turnId, botId: bot, deadline: later(30_000) } as const
    const counted = await changesOf([
      opening(about(1, 'hello')),
      message(1, {
        ...about(2, 'a latte, please'),
        effects: [{ do: 'perform', effect: turn }],
        claim: { by: node, until: later(30_000) },
      }),
      message(2, { ...about(3, 'with oat milk?'), settles: { kind: 'effect', effectId, claimedBy: node } }),
      message(3, about(4, 'yes')),
    ])
    expect(counted).toEqual({ changes: 3, inPlace: 3 })
  })

  it('and when it closes, the lists of closed conversations get theirs', async () => {
    const { listRow } = about(5, 'bye')
    const closed = {
      ...listRow,
      phase: 'closed',
      assigneeKind: 'none',
      assigneeId: undefined,
      closedAt: later(5),
    } as const
    expect(await changesOf([message(4, { listRow: closed })])).toEqual({ changes: 1, inPlace: 0 })
  })
})
