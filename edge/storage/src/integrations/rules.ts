import type { AccountId } from '@baton/base'
import type { SettingsTransaction } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'

/** @throws SettingsConflict when the account has as many as it may have */
export async function requireRoom(
  trx: SettingsTransaction,
  table: 'credentials' | 'functions',
  accountId: AccountId,
  most: number,
): Promise<void> {
  const { count } = await trx
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  if (Number(count) >= most) throw new SettingsConflict('', 'too-many', `An account keeps at most ${most} ${table}.`)
}
