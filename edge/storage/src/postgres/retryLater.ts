import type { Mailbox } from '../store.ts'
import { type Database, run } from './connection.ts'

const SQL = `UPDATE effects SET due_at = $1, attempt = attempt + 1, claimed_by = NULL, claimed_until = NULL
  WHERE id = $2 AND claimed_by = $3`

export function prepareRetryLater(database: Database): Mailbox['retryLater'] {
  return async (effectId, by, dueAt) => (await run(database, SQL, dueAt, effectId, by)) === 1
}
