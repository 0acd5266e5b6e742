import type { ConversationId } from '@baton/base'
import type { ConversationStore } from '../store.ts'
import { type Database, row } from './connection.ts'

const SQL = `SELECT id FROM conversations WHERE account_id = $1 AND consumer_id = $2 AND phase <> 'closed'`

export function prepareFindOpen(database: Database): ConversationStore['findOpen'] {
  return async (accountId, consumerId) => (await row<{ id: ConversationId }>(database, SQL, accountId, consumerId))?.id
}
