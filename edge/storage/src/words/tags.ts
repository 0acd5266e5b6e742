import type { AccountId, TagId } from '@baton/base'
import { writeNote } from '../settings/notes.ts'
import { drawNumber, requireAccount, requireFreeName } from '../settings/rules.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'
import { MAX_ACCOUNT_TAGS, type Tag, type TagColour, type WordsStore } from '../wordsStore.ts'

type Tags = Pick<WordsStore, 'createTag' | 'listTags' | 'updateTag'>

export function tags(db: SettingsDatabase): Tags {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('tags').selectAll().where('account_id', '=', accountId)

  return {
    createTag: (accountId, tag, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        const known = await ofAccount(trx, accountId).execute()
        if (known.length >= MAX_ACCOUNT_TAGS) {
          throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_ACCOUNT_TAGS} tags.`)
        }
        await requireFreeName(trx, 'tags', accountId, tag.name)
        const created: Tag = { ...tag, accountId, retired: false, id: (await drawNumber(trx, 'words')) as TagId }
        await trx.insertInto('tags').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async listTags(accountId, { limit, after }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toTag)
    },

    updateTag: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'tags', accountId, change.name, id)
        const before = toTag(row)
        const changed: Tag = { ...before, ...change }
        await trx
          .updateTable('tags')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
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
