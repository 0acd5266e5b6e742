import type { AccountId } from '@baton/base'
import { type BotGroup, MAX_BOTS_IN_GROUP, type Settings, SettingsConflict } from '../settings.ts'
import { collection } from './collection.ts'
import { requireFreeName, unknownReference } from './rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from './tables.ts'

type BotGroups = Pick<
  Settings,
  'createBotGroup' | 'findBotGroup' | 'listBotGroups' | 'updateBotGroup' | 'deleteBotGroup'
>

export function botGroups(db: SettingsDatabase): BotGroups {
  const groups = collection(db, {
    table: 'bot_groups',
    called: 'group of bots',
    numbers: 'authored',
    searched: ['name'],
    toItem: toGroup,
    toRow,
    require: (trx, accountId, { name }, before) => requireFreeName(trx, 'bot_groups', accountId, name, before?.id),
    beside: { remove: letBotsGo },
  })
  return {
    createBotGroup: (accountId, group, note) => groups.create(accountId, group, note),
    findBotGroup: groups.find,
    listBotGroups: (accountId, page) => groups.list(accountId, page),
    updateBotGroup: (accountId, id, change, note) => groups.update(accountId, id, change, note),
    deleteBotGroup: async (accountId, id, note) => (await groups.remove(accountId, id, note)) !== undefined,
  }
}

async function letBotsGo(trx: SettingsTransaction, { accountId, id }: BotGroup): Promise<void> {
  await trx
    .updateTable('bots')
    .set({ group_id: null })
    .where('account_id', '=', accountId)
    .where('group_id', '=', id)
    .execute()
}

/** @throws SettingsConflict when there is no such group, or it is full */
export async function requireGroup(
  trx: SettingsTransaction,
  accountId: AccountId,
  groupId: number | undefined,
): Promise<void> {
  if (groupId === undefined) return
  const group = await trx
    .selectFrom('bot_groups')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', groupId)
    .executeTakeFirst()
  if (!group) throw unknownReference('/groupId', 'group of bots', groupId)
  const members = await trx
    .selectFrom('bots')
    .select('id')
    .where('account_id', '=', accountId)
    .where('group_id', '=', groupId)
    .limit(MAX_BOTS_IN_GROUP)
    .execute()
  if (members.length < MAX_BOTS_IN_GROUP) return
  throw new SettingsConflict('/groupId', 'too-many', `A group has at most ${MAX_BOTS_IN_GROUP} bots.`)
}

const toGroup = (row: SettingsTables['bot_groups']): BotGroup => ({
  id: row.id,
  accountId: row.account_id as AccountId,
  name: row.name,
  collaborates: row.collaborates === 1,
  transferMessage: row.transfer_message,
})
const toRow = ({ id, accountId, name, collaborates, transferMessage }: BotGroup): SettingsTables['bot_groups'] => ({
  account_id: accountId,
  id,
  name,
  collaborates: collaborates ? 1 : 0,
  transfer_message: transferMessage,
})
