import type { Database } from 'better-sqlite3'
import type { BuriedLetter, Mailbox } from '../store.ts'
import { MAX_LIST_PAGE } from './list.ts'

/** The newest first. */
export function prepareListDead(database: Database): Mailbox['listDead'] {
  const read = database.prepare<[string, number], BuriedLetter>(
    `SELECT account_id AS accountId, conversation_id AS conversationId, what, cause, at FROM dead_letters
     WHERE account_id = ? ORDER BY key DESC LIMIT ?`,
  )
  return async (accountId, limit) => read.all(accountId, Math.min(limit, MAX_LIST_PAGE))
}
