import type { CommitFeed } from '../store.ts'
import { type Database, row, rows } from './connection.ts'

interface Sample {
  /** The newest position that had been drawn when the sample was taken. */
  readonly position: number
  /** Transactions that were writing then and are not over yet. */
  readonly writing: readonly string[]
}

const MAX_SAMPLES = 1_000
const POSITION = 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS position FROM events_position_seq'
/** Of this database only: who writes for long in another one holds nothing up here. */
const WRITING = `SELECT backend_xid::text AS xid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()`

/**
 * Transactions draw their positions in one order and become visible in another, so that the newest visible position says
 * nothing of those below it. This one is safe: we note how far positions were drawn, and then who is writing. A transaction has
 * its number before it draws a position (it changed a conversation first), so that whoever is not among those noted drew later
 * ones. Once all the noted ones are over, everything up to the noted position is visible or will never be.
 *
 * One look after the other: an older list of who writes, heard after a younger one, would take those for over who began between.
 */
export function prepareHorizon(database: Database): CommitFeed['horizon'] {
  let safe = 0
  let samples: Sample[] = []
  let last: Promise<unknown> = Promise.resolve()

  async function look(): Promise<number> {
    // In this order: who draws between the two is noted without need, and nobody is missed.
    const drawn = await row<{ position: number }>(database, POSITION)
    const now = (await rows<{ xid: string }>(database, WRITING)).map(({ xid }) => xid)
    const stillWriting = new Set(now)
    samples = [...samples, { position: drawn?.position ?? 0, writing: now }].map(({ position, writing }) => ({
      position,
      writing: writing.filter((xid) => stillWriting.has(xid)),
    }))
    for (const { position, writing } of samples) if (writing.length === 0) safe = Math.max(safe, position)
    samples = samples.filter(({ writing }) => writing.length > 0).slice(0, MAX_SAMPLES)
    return safe
  }

  return () => {
    const looking = last.then(look, look)
    last = looking
    return looking
  }
}
