import type { Database } from 'better-sqlite3'
import type { DirtySkill } from '../store.ts'

export function prepareClearDirty(database: Database): (skill: DirtySkill) => void {
  const clear = database.prepare<[string, number, number]>(
    'DELETE FROM dirty_skills WHERE account_id = ? AND skill_id = ? AND set_at = ?',
  )
  return ({ accountId, skillId, setAt }) => {
    clear.run(accountId, skillId, setAt)
  }
}
