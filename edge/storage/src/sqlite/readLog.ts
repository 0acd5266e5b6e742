import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export const MAX_LOG_PAGE = 1_000

export function prepareReadLog(database: Database): ConversationStore['readLog'] {
  const read = database.prepare<[string, string, number, number], EventColumns>(
    `SELECT e.seq, e.at, e.event, e.body FROM conversations AS c JOIN events AS e ON e.conversation_key = c.key
     WHERE c.id = ? AND c.account_id = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`,
  )
  return async (accountId, id, after, limit) =>
    read.all(id, accountId, after, Math.min(limit, MAX_LOG_PAGE)).map(toRecorded)
}
