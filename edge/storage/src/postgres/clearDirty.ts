import type { Mailbox } from '../store.ts'
import { type Database, run } from './connection.ts'

const SQL = 'DELETE FROM dirty_skills WHERE account_id = $1 AND skill_id = $2 AND set_at = $3'

export function prepareClearDirty(database: Database): Mailbox['clearDirty'] {
  return async ({ accountId, skillId, setAt }) => {
    await run(database, SQL, accountId, skillId, setAt)
  }
}
