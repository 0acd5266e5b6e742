import type { AccountId, EpochMs } from '@baton/base'
import type { ApiKey, PeopleStore } from '../peopleStore.ts'
import { writeNote } from '../settings/notes.ts'
import { requireAccount } from '../settings/rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'

type Row = SettingsTables['api_keys']

export function keys(db: SettingsDatabase): Pick<PeopleStore, 'createKey' | 'findKey' | 'listKeys' | 'deleteKey'> {
  return {
    createKey: (key, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, key.accountId)
        await trx.insertInto('api_keys').values(toRow(key)).execute()
        await writeNote(trx, note?.(key, undefined))
      }),

    async findKey(hash) {
      const row = await db.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && toKey(row)
    },

    async listKeys(accountId, { limit, after }) {
      const rows = await db
        .selectFrom('api_keys')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '>', String(after ?? ''))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toKey)
    },

    deleteKey: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('api_keys')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .executeTakeFirst()
        if (!row) return undefined
        await trx.deleteFrom('api_keys').where('account_id', '=', accountId).where('id', '=', id).execute()
        const deleted = toKey(row)
        await writeNote(trx, note?.(undefined, deleted))
        return deleted
      }),
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
