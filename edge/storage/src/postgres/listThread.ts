import type { ConversationId } from '@baton/base'
import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

export const LIST_THREAD = `SELECT id, ${LIST_COLUMNS} FROM conversations
  WHERE account_id = $1 AND consumer_id = $2 AND opened_at < $3 ORDER BY opened_at DESC, key DESC LIMIT $4`

export function prepareListThread(database: Database): ConversationStore['listThread'] {
  return async (accountId, consumerId, before = Number.MAX_SAFE_INTEGER as never, limit) => {
    const page = Math.min(limit, MAX_LIST_PAGE)
    const found = await rows<ListColumns & { id: ConversationId }>(
      database,
      LIST_THREAD,
      accountId,
      consumerId,
      before,
      page,
    )
    return found.map(toListed)
  }
}
