import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export function prepareReadEvents(database: Database): ConversationStore['readEvents'] {
  const findKey = database
    .prepare<[string, string], number>('SELECT key FROM conversations WHERE id = ? AND account_id = ?')
    .pluck()
  const find = database.prepare<[number, number], EventColumns>(
    'SELECT seq, at, event, body FROM events WHERE conversation_key = ? AND seq = ?',
  )
  return async (accountId, id, seqs) => {
    const key = findKey.get(id, accountId)
    if (key === undefined) return []
    return seqs.slice(0, MAX_LOG_PAGE).flatMap((seq) => {
      const row = find.get(key, seq)
      return row ? [toRecorded(row)] : []
    })
  }
}
