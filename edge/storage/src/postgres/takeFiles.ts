import type { CommitItem } from './commitItem.ts'
import { type Database, rows, run } from './connection.ts'

// Locked, so that nobody sends or removes them before this commit is over.
export const FIND_FILES = `SELECT g.nth FROM json_to_recordset($1) AS g (nth bigint, account text, id text, conversation text)
  JOIN files AS f ON f.account_id = g.account AND f.id = g.id AND f.state = 'kept'
    AND coalesce(f.conversation_id, g.conversation) = g.conversation
  ORDER BY f.account_id, f.id FOR UPDATE OF f`
export const TAKE_FILES = `UPDATE files AS f SET state = 'sent', conversation_id = g.conversation, seq = g.seq, expires_at = NULL
  FROM json_to_recordset($1) AS g (account text, id text, conversation text, seq bigint)
  WHERE f.account_id = g.account AND f.id = g.id`

/**
 * Files come into a conversation in the very commit of the message that names them; each once.
 * @returns the places, in `items`, of those whose files are not there to be sent
 */
export async function findFilesGone(database: Database, items: readonly CommitItem[]): Promise<Set<number>> {
  const gone = new Set<number>()
  const taken = new Set<string>()
  const asked = items.flatMap(({ accountId: account, conversationId: conversation, files = [] }, of) =>
    files.map(({ fileId: id }) => ({ of, account, id, conversation })),
  )
  if (asked.length === 0) return gone
  const numbered = asked.map((one, nth) => ({ ...one, nth }))
  const there = await rows<{ nth: number }>(database, FIND_FILES, JSON.stringify(numbered))
  const found = new Set(there.map(({ nth }) => nth))
  for (const { nth, of, account, id } of numbered) {
    const name = `${account}/${id}`
    if (!found.has(nth) || taken.has(name)) gone.add(of)
    taken.add(name)
  }
  return gone
}

export async function takeFiles(database: Database, items: readonly CommitItem[]): Promise<void> {
  const taken = items.flatMap(({ accountId: account, conversationId: conversation, files = [] }) =>
    files.map(({ fileId: id, seq }) => ({ account, id, conversation, seq })),
  )
  if (taken.length > 0) await run(database, TAKE_FILES, JSON.stringify(taken))
}
