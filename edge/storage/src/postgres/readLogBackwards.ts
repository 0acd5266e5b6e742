import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export const READ_LOG_BACKWARDS = `SELECT e.seq, e.at, e.event, e.body FROM events AS e
  WHERE e.conversation_key = (SELECT key FROM conversations WHERE id = $1 AND account_id = $2) AND e.seq < $3
  ORDER BY e.seq DESC LIMIT $4`

export function prepareReadLogBackwards(database: Database): ConversationStore['readLogBackwards'] {
  return async (accountId, id, before, limit) => {
    const page = Math.min(limit, MAX_LOG_PAGE)
    const read = await rows<EventColumns>(database, READ_LOG_BACKWARDS, id, accountId, before, page)
    return read.reverse().map(toRecorded)
  }
}
