import type { ConversationId } from '@baton/base'
import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

export const LIST_QUEUE = `SELECT id, ${LIST_COLUMNS} FROM conversations
  WHERE account_id = $1 AND skill_id = $2 AND queued_since IS NOT NULL ORDER BY sorts_at, queued_since, key LIMIT $3`

export function prepareListQueue(database: Database): ConversationStore['listQueue'] {
  return async (accountId, skillId, limit) => {
    const page = Math.min(limit, MAX_LIST_PAGE)
    const found = await rows<ListColumns & { id: ConversationId }>(database, LIST_QUEUE, accountId, skillId, page)
    return found.map(toListed)
  }
}
