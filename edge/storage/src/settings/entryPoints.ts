import type { AccountId, EntryPointId, SkillId } from '@baton/base'
import type { EntryPoint, Settings } from '../settings.ts'
import { collection } from './collection.ts'
import { requireFreeName, requireSkills } from './rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type EntryPoints = Pick<
  Settings,
  'createEntryPoint' | 'findEntryPoint' | 'listEntryPoints' | 'listEntryPointsTo' | 'updateEntryPoint'
>
type Row = SettingsTables['entry_points']

export function entryPoints(db: SettingsDatabase): EntryPoints {
  const all = collection(db, {
    table: 'entry_points',
    called: 'entry point',
    searched: ['name', 'id', 'title'],
    toItem: toEntryPoint,
    toRow,
    require: async (trx, accountId, { name, skillId }, before) => {
      await requireFreeName(trx, 'entry_points', accountId, name, before?.id)
      if (skillId !== undefined) await requireSkills(trx, accountId, [{ path: '/skillId', id: skillId }])
    },
  })
  return {
    createEntryPoint: all.create,
    findEntryPoint: all.find,
    listEntryPoints: (accountId, page) => all.list(accountId, page),
    async listEntryPointsTo(accountId, skillId) {
      const rows = await db
        .selectFrom('entry_points')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('skill_id', '=', skillId)
        .orderBy('id')
        .limit(MAX_SETTINGS_PAGE)
        .execute()
      return rows.map(toEntryPoint)
    },
    updateEntryPoint: (accountId, id, change, note) => all.update(accountId, id, change, note),
  }
}

const toEntryPoint = (row: Row): EntryPoint => ({
  id: row.id as EntryPointId,
  accountId: row.account_id as AccountId,
  name: row.name,
  skillId: row.skill_id as SkillId,
  origins: JSON.parse(row.origins),
  language: row.language,
  enabled: row.enabled === 1,
  title: row.title,
})

const toRow = (entryPoint: EntryPoint): Row => ({
  account_id: entryPoint.accountId,
  id: entryPoint.id,
  name: entryPoint.name,
  skill_id: entryPoint.skillId,
  origins: JSON.stringify(entryPoint.origins),
  language: entryPoint.language,
  enabled: entryPoint.enabled ? 1 : 0,
  title: entryPoint.title,
})
