import type { Database } from 'better-sqlite3'
import type { ConversationStore, Loaded } from '../store.ts'
import { ROW_COLUMNS, type RowColumns, toListRow } from './listRow.ts'

type Row = RowColumns & { readonly state: string; readonly state_version: number }

export function prepareLoad(database: Database): ConversationStore['load'] {
  const find = database.prepare<[string, string], Row>(
    `SELECT ${ROW_COLUMNS}, state_version, state FROM conversations WHERE id = ? AND account_id = ?`,
  )
  return async (accountId, id): Promise<Loaded | undefined> => {
    const row = find.get(id, accountId)
    return (
      row && { state: JSON.parse(row.state), seq: row.seq, stateVersion: row.state_version, listRow: toListRow(row) }
    )
  }
}
