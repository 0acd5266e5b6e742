import type { AccountId, ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { CommitFeed } from '../store.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

type Row = EventColumns & { position: number; accountId: AccountId; conversationId: ConversationId }

export function prepareReadFeed(database: Database): CommitFeed['readFeed'] {
  const read = database.prepare<[number, number], Row>(
    `SELECT e.position, e.seq, e.at, e.event, e.body, c.account_id AS accountId, c.id AS conversationId
     FROM events AS e CROSS JOIN conversations AS c ON c.key = e.conversation_key
     WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  )
  return async (after, limit) =>
    read.all(after, Math.min(limit, MAX_LOG_PAGE)).map((row) => ({
      position: row.position,
      accountId: row.accountId,
      conversationId: row.conversationId,
      ...toRecorded(row),
    }))
}
