import type { AccountId, Clock, EpochMs } from '@baton/base'
import type { Selectable } from 'kysely'
import { type Account, type Settings, SettingsConflict } from '../settings.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type Accounts = Pick<Settings, 'createAccount' | 'findAccount' | 'listAccounts' | 'updateAccount'>

export function accounts(db: SettingsDatabase, clock: Clock): Accounts {
  const find = async (id: AccountId): Promise<Account | undefined> => {
    const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toAccount(row)
  }
  return {
    findAccount: find,

    createAccount: (account) =>
      db.transaction().execute(async (trx) => {
        const taken = await trx.selectFrom('accounts').select('id').where('id', '=', account.id).executeTakeFirst()
        if (taken) throw new SettingsConflict('/id', 'id-taken', `The account ${account.id} exists already.`)
        const created: Account = { ...account, createdAt: clock.now(), imageHosts: [], defaultLanguage: 'en' }
        await trx.insertInto('accounts').values(toRow(created)).execute()
        return created
      }),

    async listAccounts(limit) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toAccount)
    },

    updateAccount: (id, change) =>
      db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        const changed = { ...toAccount(row), ...change }
        await trx.updateTable('accounts').set(toRow(changed)).where('id', '=', id).execute()
        return changed
      }),
  }
}

const toAccount = (row: Selectable<SettingsTables['accounts']>): Account => ({
  id: row.id as AccountId,
  name: row.name,
  createdAt: row.created_at as EpochMs,
  imageHosts: JSON.parse(row.image_hosts),
  defaultLanguage: row.default_language,
})

const toRow = (account: Account): SettingsTables['accounts'] => ({
  id: account.id,
  name: account.name,
  created_at: account.createdAt,
  image_hosts: JSON.stringify(account.imageHosts),
  default_language: account.defaultLanguage,
})
