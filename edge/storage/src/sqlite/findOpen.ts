import type { ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'

export function prepareFindOpen(database: Database): ConversationStore['findOpen'] {
  const find = database
    .prepare<[string, string], ConversationId>(
      `SELECT id FROM conversations WHERE account_id = ? AND consumer_id = ? AND phase <> 'closed'`,
    )
    .pluck()
  return async (accountId, consumerId) => find.get(accountId, consumerId)
}
