import type { ConversationStore } from '../store.ts'
import { type Database, row } from './connection.ts'

const SQL = `SELECT r.turn_id AS "turnId", r.definition_hash AS "definitionHash", r.state
  FROM conversations AS c JOIN runs AS r ON r.conversation_key = c.key WHERE c.id = $1 AND c.account_id = $2`

export function prepareReadRun(database: Database): ConversationStore['readRun'] {
  return async (accountId, id) => {
    const found = await row<{ turnId: number; definitionHash: string; state: string }>(database, SQL, id, accountId)
    return found && { ...found, state: JSON.parse(found.state) }
  }
}
