import type { ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

export function prepareListThread(database: Database): ConversationStore['listThread'] {
  const read = database.prepare<[string, string, number, number], ListColumns & { id: ConversationId }>(
    `SELECT id, ${LIST_COLUMNS} FROM conversations WHERE account_id = ? AND consumer_id = ? AND opened_at < ?
     ORDER BY opened_at DESC, key DESC LIMIT ?`,
  )
  return async (accountId, consumerId, before, limit) =>
    read.all(accountId, consumerId, before ?? Number.MAX_SAFE_INTEGER, Math.min(limit, MAX_LIST_PAGE)).map(toListed)
}
