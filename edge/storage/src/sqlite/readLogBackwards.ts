import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export function prepareReadLogBackwards(database: Database): ConversationStore['readLogBackwards'] {
  const read = database.prepare<[string, string, number, number], EventColumns>(
    `SELECT e.seq, e.at, e.event, e.body FROM conversations AS c JOIN events AS e ON e.conversation_key = c.key
     WHERE c.id = ? AND c.account_id = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?`,
  )
  return async (accountId, id, before, limit) =>
    read.all(id, accountId, before, Math.min(limit, MAX_LOG_PAGE)).reverse().map(toRecorded)
}
