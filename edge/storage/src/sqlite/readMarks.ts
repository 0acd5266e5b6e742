import type { Database } from 'better-sqlite3'
import type { ConversationStore, Mark } from '../store.ts'

export function prepareReadMarks(database: Database): ConversationStore['readMarks'] {
  const read = database.prepare<[string, string], Mark>(
    `SELECT m.participant, m.delivered, m.read FROM conversations AS c JOIN marks AS m ON m.conversation_key = c.key
     WHERE c.id = ? AND c.account_id = ? ORDER BY m.participant`,
  )
  return async (accountId, id) => read.all(id, accountId)
}
