import type { AccountId, Clock, EpochMs } from '@baton/base'
import type { Selectable } from 'kysely'
import { type Account, type Settings, SettingsConflict } from '../settings.ts'
import { writeNote } from './notes.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type Accounts = Pick<Settings, 'createAccount' | 'findAccount' | 'listAccounts' | 'updateAccount'>

export function accounts(db: SettingsDatabase, clock: Clock): Accounts {
  const find = async (id: AccountId): Promise<Account | undefined> => {
    const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toAccount(row)
  }
  return {
    findAccount: find,

    createAccount: (account, note) =>
      db.transaction().execute(async (trx) => {
        const taken = await trx.selectFrom('accounts').select('id').where('id', '=', account.id).executeTakeFirst()
        if (taken) throw new SettingsConflict('/id', 'id-taken', `The account ${account.id} exists already.`)
        const created: Account = { ...DEFAULTS, ...account, ...AT_FIRST, createdAt: clock.now() }
        await trx.insertInto('accounts').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async listAccounts(limit, after = '' as AccountId) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('id', '>', after)
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toAccount)
    },

    updateAccount: (id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        const before = toAccount(row)
        const changed = withoutUndefined({ ...before, ...change })
        await trx.updateTable('accounts').set(toRow(changed)).where('id', '=', id).execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
  }
}

/** A list that was never set is the shortest one that works. */
const DEFAULTS = {
  imageHosts: [],
  defaultLanguage: 'en',
  languages: ['en'],
  ring: 'one',
  ringSeconds: 72, // the field's published default (messaging R4.14)
  maskingPatterns: [],
} as const

/** Of accounts that are new. Those that were there before somebody thought of it stay as they were. */
const AT_FIRST = { files: { enabled: true } } as const

function toAccount(row: Selectable<SettingsTables['accounts']>): Account {
  const defaultLanguage = row.default_language
  return {
    ...DEFAULTS,
    languages: [defaultLanguage],
    ...(JSON.parse(row.settings) as Partial<Account>),
    id: row.id as AccountId,
    name: row.name,
    createdAt: row.created_at as EpochMs,
    imageHosts: JSON.parse(row.image_hosts),
    defaultLanguage,
  }
}

function toRow({ id, name, createdAt, imageHosts, defaultLanguage, ...settings }: Account): SettingsTables['accounts'] {
  return {
    id,
    name,
    created_at: createdAt,
    image_hosts: JSON.stringify(imageHosts),
    default_language: defaultLanguage,
    settings: JSON.stringify(settings),
  }
}

/** What was taken away leaves no trace. */
const withoutUndefined = (account: { [K in keyof Account]?: Account[K] | undefined }): Account =>
  Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined)) as unknown as Account
