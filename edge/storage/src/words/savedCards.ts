import type { AccountId } from '@baton/base'
import type { Content } from '@baton/content'
import { writeNote } from '../settings/notes.ts'
import { drawNumber, requireAccount } from '../settings/rules.ts'
import {
  MAX_SETTINGS_PAGE,
  type SettingsDatabase,
  type SettingsTables,
  type SettingsTransaction,
} from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'
import { MAX_SAVED_CARDS, type SavedCard, type WordsStore } from '../wordsStore.ts'

type SavedCards = Pick<
  WordsStore,
  'createSavedCard' | 'findSavedCard' | 'listSavedCards' | 'updateSavedCard' | 'deleteSavedCard'
>

export function savedCards(db: SettingsDatabase): SavedCards {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('saved_cards').selectAll().where('account_id', '=', accountId)

  return {
    createSavedCard: (accountId, card, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireRoom(trx, accountId)
        await requireOwnName(trx, accountId, card.name)
        const created: SavedCard = { ...card, accountId, id: await drawNumber(trx, 'words') }
        await trx.insertInto('saved_cards').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findSavedCard(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toCard(row)
    },

    async listSavedCards(accountId, { limit, after }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toCard)
    },

    updateSavedCard: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        const before = toCard(row)
        const changed: SavedCard = {
          ...before,
          ...(change.name !== undefined && { name: change.name }),
          ...(change.content !== undefined && { content: change.content }),
        }
        await requireOwnName(trx, accountId, changed.name, id)
        await trx
          .updateTable('saved_cards')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),

    deleteSavedCard: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return false
        await trx.deleteFrom('saved_cards').where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, toCard(row)))
        return true
      }),
  }
}

async function requireRoom(trx: SettingsTransaction, accountId: AccountId): Promise<void> {
  const { count } = await trx
    .selectFrom('saved_cards')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  if (Number(count) < MAX_SAVED_CARDS) return
  throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_SAVED_CARDS} saved cards.`)
}

async function requireOwnName(
  trx: SettingsTransaction,
  accountId: AccountId,
  name: string,
  ownId?: number,
): Promise<void> {
  const taken = await trx
    .selectFrom('saved_cards')
    .select('id')
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  if (taken === undefined || taken.id === ownId) return
  throw new SettingsConflict('/name', 'name-taken', `There is a card called ${name} already.`)
}

const toCard = (row: SettingsTables['saved_cards']): SavedCard => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  name: row.name,
  content: JSON.parse(row.content) as Content,
})

const toRow = ({ accountId, id, name, content }: SavedCard): SettingsTables['saved_cards'] => ({
  account_id: accountId,
  id,
  name,
  content: JSON.stringify(content),
})
