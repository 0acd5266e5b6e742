import type { EpochMs } from '@baton/base'
import type { ConversationStore } from '../store.ts'
import { type Database, rows } from './connection.ts'

interface Row {
  readonly turnId: number
  readonly needIndex: number
  readonly needHash: string
  readonly at: EpochMs
  readonly answer: string
}

const SQL = `SELECT j.turn_id AS "turnId", j.need_index AS "needIndex", j.need_hash AS "needHash", j.at, j.answer
  FROM conversations AS c JOIN journal AS j ON j.conversation_key = c.key
  WHERE c.id = $1 AND c.account_id = $2 AND j.turn_id = $3 ORDER BY j.need_index`

export function prepareReadJournal(database: Database): ConversationStore['readJournal'] {
  return async (accountId, id, turnId) =>
    (await rows<Row>(database, SQL, id, accountId, turnId)).map((entry) => ({
      ...entry,
      answer: JSON.parse(entry.answer),
    }))
}
