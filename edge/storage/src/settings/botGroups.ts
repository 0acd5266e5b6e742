import type { AccountId } from '@baton/base'
import { type BotGroup, MAX_BOT_GROUPS, MAX_BOTS_IN_GROUP, type Settings, SettingsConflict } from '../settings.ts'
import { drawNumber, requireAccount, requireFreeName, unknownReference } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables, type SettingsTransaction } from './tables.ts'

type BotGroups = Pick<
  Settings,
  'createBotGroup' | 'findBotGroup' | 'listBotGroups' | 'updateBotGroup' | 'deleteBotGroup'
>

export function botGroups(db: SettingsDatabase): BotGroups {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('bot_groups').selectAll().where('account_id', '=', accountId)
  return {
    createBotGroup: (accountId, group) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        const known = await ofAccount(trx, accountId).limit(MAX_BOT_GROUPS).execute()
        if (known.length >= MAX_BOT_GROUPS) {
          throw new SettingsConflict('', 'too-many', `An account keeps at most ${MAX_BOT_GROUPS} groups of bots.`)
        }
        await requireFreeName(trx, 'bot_groups', accountId, group.name)
        const created: BotGroup = { ...group, accountId, id: await drawNumber(trx, 'authored') }
        await trx.insertInto('bot_groups').values(toRow(created)).execute()
        return created
      }),
    async findBotGroup(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toGroup(row)
    },
    async listBotGroups(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .$if(search !== undefined, (query) => query.where(holds(['name'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toGroup)
    },
    updateBotGroup: (accountId, id, change) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'bot_groups', accountId, change.name, id)
        const changed: BotGroup = { ...toGroup(row), ...change }
        await trx
          .updateTable('bot_groups')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        return changed
      }),
    deleteBotGroup: (accountId, id) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return false
        await trx
          .updateTable('bots')
          .set({ group_id: null })
          .where('account_id', '=', accountId)
          .where('group_id', '=', id)
          .execute()
        await trx.deleteFrom('bot_groups').where('account_id', '=', accountId).where('id', '=', id).execute()
        return true
      }),
  }
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
