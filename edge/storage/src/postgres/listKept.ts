import type { ConversationId } from '@baton/base'
import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LIST_PAGE } from './list.ts'

export const LIST_KEPT = `SELECT id FROM conversations
  WHERE account_id = $1 AND phase = 'closed' AND erased = 0 AND closed_at < $2 ORDER BY closed_at, key LIMIT $3`

export function prepareListKept(database: Database): ConversationStore['listKept'] {
  return async (accountId, closedBefore, limit) => {
    const page = Math.min(limit, MAX_LIST_PAGE)
    const found = await rows<{ id: ConversationId }>(database, LIST_KEPT, accountId, closedBefore, page)
    return found.map(({ id }) => id)
  }
}
