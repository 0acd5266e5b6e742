import type { KeptChange } from '../authoredStore.ts'
import { type Database, run, storable } from './connection.ts'

const KEEP = `INSERT INTO kept_values (account_id, space, kind, owner, name, value, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (account_id, space, kind, owner, name) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`
const FORGET = 'DELETE FROM kept_values WHERE account_id = $1 AND space = $2 AND kind = $3 AND owner = $4 AND name = $5'
const FORGET_ALL = 'DELETE FROM kept_values WHERE account_id = $1 AND space = $2 AND kind = $3 AND owner = $4'
/** A consumer's lasting variables with a bot are no namespace, whatever a script calls one. */
const FORGET_SPACE = "DELETE FROM kept_values WHERE account_id = $1 AND space = $2 AND kind <> 'lasting'"
/** What another commit is about to tidy is left to it: two nodes would wait for each other. */
const TIDY = `DELETE FROM kept_values AS k USING (
    SELECT ctid FROM kept_values WHERE expires_at IS NOT NULL AND expires_at <= $1 FOR UPDATE SKIP LOCKED) AS over
  WHERE k.ctid = over.ctid`

/** In the transaction of the commit that the changes came of. */
export async function keepValues(database: Database, accountId: string, changes: readonly KeptChange[]): Promise<void> {
  for (const change of changes) {
    const { space } = change
    if (change.do === 'forgetSpace') await run(database, FORGET_SPACE, accountId, space)
    else if (change.do === 'keep') {
      const { kind, owner, name, value, expiresAt = null } = change
      await run(database, KEEP, accountId, space, kind, owner, storable(name), JSON.stringify(value), expiresAt)
    } else if (change.name === undefined) await run(database, FORGET_ALL, accountId, space, change.kind, change.owner)
    else await run(database, FORGET, accountId, space, change.kind, change.owner, change.name)
  }
}

/** Takes out what is over. */
export const tidyKept = async (database: Database, now: number): Promise<void> => void (await run(database, TIDY, now))
