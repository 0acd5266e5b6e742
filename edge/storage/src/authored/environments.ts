import type { AccountId } from '@baton/base'
import { type AuthoredStore, type Environment, MAX_ENVIRONMENTS } from '../authoredStore.ts'
import { collection } from '../settings/collection.ts'
import { requireFreeName } from '../settings/rules.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'

type Environments = Pick<
  AuthoredStore,
  'createEnvironment' | 'findEnvironment' | 'listEnvironments' | 'updateEnvironment' | 'deleteEnvironment'
>

export function environments(db: SettingsDatabase): Environments {
  const all = collection(db, {
    table: 'environments',
    called: 'environment',
    numbers: 'authored',
    most: { count: MAX_ENVIRONMENTS, called: 'environments' },
    toItem: toEnvironment,
    toRow,
    require: (trx, accountId, { name }, before) => requireFreeName(trx, 'environments', accountId, name, before?.id),
  })
  return {
    createEnvironment: (accountId, environment, note) => all.create(accountId, environment, note),
    findEnvironment: all.find,
    listEnvironments: (accountId, page) => all.list(accountId, page),
    updateEnvironment: (accountId, id, change, note) => all.update(accountId, id, change, note),
    deleteEnvironment: async (accountId, id, note) => (await all.remove(accountId, id, note)) !== undefined,
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
