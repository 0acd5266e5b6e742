import type { ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

export function prepareListQueue(database: Database): ConversationStore['listQueue'] {
  const read = database.prepare<[string, number, number], ListColumns & { id: ConversationId }>(
    `SELECT id, ${LIST_COLUMNS} FROM conversations
     WHERE account_id = ? AND skill_id = ? AND queued_since IS NOT NULL
     ORDER BY sorts_at, queued_since, key LIMIT ?`,
  )
  return async (accountId, skillId, limit) => read.all(accountId, skillId, Math.min(limit, MAX_LIST_PAGE)).map(toListed)
}
