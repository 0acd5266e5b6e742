import type { Database } from 'better-sqlite3'
import type { MarkUpdate } from '../store.ts'

/** Raises marks; a mark of an unknown or foreign conversation is dropped. */
export function prepareSaveMarks(database: Database): (marks: readonly MarkUpdate[]) => void {
  const raise = database.prepare<[string, number, number, string, string]>(
    `INSERT INTO marks SELECT key, ?, ?, ? FROM conversations WHERE id = ? AND account_id = ?
     ON CONFLICT DO UPDATE SET delivered = max(delivered, excluded.delivered), read = max(read, excluded.read)
     WHERE excluded.delivered > delivered OR excluded.read > read`,
  )
  return (marks) => {
    for (const mark of marks) {
      raise.run(mark.participant, mark.delivered, mark.read, mark.conversationId, mark.accountId)
    }
  }
}
