import type { BuriedLetter, Mailbox } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { MAX_LIST_PAGE } from './list.ts'

const SQL = `SELECT account_id AS "accountId", conversation_id AS "conversationId", what, cause, at FROM dead_letters
  WHERE account_id = $1 ORDER BY key DESC LIMIT $2`

/** The newest first. */
export function prepareListDead(database: Database): Mailbox['listDead'] {
  return (accountId, limit) => rows<BuriedLetter>(database, SQL, accountId, Math.min(limit, MAX_LIST_PAGE))
}
