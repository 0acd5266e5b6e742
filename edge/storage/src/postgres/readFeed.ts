import type { AccountId, ConversationId } from '@baton/base'
import type { CommitFeed, FedEvent } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LOG_PAGE } from './readLog.ts'
import { type EventColumns, toRecorded } from './recorded.ts'

export type FedRow = EventColumns & { position: number; accountId: AccountId; conversationId: ConversationId }

export const FED_COLUMNS =
  'e.position, e.seq, e.at, e.event, e.body, c.account_id AS "accountId", c.id AS "conversationId"'
export const READ_FEED = `SELECT ${FED_COLUMNS}
  FROM (SELECT * FROM events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3) AS e
  JOIN conversations AS c ON c.key = e.conversation_key ORDER BY e.position`

/** Up to the horizon and no further: what lies behind it may still be joined by something before it. */
export function prepareReadFeed(database: Database, horizon: CommitFeed['horizon']): CommitFeed['readFeed'] {
  return async (after, limit) => {
    const page = Math.min(limit, MAX_LOG_PAGE)
    return (await rows<FedRow>(database, READ_FEED, after, await horizon(), page)).map(toFed)
  }
}

export const toFed = (row: FedRow): FedEvent => ({
  position: row.position,
  accountId: row.accountId,
  conversationId: row.conversationId,
  ...toRecorded(row),
})
