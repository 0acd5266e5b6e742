import type { ConversationStore, Mark } from '../store.ts'
import { type Database, rows } from './connection.ts'

const SQL = `SELECT m.participant, m.delivered, m.read FROM conversations AS c JOIN marks AS m ON m.conversation_key = c.key
  WHERE c.id = $1 AND c.account_id = $2 ORDER BY m.participant`

export function prepareReadMarks(database: Database): ConversationStore['readMarks'] {
  return (accountId, id) => rows<Mark>(database, SQL, id, accountId)
}
