import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export const MAX_LOG_PAGE = 1_000

export const READ_LOG = `SELECT e.seq, e.at, e.event, e.body FROM events AS e
  WHERE e.conversation_key = (SELECT key FROM conversations WHERE id = $1 AND account_id = $2) AND e.seq > $3
  ORDER BY e.seq LIMIT $4`

export function prepareReadLog(database: Database): ConversationStore['readLog'] {
  return async (accountId, id, after, limit) =>
    (await rows<EventColumns>(database, READ_LOG, id, accountId, after, Math.min(limit, MAX_LOG_PAGE))).map(toRecorded)
}
