import { SettingsConflict } from '../settings.ts'
import type { SettingsTables, SettingsTransaction } from './tables.ts'

/** @throws SettingsConflict for an account that does not exist */
export async function requireAccount(trx: SettingsTransaction, accountId: string): Promise<void> {
  const found = await trx.selectFrom('accounts').select('id').where('id', '=', accountId).executeTakeFirst()
  if (!found) throw new SettingsConflict('/accountId', 'unknown-reference', `There is no account ${accountId}.`)
}

/** @throws SettingsConflict when someone else of this account has the name; names are compared case-sensitively */
export async function requireFreeName(
  trx: SettingsTransaction,
  table:
    | 'skills'
    | 'bots'
    | 'entry_points'
    | 'tags'
    | 'saved_cards'
    | 'environments'
    | 'bot_groups'
    | 'credentials'
    | 'functions',
  accountId: string,
  name: string | undefined,
  ownId?: number | string,
): Promise<void> {
  if (name === undefined) return
  const found = await trx
    .selectFrom(table)
    .select('id')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (found && found.id !== ownId) {
    throw new SettingsConflict('/name', 'name-taken', `The name ${JSON.stringify(name)} is taken in this account.`)
  }
}

/** @throws SettingsConflict when someone else of this account has the address */
export async function requireFreeEmail(
  trx: SettingsTransaction,
  accountId: string,
  email: string | undefined,
  ownId?: number,
): Promise<void> {
  if (email === undefined) return
  const found = await trx
    .selectFrom('people')
    .select('id')
    .where('email', '=', email)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (found && found.id !== ownId) {
    throw new SettingsConflict('/email', 'email-taken', 'Somebody of this account has this e-mail address already.')
  }
}

/** @throws SettingsConflict with the pointer to the first id that names no skill of this account */
export async function requireSkills(
  trx: SettingsTransaction,
  accountId: string,
  wanted: readonly { readonly path: string; readonly id: number }[],
): Promise<void> {
  if (wanted.length === 0) return
  const ids = wanted.map(({ id }) => id)
  const found = await trx
    .selectFrom('skills')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute()
  const known = new Set(found.map(({ id }) => id))
  const missing = wanted.find(({ id }) => !known.has(id))
  if (missing) throw unknownReference(missing.path, 'skill', missing.id)
}

export const unknownReference = (path: string, what: string, id: number | string): SettingsConflict =>
  new SettingsConflict(path, 'unknown-reference', `There is no ${what} ${id} in this account.`)

/** Draws the next number; numbers are never given twice, and never name both a person and a bot. */
export async function drawNumber(
  trx: SettingsTransaction,
  sequence: SettingsTables['sequences']['name'],
): Promise<number> {
  const { last } = await trx
    .selectFrom('sequences')
    .select('last')
    .where('name', '=', sequence)
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('sequences')
    .set({ last: last + 1 })
    .where('name', '=', sequence)
    .execute()
  return last + 1
}
