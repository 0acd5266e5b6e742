import type { ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { MAX_LIST_PAGE } from './list.ts'

export function prepareListKept(database: Database): ConversationStore['listKept'] {
  const read = database
    .prepare<[string, number, number], ConversationId>(
      `SELECT id FROM conversations INDEXED BY conversations_kept
       WHERE account_id = ? AND phase = 'closed' AND erased = 0 AND closed_at < ? ORDER BY closed_at, key LIMIT ?`,
    )
    .pluck()
  return async (accountId, closedBefore, limit) => read.all(accountId, closedBefore, Math.min(limit, MAX_LIST_PAGE))
}
