import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

const SQL = `SELECT e.seq, e.at, e.event, e.body FROM events AS e
  WHERE e.conversation_key = (SELECT key FROM conversations WHERE id = $1 AND account_id = $2) AND e.seq = ANY($3::bigint[])`

/** In the order in which they were asked for. */
export function prepareReadEvents(database: Database): ConversationStore['readEvents'] {
  return async (accountId, id, seqs) => {
    const wanted = seqs.slice(0, MAX_LOG_PAGE)
    if (wanted.length === 0) return []
    const found = await rows<EventColumns>(database, SQL, id, accountId, wanted)
    const bySeq = new Map(found.map((columns) => [columns.seq, columns]))
    return wanted.flatMap((seq) => {
      const columns = bySeq.get(seq)
      return columns ? [toRecorded(columns)] : []
    })
  }
}
