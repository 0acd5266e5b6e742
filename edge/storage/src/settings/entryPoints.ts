import type { AccountId, EntryPointId, SkillId } from '@baton/base'
import { type EntryPoint, type Settings, SettingsConflict } from '../settings.ts'
import { writeNote } from './notes.ts'
import { requireAccount, requireFreeName, requireSkills } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type EntryPoints = Pick<
  Settings,
  'createEntryPoint' | 'findEntryPoint' | 'listEntryPoints' | 'listEntryPointsTo' | 'updateEntryPoint'
>
type Row = SettingsTables['entry_points']

export function entryPoints(db: SettingsDatabase): EntryPoints {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('entry_points').selectAll().where('account_id', '=', accountId)

  return {
    createEntryPoint: (accountId, entryPoint, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        const taken = await ofAccount(trx, accountId).where('id', '=', entryPoint.id).executeTakeFirst()
        if (taken) throw new SettingsConflict('/id', 'id-taken', `The entry point ${entryPoint.id} exists already.`)
        await requireFreeName(trx, 'entry_points', accountId, entryPoint.name)
        await requireSkills(trx, accountId, [{ path: '/skillId', id: entryPoint.skillId }])
        const created: EntryPoint = { ...entryPoint, accountId }
        await trx.insertInto('entry_points').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findEntryPoint(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toEntryPoint(row)
    },

    async listEntryPoints(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', String(after ?? ''))
        .$if(search !== undefined, (query) => query.where(holds(['name', 'id', 'title'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toEntryPoint)
    },

    async listEntryPointsTo(accountId, skillId) {
      const rows = await ofAccount(db, accountId)
        .where('skill_id', '=', skillId)
        .orderBy('id')
        .limit(MAX_SETTINGS_PAGE)
        .execute()
      return rows.map(toEntryPoint)
    },

    updateEntryPoint: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'entry_points', accountId, change.name, id)
        const { skillId } = change
        if (skillId !== undefined) await requireSkills(trx, accountId, [{ path: '/skillId', id: skillId }])
        const before = toEntryPoint(row)
        const changed: EntryPoint = { ...before, ...change }
        await trx
          .updateTable('entry_points')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
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
