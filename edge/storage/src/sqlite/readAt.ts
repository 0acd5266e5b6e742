import type { Recorded } from '@baton/conversation'
import type { Database } from 'better-sqlite3'
import { type EventColumns, toRecorded } from './recorded.ts'

/** Reads the events at these positions, in this order. */
export function prepareReadAt(database: Database): (positions: readonly number[]) => Recorded[] {
  const read = database.prepare<[string], EventColumns>(
    `SELECT e.seq, e.at, e.event, e.body FROM json_each(?) AS place CROSS JOIN events AS e ON e.position = place.value`,
  )
  return (positions) => (positions.length === 0 ? [] : read.all(JSON.stringify(positions)).map(toRecorded))
}

/** Where the log of an account's conversation ends; undefined when there is none. */
export function prepareFindEnd(database: Database) {
  const find = database.prepare<[string, string], { key: number; seq: number; tip: string }>(
    'SELECT key, seq, tip FROM conversations WHERE id = ? AND account_id = ?',
  )
  return (accountId: string, id: string) => find.get(id, accountId)
}
