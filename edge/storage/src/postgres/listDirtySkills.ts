import type { DirtySkill, Mailbox } from '../store.ts'
import { type Database, rows } from './connection.ts'

const SQL = `SELECT account_id AS "accountId", skill_id AS "skillId", set_at AS "setAt" FROM dirty_skills ORDER BY set_at LIMIT $1`

export function prepareListDirtySkills(database: Database): Mailbox['listDirtySkills'] {
  return (limit) => rows<DirtySkill>(database, SQL, limit)
}
