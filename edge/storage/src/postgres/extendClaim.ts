import type { Mailbox } from '../store.ts'
import { type Database, run } from './connection.ts'

const SQL = 'UPDATE effects SET claimed_until = $1 WHERE id = $2 AND claimed_by = $3'

export function prepareExtendClaim(database: Database): Mailbox['extendClaim'] {
  return async (effectId, by, until) => (await run(database, SQL, until, effectId, by)) === 1
}
