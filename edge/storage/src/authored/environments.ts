import type { AccountId } from '@baton/base'
import { type AuthoredStore, type Environment, MAX_ENVIRONMENTS } from '../authoredStore.ts'
import { drawNumber, requireAccount, requireFreeName } from '../settings/rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'

type Environments = Pick<
  AuthoredStore,
  'createEnvironment' | 'findEnvironment' | 'listEnvironments' | 'updateEnvironment' | 'deleteEnvironment'
>

export function environments(db: SettingsDatabase): Environments {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('environments').selectAll().where('account_id', '=', accountId)
  return {
    createEnvironment: (accountId, environment) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        const known = await ofAccount(trx, accountId).execute()
        if (known.length >= MAX_ENVIRONMENTS) {
          throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_ENVIRONMENTS} environments.`)
        }
        await requireFreeName(trx, 'environments', accountId, environment.name)
        const created: Environment = { ...environment, accountId, id: await drawNumber(trx, 'authored') }
        await trx.insertInto('environments').values(toRow(created)).execute()
        return created
      }),
    async findEnvironment(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toEnvironment(row)
    },
    async listEnvironments(accountId, { limit, after }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toEnvironment)
    },
    updateEnvironment: (accountId, id, change) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'environments', accountId, change.name, id)
        const changed: Environment = { ...toEnvironment(row), ...change }
        await trx
          .updateTable('environments')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        return changed
      }),
    async deleteEnvironment(accountId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('environments')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
  }
}

const toEnvironment = (row: SettingsTables['environments']): Environment => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  name: row.name,
  variables: JSON.parse(row.variables),
})
const toRow = ({ id, accountId, name, variables }: Environment): SettingsTables['environments'] => ({
  account_id: accountId,
  id,
  name,
  variables: JSON.stringify(variables),
})
