import type { Database } from 'better-sqlite3'
import type { DirtySkill, Mailbox } from '../store.ts'

export function prepareListDirtySkills(database: Database): Mailbox['listDirtySkills'] {
  const read = database.prepare<[number], DirtySkill>(
    'SELECT account_id AS accountId, skill_id AS skillId, set_at AS setAt FROM dirty_skills ORDER BY set_at LIMIT ?',
  )
  return async (limit) => read.all(limit)
}
