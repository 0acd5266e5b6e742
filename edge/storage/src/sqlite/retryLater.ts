import type { Database } from 'better-sqlite3'

export interface Retry {
  readonly effectId: string
  readonly by: string
  readonly dueAt: number
}

export function prepareRetryLater(database: Database): (retry: Retry) => boolean {
  const free = database.prepare<[number, string, string]>(
    `UPDATE effects SET due_at = ?, attempt = attempt + 1, claimed_by = NULL, claimed_until = NULL
     WHERE id = ? AND claimed_by = ?`,
  )
  return ({ effectId, by, dueAt }) => free.run(dueAt, effectId, by).changes === 1
}
