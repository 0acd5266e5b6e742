import type { AccountId, SkillId } from '@baton/base'
import { writeNote } from '../settings/notes.ts'
import { drawNumber, requireAccount, requireSkills } from '../settings/rules.ts'
import {
  MAX_SETTINGS_PAGE,
  type SettingsDatabase,
  type SettingsTables,
  type SettingsTransaction,
} from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'
import { MAX_SAVED_REPLIES, type NewSavedReply, type SavedReply, type WordsStore } from '../wordsStore.ts'

type SavedReplies = Pick<
  WordsStore,
  'createSavedReply' | 'findSavedReply' | 'listSavedReplies' | 'updateSavedReply' | 'deleteSavedReply'
>

export function savedReplies(db: SettingsDatabase): SavedReplies {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('saved_replies').selectAll().where('account_id', '=', accountId)

  return {
    createSavedReply: (accountId, reply, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireRoom(trx, accountId)
        await requireFit(trx, accountId, reply)
        const created: SavedReply = { ...reply, accountId, id: await drawNumber(trx, 'words') }
        await trx.insertInto('saved_replies').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findSavedReply(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toReply(row)
    },

    async listSavedReplies(accountId, { limit, after }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toReply)
    },

    updateSavedReply: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        const before = toReply(row)
        const changed = withoutUndefined({ ...before, ...change })
        await requireFit(trx, accountId, changed, id)
        await trx
          .updateTable('saved_replies')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),

    deleteSavedReply: (accountId, id, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return false
        await trx.deleteFrom('saved_replies').where('account_id', '=', accountId).where('id', '=', id).execute()
        await writeNote(trx, note?.(undefined, toReply(row)))
        return true
      }),
  }
}

async function requireRoom(trx: SettingsTransaction, accountId: AccountId): Promise<void> {
  const { count } = await trx
    .selectFrom('saved_replies')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  if (Number(count) < MAX_SAVED_REPLIES) return
  throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_SAVED_REPLIES} saved replies.`)
}

async function requireFit(
  trx: SettingsTransaction,
  accountId: AccountId,
  { skillIds, shortcut, language }: NewSavedReply,
  ownId?: number,
): Promise<void> {
  await requireSkills(
    trx,
    accountId,
    skillIds.map((id, index) => ({ path: `/skillIds/${index}`, id })),
  )
  if (shortcut === undefined) return
  const taken = await trx
    .selectFrom('saved_replies')
    .select(['id', 'language'])
    .where('account_id', '=', accountId)
    .where('shortcut', '=', shortcut)
    .execute()
  if (!taken.some((other) => other.id !== ownId && (other.language ?? undefined) === language)) return
  throw new SettingsConflict('/shortcut', 'shortcut-taken', `The shortcut /${shortcut} is taken in this language.`)
}

const toReply = (row: SettingsTables['saved_replies']): SavedReply => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  title: row.title,
  text: row.text,
  ...(row.shortcut !== null && { shortcut: row.shortcut }),
  ...(row.language !== null && { language: row.language }),
  skillIds: JSON.parse(row.skill_ids) as SkillId[],
})

const toRow = (reply: SavedReply): SettingsTables['saved_replies'] => ({
  account_id: reply.accountId,
  id: reply.id,
  title: reply.title,
  text: reply.text,
  shortcut: reply.shortcut ?? null,
  language: reply.language ?? null,
  skill_ids: JSON.stringify(reply.skillIds),
})

const withoutUndefined = (reply: { [K in keyof SavedReply]?: SavedReply[K] | undefined }): SavedReply =>
  Object.fromEntries(Object.entries(reply).filter(([, value]) => value !== undefined)) as unknown as SavedReply
