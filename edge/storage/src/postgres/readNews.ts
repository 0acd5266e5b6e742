import type { AccountId, ConversationId } from '@baton/base'
import type { CommitFeed } from '../store.ts'
import { wholes } from './binary.ts'
import { type Database, rows } from './connection.ts'
import { FED_COLUMNS, type FedRow, toFed } from './readFeed.ts'

interface Place {
  readonly position: number
  readonly seq: number
  readonly accountId: AccountId
  readonly conversationId: ConversationId
}

export const READ_PLACES = `SELECT e.position, e.seq, c.account_id AS "accountId", c.id AS "conversationId"
  FROM (SELECT position, seq, conversation_key FROM events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3) AS e
  JOIN conversations AS c ON c.key = e.conversation_key ORDER BY e.position`
export const READ_AT = `SELECT ${FED_COLUMNS} FROM unnest($1::bigint[]) AS g (position) JOIN events AS e ON e.position = g.position
  JOIN conversations AS c ON c.key = e.conversation_key ORDER BY e.position`

/** Where they are first, then those that are news: most of what is in the feed was committed by whoever reads it. */
export function prepareReadNews(database: Database, horizon: CommitFeed['horizon']): CommitFeed['readNews'] {
  return async (after, limit, isKnown, what) => {
    const safe = await horizon()
    const end = what === 'visible' ? Number.MAX_SAFE_INTEGER : safe
    const places = await rows<Place>(database, READ_PLACES, after, end, limit)
    const news = places.filter(({ accountId, conversationId, seq }) => !isKnown(accountId, conversationId, seq))
    const found =
      news.length > 0 ? await rows<FedRow>(database, READ_AT, wholes(news.map(({ position }) => position))) : []
    return {
      events: found.map(toFed),
      upTo: places.at(-1)?.position ?? after,
      more: places.length === limit,
      horizon: safe,
    }
  }
}
