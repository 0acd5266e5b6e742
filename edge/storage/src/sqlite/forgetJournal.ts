import type { Database } from 'better-sqlite3'

export interface Forgetting {
  readonly before: number
  readonly limit: number
}

/** From the front, where the oldest lies; what an import brought lies in another order and goes when all before it went. */
export function prepareForgetJournal(database: Database): (forgetting: Forgetting) => number {
  const oldest = database.prepare<[number], { place: number; at: number }>(
    'SELECT rowid AS place, at FROM journal WHERE rowid > 0 ORDER BY rowid LIMIT ?',
  )
  const forget = database.prepare<[number]>('DELETE FROM journal WHERE rowid <= ?')
  return ({ before, limit }) => {
    const found = oldest.all(limit)
    const young = found.findIndex(({ at }) => at >= before)
    const last = found.at(young < 0 ? -1 : young - 1)
    return young === 0 || last === undefined ? 0 : forget.run(last.place).changes
  }
}
