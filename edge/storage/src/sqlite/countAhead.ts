import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'

export function prepareCountAhead(database: Database): ConversationStore['countAhead'] {
  const find = database.prepare<
    [string, string],
    { skillId: number; sortsAt: number; queuedSince: number; key: number }
  >(
    `SELECT skill_id AS skillId, sorts_at AS sortsAt, queued_since AS queuedSince, key FROM conversations
     WHERE id = ? AND account_id = ? AND queued_since IS NOT NULL`,
  )
  const count = database
    .prepare<[string, number, number, number, number], number>(
      `SELECT count(*) FROM conversations WHERE account_id = ? AND skill_id = ? AND queued_since IS NOT NULL
         AND (sorts_at, queued_since, key) < (?, ?, ?)`,
    )
    .pluck()
  return async (accountId, id) => {
    const place = find.get(id, accountId)
    if (place === undefined) return undefined
    const { skillId, sortsAt, queuedSince, key } = place
    return count.get(accountId, skillId, sortsAt, queuedSince, key)
  }
}
