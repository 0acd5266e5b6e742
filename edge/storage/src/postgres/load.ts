import type { ConversationStore, Loaded } from '../store.ts'
import { type Database, row } from './connection.ts'
import { ROW_COLUMNS, type RowColumns, toListRow } from './listRow.ts'

type Row = RowColumns & { readonly state: string; readonly state_version: number }

const SQL = `SELECT ${ROW_COLUMNS}, state_version, state FROM conversations WHERE id = $1 AND account_id = $2`

export function prepareLoad(database: Database): ConversationStore['load'] {
  return async (accountId, id): Promise<Loaded | undefined> => {
    const found = await row<Row>(database, SQL, id, accountId)
    if (found === undefined) return undefined
    const { state, seq, state_version: stateVersion } = found
    return { state: JSON.parse(state), seq, stateVersion, listRow: toListRow(found) }
  }
}
