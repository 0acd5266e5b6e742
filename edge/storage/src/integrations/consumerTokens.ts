import type { IntegrationsStore } from '../integrationsStore.ts'
import type { SettingsDatabase } from '../settings/tables.ts'

/** Among what is kept of a consumer; no namespace of scripts, and no bot's. */
const PLACE = { space: 'tokens', kind: 'lasting' } as const

/** What consumers can show for themselves, sealed, until it ends. */
export const consumerTokens = (
  db: SettingsDatabase,
): Pick<IntegrationsStore, 'keepConsumerToken' | 'findConsumerToken'> => ({
  async keepConsumerToken({ accountId, consumerId, credentialId, keyId, sealed, endsAt }) {
    const value = JSON.stringify({ keyId, sealed })
    const row = { ...PLACE, account_id: accountId, owner: consumerId, name: credentialId, value, expires_at: endsAt }
    await db
      .insertInto('kept_values')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'space', 'kind', 'owner', 'name']).doUpdateSet({ value, expires_at: endsAt }),
      )
      .execute()
  },
  async findConsumerToken(accountId, consumerId, credentialId, now) {
    const row = await db
      .selectFrom('kept_values')
      .select('value')
      .where('account_id', '=', accountId)
      .where('space', '=', PLACE.space)
      .where('kind', '=', PLACE.kind)
      .where('owner', '=', consumerId)
      .where('name', '=', credentialId)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row && (JSON.parse(row.value) as { keyId: string; sealed: string })
  },
})
