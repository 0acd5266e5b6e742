import type { AccountId, TagId } from '@baton/base'
import { collection } from '../settings/collection.ts'
import { requireFreeName } from '../settings/rules.ts'
import type { SettingsDatabase, SettingsTables } from '../settings/tables.ts'
import { MAX_ACCOUNT_TAGS, type Tag, type TagColour, type WordsStore } from '../wordsStore.ts'

type Tags = Pick<WordsStore, 'createTag' | 'listTags' | 'updateTag'>

export function tags(db: SettingsDatabase): Tags {
  const all = collection(db, {
    table: 'tags',
    called: 'tag',
    numbers: 'words',
    most: { count: MAX_ACCOUNT_TAGS, called: 'tags' },
    toItem: toTag,
    toRow,
    require: (trx, accountId, { name }, before) => requireFreeName(trx, 'tags', accountId, name, before?.id),
  })
  return {
    createTag: (accountId, tag, note) => all.create(accountId, { ...tag, retired: false }, note),
    listTags: (accountId, page) => all.list(accountId, page),
    updateTag: (accountId, id, change, note) => all.update(accountId, id, change, note),
  }
}

const toTag = (row: SettingsTables['tags']): Tag => ({
  id: row.id as TagId,
  accountId: row.account_id as AccountId,
  name: row.name,
  colour: row.colour as TagColour,
  retired: row.retired === 1,
})

const toRow = (tag: Tag): SettingsTables['tags'] => ({
  account_id: tag.accountId,
  id: tag.id,
  name: tag.name,
  colour: tag.colour,
  retired: tag.retired ? 1 : 0,
})
