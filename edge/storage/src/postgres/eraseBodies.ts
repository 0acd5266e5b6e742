import { forgetHashes } from './clientMessages.ts'
import { type Database, rows, run } from './connection.ts'

const STATEMENTS = [
  'UPDATE events SET body = NULL WHERE conversation_key = $1 AND body IS NOT NULL',
  `UPDATE conversations SET last_text = NULL, last_seq = NULL, last_audience = NULL,
     erased = CASE WHEN phase = 'closed' THEN 1 ELSE 0 END WHERE key = $1`,
  'DELETE FROM runs WHERE conversation_key = $1',
  'DELETE FROM journal WHERE conversation_key = $1',
  `DELETE FROM kept_values WHERE kind = 'conversation' AND owner = (SELECT id FROM conversations WHERE key = $1)`,
  // Their bytes lie elsewhere: the row stays until somebody has taken them away, and is due for that at once.
  `UPDATE files SET state = 'doomed', name = '', declared_type = '', image = NULL, expires_at = 0
   WHERE seq IS NOT NULL AND (account_id, conversation_id) = (SELECT account_id, id FROM conversations WHERE key = $1)`,
  `UPDATE survey_answers SET question = NULL, answer = NULL WHERE (account_id, conversation_id) =
     (SELECT account_id, id FROM conversations WHERE key = $1)`,
]

/**
 * Erases what people said from everything that one conversation left: log, last line, run, journal, and what was held back in
 * work and timers. Places, types and times stay. What goes lies in the tables' files until the database's own vacuum takes it,
 * and in its write-ahead log until that is recycled.
 */
export async function eraseBodies(database: Database, accountId: string, conversationKey: number): Promise<void> {
  for (const statement of STATEMENTS) await run(database, statement, conversationKey)
  await forgetCauses(database, conversationKey)
  await dropHeldBack(database, conversationKey)
  await forgetHashes(database, accountId, conversationKey)
}

/** Why a bot's answer could not be used was told with parts of it. Not done in SQL: JSON may hold what `jsonb` refuses. */
async function forgetCauses(database: Database, key: number): Promise<void> {
  const failures = `SELECT position, event FROM events WHERE conversation_key = $1 AND event::json ->> 'type' = 'botFailed'`
  for (const { position, event } of await rows<{ position: number; event: string }>(database, failures, key)) {
    const told = JSON.stringify({ ...JSON.parse(event), cause: '', problems: [] })
    await run(database, 'UPDATE events SET event = $2 WHERE position = $1', position, told)
  }
}

interface Held {
  readonly id: number
  readonly payload: string
}

/**
 * Only the words go; an action that was held back is still to be carried out. But for a function: it is nothing without what it is
 * given, which is made of the consumer's words, as is what another bot is told of them.
 */
async function dropHeldBack(database: Database, key: number): Promise<void> {
  const timers = await rows<Held>(
    database,
    'SELECT generation AS id, payload FROM timers WHERE conversation_key = $1',
    key,
  )
  for (const { id, payload } of timers) {
    const left = withoutWords(payload)
    if (left) await run(database, 'UPDATE timers SET payload = $2 WHERE generation = $1', id, left)
  }
  // What is sent along with a file, or given to a function, is made of the consumer's words.
  const made = `DELETE FROM effects WHERE conversation_key = $1 AND kind = 'job' AND payload::json ->> 'name' IN ('copyFile', 'invokeFunction')`
  await run(database, made, key)
  const work = `SELECT key AS id, payload FROM effects WHERE conversation_key = $1 AND kind = 'turn'`
  for (const { id, payload } of await rows<Held>(database, work, key)) {
    const left = withoutWords(payload)
    if (left) await run(database, 'UPDATE effects SET payload = $2 WHERE key = $1', id, left)
  }
}

function withoutWords(payload: string): string | undefined {
  const held = JSON.parse(payload)
  if (!Array.isArray(held.rest?.items)) return undefined
  const { action, ...rest } = held.rest
  const left = action?.kind === 'invokeFunction' ? undefined : withoutContext(action)
  return JSON.stringify({ ...held, rest: { ...rest, items: [], ...(left && { action: left }) } })
}

function withoutContext(action: { context?: unknown; chosen?: { context?: unknown } } | undefined): object | undefined {
  if (action === undefined) return undefined
  const { context: _told, chosen, ...left } = action
  const { context: _toldToo, ...choice } = chosen ?? {}
  return { ...left, ...(chosen && { chosen: choice }) }
}
