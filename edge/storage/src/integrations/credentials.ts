import type { AccountId, EpochMs } from '@baton/base'
import {
  type CredentialFacts,
  type IntegrationsStore,
  type KeptCredential,
  MAX_CREDENTIALS,
} from '../integrationsStore.ts'
import { writeNote } from '../settings/notes.ts'
import { requireAccount, requireFreeName } from '../settings/rules.ts'
import { holds } from '../settings/search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import { requireRoom } from './rules.ts'

type Credentials = Pick<
  IntegrationsStore,
  | 'createCredential'
  | 'findCredential'
  | 'findCredentialByName'
  | 'listCredentials'
  | 'updateCredential'
  | 'deleteCredential'
  | 'findCredentialOfKind'
>

export function credentials(db: SettingsDatabase): Credentials {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('credentials').selectAll().where('account_id', '=', accountId)
  return {
    createCredential: (credential, note) =>
      db.transaction().execute(async (trx) => {
        const { accountId, name } = credential
        await requireAccount(trx, accountId)
        await requireRoom(trx, 'credentials', accountId, MAX_CREDENTIALS)
        await requireFreeName(trx, 'credentials', accountId, name)
        await trx.insertInto('credentials').values(toRow(credential)).execute()
        await writeNote(trx, note?.(factsOf(credential), undefined))
      }),
    async findCredential(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toCredential(row)
    },
    async findCredentialByName(accountId, name) {
      const row = await ofAccount(db, accountId).where('name', '=', name).executeTakeFirst()
      return row && toCredential(row)
    },
    async findCredentialOfKind(accountId, kind) {
      const row = await ofAccount(db, accountId).where('kind', '=', kind).limit(1).executeTakeFirst()
      return row && factsOf(toCredential(row))
    },
    async listCredentials(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .$if(search !== undefined, (query) => query.where(holds(['name'], search ?? '')))
        .where('id', '>', String(after ?? ''))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map((row) => factsOf(toCredential(row)))
    },
    updateCredential: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'credentials', accountId, change.name, id)
        const before = toCredential(row)
        const changed: KeptCredential = { ...before, ...change }
        await trx
          .updateTable('credentials')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(factsOf(changed), factsOf(before)))
        return factsOf(changed)
      }),
    deleteCredential: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return false
        await trx.deleteFrom('credentials').where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, factsOf(toCredential(row))))
        return true
      }),
  }
}

const factsOf = ({ keyId: _keyId, sealed: _sealed, ...facts }: KeptCredential): CredentialFacts => facts

const toCredential = (row: SettingsTables['credentials']): KeptCredential => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  name: row.name,
  kind: row.kind,
  facts: JSON.parse(row.facts),
  keyId: row.key_id,
  sealed: row.sealed,
  changedAt: row.changed_at as EpochMs,
})
const toRow = (credential: KeptCredential): SettingsTables['credentials'] => ({
  account_id: credential.accountId,
  id: credential.id,
  name: credential.name,
  kind: credential.kind,
  facts: JSON.stringify(credential.facts),
  key_id: credential.keyId,
  sealed: credential.sealed,
  changed_at: credential.changedAt,
})
