import type { Database } from 'better-sqlite3'

/** @returns how many rows are free again */
export function prepareReleaseClaims(database: Database): (by: string) => number {
  // Found through the index of what is claimed: `claimed_until > 0` is every claim there is.
  const statements = [
    `UPDATE effects SET claimed_by = NULL, claimed_until = NULL
     WHERE head IN (0, 1) AND claimed_until > 0 AND (? = 'everyone' OR claimed_by = ?)`,
    `UPDATE timers SET claimed_by = NULL, claimed_until = NULL
     WHERE claimed_until > 0 AND (? = 'everyone' OR claimed_by = ?)`,
  ].map((sql) => database.prepare<[string, string]>(sql))
  return (by) => statements.reduce((freed, statement) => freed + statement.run(by, by).changes, 0)
}
