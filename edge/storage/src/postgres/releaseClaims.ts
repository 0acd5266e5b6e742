import type { Mailbox } from '../store.ts'
import { type Database, run } from './connection.ts'

/** Found through the index of what is claimed: `claimed_until > 0` is every claim there is. */
const STATEMENTS = [
  `UPDATE effects SET claimed_by = NULL, claimed_until = NULL
   WHERE head IN (0, 1) AND claimed_until > 0 AND ($1 = 'everyone' OR claimed_by = $1)`,
  `UPDATE timers SET claimed_by = NULL, claimed_until = NULL
   WHERE claimed_until > 0 AND ($1 = 'everyone' OR claimed_by = $1)`,
]

/** @returns how many rows are free again */
export function prepareReleaseClaims(database: Database): Mailbox['releaseClaims'] {
  return async (by) => {
    let freed = 0
    for (const statement of STATEMENTS) freed += await run(database, statement, by)
    return freed
  }
}
