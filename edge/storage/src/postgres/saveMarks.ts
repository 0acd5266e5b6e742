import type { ConversationStore } from '../store.ts'
import { type Database, run } from './connection.ts'

const SQL = `INSERT INTO marks AS m
  SELECT c.key, g.participant, max(g.delivered), max(g.read)
  FROM json_to_recordset($1) AS g ("conversationId" text, "accountId" text, participant text, delivered bigint, read bigint)
  JOIN conversations AS c ON c.id = g."conversationId" AND c.account_id = g."accountId"
  GROUP BY c.key, g.participant ORDER BY c.key, g.participant
  ON CONFLICT (conversation_key, participant)
  DO UPDATE SET delivered = greatest(m.delivered, excluded.delivered), read = greatest(m.read, excluded.read)
  WHERE excluded.delivered > m.delivered OR excluded.read > m.read`

/** Raises marks; a mark of an unknown or foreign conversation is dropped. */
export function prepareSaveMarks(database: Database): ConversationStore['saveMarks'] {
  return async (marks) => {
    if (marks.length > 0) await run(database, SQL, JSON.stringify(marks))
  }
}
