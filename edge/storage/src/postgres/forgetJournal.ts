import type { ConversationStore } from '../store.ts'
import { type Database, run } from './connection.ts'

export const FORGET_JOURNAL = `DELETE FROM journal
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM journal WHERE at < $1 ORDER BY at LIMIT $2))`

export function prepareForgetJournal(database: Database): ConversationStore['forgetJournal'] {
  return (before, limit) => run(database, FORGET_JOURNAL, before, limit)
}
