import type { AccountId, AgentId, EpochMs } from '@baton/base'
import { type AccessToken, type Settings, SettingsConflict } from '../settings.ts'
import { writeNote } from './notes.ts'
import { requireAccount, unknownReference } from './rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type Tokens = Pick<Settings, 'createToken' | 'findToken' | 'hasToken' | 'listTokens' | 'deleteToken'>
type Row = SettingsTables['tokens']

export function tokens(db: SettingsDatabase): Tokens {
  return {
    createToken: (token, note) =>
      db.transaction().execute(async (trx) => {
        const { accountId, personId } = token
        await requireAccount(trx, accountId)
        const taken = await trx
          .selectFrom('tokens')
          .select('id')
          .where((eb) =>
            eb.or([eb('hash', '=', token.hash), eb.and([eb('account_id', '=', accountId), eb('id', '=', token.id)])]),
          )
          .executeTakeFirst()
        if (taken) throw new SettingsConflict('/id', 'id-taken', `The token ${token.id} exists already.`)
        if (personId !== undefined) {
          const person = await trx
            .selectFrom('people')
            .select('id')
            .where('account_id', '=', accountId)
            .where('id', '=', personId)
            .executeTakeFirst()
          if (!person) throw unknownReference('/personId', 'person', personId)
        }
        await trx.insertInto('tokens').values(toRow(token)).execute()
        await writeNote(trx, note?.(token, undefined))
      }),

    // The hash says which account it is: whoever holds the token is in that account and in no other.
    async findToken(hash) {
      const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && toToken(row)
    },

    async hasToken(accountId, id) {
      const found = await db
        .selectFrom('tokens')
        .select('id')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return found !== undefined
    },

    async listTokens(accountId, { limit, after }) {
      const rows = await db
        .selectFrom('tokens')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '>', String(after ?? ''))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toToken)
    },

    deleteToken: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('tokens')
          .selectAll()
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .executeTakeFirst()
        if (!row) return false
        await trx.deleteFrom('tokens').where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, toToken(row)))
        return true
      }),
  }
}

const toToken = (row: Row): AccessToken => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  hash: row.hash,
  kind: row.kind as AccessToken['kind'],
  ...(row.person_id !== null && { personId: row.person_id as AgentId }),
  name: row.name,
  createdAt: row.created_at as EpochMs,
})

const toRow = (token: AccessToken): Row => ({
  account_id: token.accountId,
  id: token.id,
  hash: token.hash,
  kind: token.kind,
  person_id: token.personId ?? null,
  name: token.name,
  created_at: token.createdAt,
})
