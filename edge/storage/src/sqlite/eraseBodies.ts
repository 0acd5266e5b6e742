import type { Database } from 'better-sqlite3'
import { prepareForgetHashes } from './clientMessages.ts'

/**
 * Erases what people said from everything that one conversation left: log, last line, run, journal, and what was held back in
 * work and timers. Places, types and times stay. What goes is overwritten, not only unlinked, by every write of
 * this connection.
 */
export function prepareEraseBodies(database: Database): (conversationKey: number) => void {
  const statements = [
    'UPDATE events SET body = NULL WHERE conversation_key = ? AND body IS NOT NULL',
    `UPDATE conversations SET last_text = NULL, last_seq = NULL, last_audience = NULL, erased = (phase = 'closed') WHERE key = ?`,
    // Why a bot's answer could not be used was told with parts of it.
    `UPDATE events SET event = json_set(event, '$.cause', '', '$.problems', json('[]'))
     WHERE conversation_key = ? AND json_extract(event, '$.type') = 'botFailed'`,
    'DELETE FROM runs WHERE conversation_key = ?',
    'DELETE FROM journal WHERE conversation_key = ?',
    // Only the words go; an action that was held back is still to be carried out.
    `UPDATE timers SET payload = json_set(payload, '$.rest.items', json('[]'))
     WHERE conversation_key = ? AND json_type(payload, '$.rest.items') = 'array'`,
    `UPDATE effects SET payload = json_set(payload, '$.rest.items', json('[]'))
     WHERE conversation_key = ? AND kind = 'turn' AND json_type(payload, '$.rest.items') = 'array'`,
  ].map((sql) => database.prepare<[number]>(sql))
  const forgetHashes = prepareForgetHashes(database)
  return (conversationKey) => {
    for (const statement of statements) statement.run(conversationKey)
    forgetHashes(conversationKey)
  }
}
