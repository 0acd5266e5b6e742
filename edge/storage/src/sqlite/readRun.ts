import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'

export function prepareReadRun(database: Database): ConversationStore['readRun'] {
  const find = database.prepare<[string, string], { turnId: number; definitionHash: string; state: string }>(
    `SELECT r.turn_id AS turnId, r.definition_hash AS definitionHash, r.state
     FROM conversations AS c JOIN runs AS r ON r.conversation_key = c.key WHERE c.id = ? AND c.account_id = ?`,
  )
  return async (accountId, id) => {
    const row = find.get(id, accountId)
    return row && { ...row, state: JSON.parse(row.state) }
  }
}
