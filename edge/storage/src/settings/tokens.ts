import type { AccountId, AgentId, EpochMs } from '@baton/base'
import { type AccessToken, type Settings, SettingsConflict } from '../settings.ts'
import { collection } from './collection.ts'
import { unknownReference } from './rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from './tables.ts'

type Tokens = Pick<Settings, 'createToken' | 'findToken' | 'hasToken' | 'listTokens' | 'deleteToken'>
type Row = SettingsTables['tokens']

export function tokens(db: SettingsDatabase): Tokens {
  const all = collection(db, { table: 'tokens', called: 'token', toItem: toToken, toRow, require: requireFit })
  return {
    createToken: async (token, note) => void (await all.create(token.accountId, token, note)),
    // The hash says which account it is: whoever holds the token is in that account and in no other.
    async findToken(hash) {
      const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row && toToken(row)
    },
    hasToken: async (accountId, id) => (await all.find(accountId, id)) !== undefined,
    listTokens: (accountId, page) => all.list(accountId, page),
    deleteToken: async (...which) => (await all.remove(...which)) !== undefined,
  }
}

async function requireFit(
  trx: SettingsTransaction,
  accountId: AccountId,
  { id, hash, personId }: Partial<AccessToken>,
): Promise<void> {
  const taken = await trx
    .selectFrom('tokens')
    .select('id')
    .where('hash', '=', hash ?? '')
    .executeTakeFirst()
  if (taken) throw new SettingsConflict('/id', 'id-taken', `The token ${id} exists already.`)
  if (personId === undefined) return
  const person = await trx
    .selectFrom('people')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) throw unknownReference('/personId', 'person', personId)
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
