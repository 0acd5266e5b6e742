import type { Database } from 'better-sqlite3'
import type { KeptChange } from '../authoredStore.ts'

/** In the transaction of the commit that the changes came of. */
export function prepareKeepValues(
  database: Database,
): (accountId: string, changes: readonly KeptChange[], now: number) => void {
  const keep = database.prepare<[string, string, string, string, string, string, number | null]>(
    `INSERT INTO kept_values (account_id, space, kind, owner, name, value, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, space, kind, owner, name) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
  )
  const forget = database.prepare<[string, string, string, string, string]>(
    'DELETE FROM kept_values WHERE account_id = ? AND space = ? AND kind = ? AND owner = ? AND name = ?',
  )
  const forgetAll = database.prepare<[string, string, string, string]>(
    'DELETE FROM kept_values WHERE account_id = ? AND space = ? AND kind = ? AND owner = ?',
  )
  // A consumer's lasting variables with a bot are no namespace, whatever a script calls one.
  const forgetSpace = database.prepare<[string, string]>(
    "DELETE FROM kept_values WHERE account_id = ? AND space = ? AND kind <> 'lasting'",
  )
  const tidy = database.prepare<[number]>('DELETE FROM kept_values WHERE expires_at IS NOT NULL AND expires_at <= ?')
  return (accountId, changes, now) => {
    for (const change of changes) {
      if (change.do === 'forgetSpace') {
        forgetSpace.run(accountId, change.space)
        continue
      }
      const { space, kind, owner } = change
      if (change.do === 'keep') {
        keep.run(accountId, space, kind, owner, change.name, JSON.stringify(change.value), change.expiresAt ?? null)
      } else if (change.name === undefined) forgetAll.run(accountId, space, kind, owner)
      else forget.run(accountId, space, kind, owner, change.name)
    }
    tidy.run(now)
  }
}
