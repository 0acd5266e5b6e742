import type { AccountId, EpochMs } from '@baton/base'
import type { ApiKey, PeopleStore } from '../peopleStore.ts'
import { collection } from '../settings/collection.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'

type Row = SettingsTables['api_keys']

export function keys(db: SettingsDatabase): Pick<PeopleStore, 'createKey' | 'findKey' | 'listKeys' | 'deleteKey'> {
  const all = collection(db, { table: 'api_keys', called: 'key', toItem: toKey, toRow })
  return {
    createKey: async (key, note) => void (await all.create(key.accountId, key, note)),
    // The hash says which account it is: whoever holds the key is in that account and in no other.
    async findKey(hash) {
      const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && toKey(row)
    },
    listKeys: (accountId, page) => all.list(accountId, page),
    deleteKey: all.remove,
  }
}

const toKey = (row: Row): ApiKey => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  hash: row.hash,
  name: row.name,
  scopes: JSON.parse(row.scopes),
  createdAt: row.created_at as EpochMs,
  ...(row.expires_at !== null && { expiresAt: row.expires_at as EpochMs }),
})

const toRow = (key: ApiKey): Row => ({
  account_id: key.accountId,
  id: key.id,
  hash: key.hash,
  name: key.name,
  scopes: JSON.stringify(key.scopes),
  created_at: key.createdAt,
  expires_at: key.expiresAt ?? null,
})
