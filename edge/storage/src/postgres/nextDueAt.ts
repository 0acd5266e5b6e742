import type { Clock, EpochMs } from '@baton/base'
import type { Mailbox } from '../store.ts'
import { type Database, row } from './connection.ts'

export const NEXT_DUE_AT = `SELECT least(
  (SELECT due_at FROM effects WHERE head = 1 AND claimed_by IS NULL ORDER BY due_at LIMIT 1),
  (SELECT due_at FROM timers WHERE claimed_until IS NULL ORDER BY due_at LIMIT 1),
  (SELECT claimed_until FROM effects WHERE head = 1 AND claimed_until <= $1 ORDER BY claimed_until LIMIT 1),
  (SELECT claimed_until FROM timers WHERE claimed_until <= $1 ORDER BY claimed_until LIMIT 1)) AS due`

/** What is free counts from when it is due; what was claimed counts again once its claim ran out. */
export function prepareNextDueAt(database: Database, clock: Clock): Mailbox['nextDueAt'] {
  return async () => (await row<{ due: EpochMs | null }>(database, NEXT_DUE_AT, clock.now()))?.due ?? undefined
}
