import type { Clock, EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { Mailbox } from '../store.ts'

/** What is free counts from when it is due; what was claimed counts again once its claim ran out. */
export function prepareNextDueAt(database: Database, clock: Clock): Mailbox['nextDueAt'] {
  const free = [
    'SELECT due_at FROM effects WHERE head = 1 AND claimed_by IS NULL ORDER BY due_at LIMIT 1',
    'SELECT due_at FROM timers WHERE claimed_until IS NULL ORDER BY due_at LIMIT 1',
  ].map((sql) => database.prepare<[], EpochMs>(sql).pluck())
  const ranOut = [
    `SELECT claimed_until FROM effects WHERE head = 1 AND claimed_until <= ?
     ORDER BY claimed_until LIMIT 1`,
    `SELECT claimed_until FROM timers WHERE claimed_until <= ?
     ORDER BY claimed_until LIMIT 1`,
  ].map((sql) => database.prepare<[number], EpochMs>(sql).pluck())
  return async () => {
    const now = clock.now()
    const due = [...free.map((one) => one.get()), ...ranOut.map((one) => one.get(now))].filter((at) => at !== undefined)
    return due.length > 0 ? (Math.min(...due) as EpochMs) : undefined
  }
}
