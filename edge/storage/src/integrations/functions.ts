import type { AccountId, EpochMs } from '@baton/base'
import { type IntegrationsStore, type KeptFunction, MAX_FUNCTIONS } from '../integrationsStore.ts'
import { writeNote } from '../settings/notes.ts'
import { requireAccount, requireFreeName } from '../settings/rules.ts'
import { holds } from '../settings/search.ts'
import {
  MAX_SETTINGS_PAGE,
  type SettingsDatabase,
  type SettingsTables,
  type SettingsTransaction,
} from '../settings/tables.ts'
import { requireRoom } from './rules.ts'

type Functions = Pick<
  IntegrationsStore,
  | 'createFunction'
  | 'findFunction'
  | 'findFunctionByName'
  | 'listFunctions'
  | 'updateFunction'
  | 'deployFunction'
  | 'deleteFunction'
>
type Row = SettingsTables['functions']
const WITHOUT_CODE = [
  'account_id',
  'id',
  'name',
  'description',
  'version',
  'deployed_at',
  'changed_at',
] as const satisfies readonly (keyof Row)[]

export function functions(db: SettingsDatabase): Functions {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('functions').where('account_id', '=', accountId)
  const find = async (source: SettingsDatabase, accountId: AccountId, id: string) => {
    const row = await ofAccount(source, accountId).selectAll().where('id', '=', id).executeTakeFirst()
    return row && toFunction(row)
  }
  async function save(trx: SettingsTransaction, changed: KeptFunction): Promise<void> {
    await trx
      .updateTable('functions')
      .set(toRow(changed))
      .where('account_id', '=', changed.accountId)
      .where('id', '=', changed.id)
      .execute()
  }
  return {
    createFunction: (made, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, made.accountId)
        await requireRoom(trx, 'functions', made.accountId, MAX_FUNCTIONS)
        await requireFreeName(trx, 'functions', made.accountId, made.name)
        const created: KeptFunction = { ...made, version: 0 }
        await trx.insertInto('functions').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),
    findFunction: (accountId, id) => find(db, accountId, id),
    async findFunctionByName(accountId, name) {
      const row = await ofAccount(db, accountId).selectAll().where('name', '=', name).executeTakeFirst()
      return row && toFunction(row)
    },
    async listFunctions(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .select(WITHOUT_CODE)
        .$if(search !== undefined, (query) => query.where(holds(['name'], search ?? '')))
        .where('id', '>', String(after ?? ''))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toListed)
    },
    updateFunction: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, id)
        if (!before) return undefined
        await requireFreeName(trx, 'functions', accountId, change.name, id)
        const changed: KeptFunction = { ...before, ...change }
        await save(trx, changed)
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
    deployFunction: (accountId, id, at, note) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, id)
        if (!before) return undefined
        const deployed = { ...before, deployed: before.code, version: before.version + 1, deployedAt: at }
        await save(trx, deployed)
        await writeNote(trx, note?.(deployed, before))
        return deployed
      }),
    deleteFunction: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const before = await find(trx, accountId, id)
        if (!before) return false
        await trx.deleteFrom('functions').where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, before))
        return true
      }),
  }
}

const toListed = (row: Omit<Row, 'code' | 'deployed'>): Omit<KeptFunction, 'code' | 'deployed'> => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  name: row.name,
  description: row.description,
  version: row.version,
  ...(row.deployed_at !== null && { deployedAt: row.deployed_at as EpochMs }),
  changedAt: row.changed_at as EpochMs,
})
const toFunction = (row: Row): KeptFunction => ({
  ...toListed(row),
  code: row.code,
  ...(row.deployed !== null && { deployed: row.deployed }),
})
const toRow = (kept: KeptFunction): Row => ({
  account_id: kept.accountId,
  id: kept.id,
  name: kept.name,
  description: kept.description,
  code: kept.code,
  deployed: kept.deployed ?? null,
  version: kept.version,
  deployed_at: kept.deployedAt ?? null,
  changed_at: kept.changedAt,
})
