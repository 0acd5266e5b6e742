import type { AccountId } from '@baton/base'
import type { Content } from '@baton/content'
import { collection } from '../settings/collection.ts'
import { requireFreeName } from '../settings/rules.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'
import { MAX_SAVED_CARDS, type SavedCard, type WordsStore } from '../wordsStore.ts'

type SavedCards = Pick<
  WordsStore,
  'createSavedCard' | 'findSavedCard' | 'listSavedCards' | 'updateSavedCard' | 'deleteSavedCard'
>

export function savedCards(db: SettingsDatabase): SavedCards {
  const cards = collection(db, {
    table: 'saved_cards',
    called: 'saved card',
    numbers: 'words',
    most: { count: MAX_SAVED_CARDS, called: 'saved cards' },
    toItem: toCard,
    toRow,
    require: (trx, accountId, { name }, before) => requireFreeName(trx, 'saved_cards', accountId, name, before?.id),
  })
  return {
    createSavedCard: cards.create,
    findSavedCard: cards.find,
    listSavedCards: (accountId, page) => cards.list(accountId, page),
    updateSavedCard: (accountId, id, change, note) => cards.update(accountId, id, change, note),
    deleteSavedCard: async (...which) => (await cards.remove(...which)) !== undefined,
  }
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
