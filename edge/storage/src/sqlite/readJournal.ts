import type { EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'

export function prepareReadJournal(database: Database): ConversationStore['readJournal'] {
  const read = database.prepare<
    [string, string, number],
    { turnId: number; needIndex: number; needHash: string; at: EpochMs; answer: string }
  >(
    `SELECT j.turn_id AS turnId, j.need_index AS needIndex, j.need_hash AS needHash, j.at, j.answer
     FROM conversations AS c JOIN journal AS j ON j.conversation_key = c.key
     WHERE c.id = ? AND c.account_id = ? AND j.turn_id = ? ORDER BY j.need_index`,
  )
  return async (accountId, id, turnId) =>
    read.all(id, accountId, turnId).map((row) => ({ ...row, answer: JSON.parse(row.answer) }))
}
