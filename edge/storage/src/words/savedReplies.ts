import type { AccountId, SkillId } from '@baton/base'
import { collection } from '../settings/collection.ts'
import { requireSkills } from '../settings/rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from '../settings/tables.ts'
import { SettingsConflict } from '../settings.ts'
import { MAX_SAVED_REPLIES, type SavedReply, type WordsStore } from '../wordsStore.ts'

type SavedReplies = Pick<
  WordsStore,
  'createSavedReply' | 'findSavedReply' | 'listSavedReplies' | 'updateSavedReply' | 'deleteSavedReply'
>

export function savedReplies(db: SettingsDatabase): SavedReplies {
  const replies = collection(db, {
    table: 'saved_replies',
    called: 'saved reply',
    numbers: 'words',
    most: { count: MAX_SAVED_REPLIES, called: 'saved replies' },
    toItem: toReply,
    toRow,
    require: requireFit,
  })
  return {
    createSavedReply: replies.create,
    findSavedReply: replies.find,
    listSavedReplies: (accountId, page) => replies.list(accountId, page),
    updateSavedReply: (accountId, id, change, note) => replies.update(accountId, id, change, note),
    deleteSavedReply: async (...which) => (await replies.remove(...which)) !== undefined,
  }
}

async function requireFit(
  trx: SettingsTransaction,
  accountId: AccountId,
  wanted: Partial<SavedReply>,
  before?: SavedReply,
): Promise<void> {
  const { skillIds = [], shortcut, language } = { ...before, ...wanted }
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
  if (!taken.some((other) => other.id !== before?.id && (other.language ?? undefined) === language)) return
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
