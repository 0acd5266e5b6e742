import type { Database } from 'better-sqlite3'

/** @returns how many rows are free again */
export function prepareReleaseClaims(database: Database): (by: string) => number {
  const statements = ['effects', 'timers'].map((table) =>
    database.prepare<[string, string]>(
      `UPDATE ${table} SET claimed_by = NULL, claimed_until = NULL
       WHERE claimed_by IS NOT NULL AND (? = 'everyone' OR claimed_by = ?)`,
    ),
  )
  return (by) => statements.reduce((freed, statement) => freed + statement.run(by, by).changes, 0)
}
