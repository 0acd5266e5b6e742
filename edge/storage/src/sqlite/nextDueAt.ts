import type { EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { Mailbox } from '../store.ts'

export function prepareNextDueAt(database: Database): Mailbox['nextDueAt'] {
  const earliest = [
    'SELECT due_at FROM effects WHERE head = 1 AND claimed_by IS NULL ORDER BY due_at LIMIT 1',
    'SELECT due_at FROM timers WHERE claimed_by IS NULL ORDER BY due_at LIMIT 1',
  ].map((sql) => database.prepare<[], EpochMs>(sql).pluck())
  return async () => {
    const due = earliest.flatMap((statement) => statement.get() ?? [])
    return due.length > 0 ? (Math.min(...due) as EpochMs) : undefined
  }
}
