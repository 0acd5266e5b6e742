import type { Database } from 'better-sqlite3'
import { prepareForgetHashes, prepareIndexSent, sentOf, type WithSent } from './clientMessages.ts'
import { type LogEnd, prepareLogPlaces } from './logPlaces.ts'

/** Positions that go to one statement. */
const AT_ONCE = 1_000
/**
 * Only the words go; an action that was held back is still to be carried out. But for a function: it is nothing without what it is
 * given, which is made of the consumer's words, as is what another bot is told of them.
 */
const WITHOUT_WORDS = `json_remove(
  json_set(
    CASE WHEN json_extract(payload, '$.rest.action.kind') = 'invokeFunction'
      THEN json_remove(payload, '$.rest.action') ELSE payload END,
    '$.rest.items', json('[]')),
  '$.rest.action.context', '$.rest.action.chosen.context')`

/**
 * Erases what people said from everything that one conversation left: log, last line, run, journal, and what was held back in
 * work and timers. Places, types and times stay. What goes is overwritten, not only unlinked, by every write of
 * this connection.
 */
export function prepareEraseBodies(database: Database): (conversationKey: number) => void {
  const find = database.prepare<[number], LogEnd & WithSent & { readonly account_id: string }>(
    'SELECT key, account_id, consumer_id, phase, seq, tip, sent FROM conversations WHERE key = ?',
  )
  const statements = [
    `UPDATE conversations SET last_text = NULL, last_seq = NULL, last_audience = NULL, sent = '',
       erased = (phase = 'closed') WHERE key = ?`,
    'DELETE FROM runs WHERE conversation_key = ?',
    'DELETE FROM journal WHERE conversation_key = ?',
    "DELETE FROM kept_values WHERE kind = 'conversation' AND owner = (SELECT id FROM conversations WHERE key = ?)",
    // Their bytes lie elsewhere: the row stays until somebody has taken them away, and is due for that at once.
    `UPDATE files SET state = 'doomed', name = '', declared_type = '', image = NULL, expires_at = 0
     WHERE seq IS NOT NULL AND (account_id, conversation_id) = (SELECT account_id, id FROM conversations WHERE key = ?)`,
    `UPDATE survey_answers SET question = NULL, answer = NULL WHERE (account_id, conversation_id) =
       (SELECT account_id, id FROM conversations WHERE key = ?)`,
    // What is sent along with a file, or given to a function, is made of the consumer's words.
    `DELETE FROM effects WHERE conversation_key = ? AND kind = 'job' AND json_extract(payload, '$.name') IN ('copyFile', 'invokeFunction')`,
    `UPDATE timers SET payload = ${WITHOUT_WORDS} WHERE conversation_key = ? AND json_type(payload, '$.rest.items') = 'array'`,
    `UPDATE effects SET payload = ${WITHOUT_WORDS}
     WHERE conversation_key = ? AND kind = 'turn' AND json_type(payload, '$.rest.items') = 'array'`,
  ].map((sql) => database.prepare<[number]>(sql))
  const indexSent = prepareIndexSent(database)
  const eraseLog = prepareEraseLog(database)
  return (conversationKey) => {
    const row = find.get(conversationKey)
    if (row === undefined) return
    // What the row kept goes to the index first, where hashes are forgotten.
    indexSent(row.key, row.account_id, sentOf(row))
    eraseLog(row)
    for (const statement of statements) statement.run(conversationKey)
  }
}

function prepareEraseLog(database: Database): (end: LogEnd) => void {
  const places = prepareLogPlaces(database)
  const statements = [
    'UPDATE events SET body = NULL WHERE position IN (SELECT value FROM json_each(?)) AND body IS NOT NULL',
    // Why a bot's answer could not be used was told with parts of it.
    `UPDATE events SET event = json_set(event, '$.cause', '', '$.problems', json('[]'))
     WHERE position IN (SELECT value FROM json_each(?)) AND json_extract(event, '$.type') = 'botFailed'`,
  ].map((sql) => database.prepare<[string]>(sql))
  const forgetHashes = prepareForgetHashes(database)
  return (end) => {
    for (let seq = 0; seq < end.seq; seq += AT_ONCE) {
      const positions = JSON.stringify(places.after(end, seq, AT_ONCE))
      for (const statement of statements) statement.run(positions)
      forgetHashes(positions)
    }
  }
}
