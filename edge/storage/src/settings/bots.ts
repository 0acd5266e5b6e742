import type { AccountId, BotId } from '@baton/base'
import { type Bot, MAX_BOTS_IN_GROUP, type Settings } from '../settings.ts'
import { requireGroup } from './botGroups.ts'
import { writeNote } from './notes.ts'
import { readPartySkills, savePartySkills } from './partySkills.ts'
import { drawNumber, requireAccount, requireFreeName } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type Bots = Pick<Settings, 'createBot' | 'findBot' | 'listBots' | 'listBotsOnSkill' | 'listBotsInGroup' | 'updateBot'>
type Row = SettingsTables['bots']

export function bots(db: SettingsDatabase): Bots {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('bots').selectAll('bots').where('bots.account_id', '=', accountId)

  async function withSkills(source: SettingsDatabase, accountId: AccountId, rows: readonly Row[]): Promise<Bot[]> {
    const skillsOf = await readPartySkills(
      source,
      accountId,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => ({ ...toBot(row), skillIds: skillsOf(row.id) }))
  }

  return {
    createBot: (accountId, bot, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireFreeName(trx, 'bots', accountId, bot.name)
        await requireGroup(trx, accountId, bot.groupId)
        const created: Bot = { ...bot, accountId, id: (await drawNumber(trx, 'parties')) as BotId }
        await savePartySkills(trx, accountId, created.id, bot.skillIds)
        await trx.insertInto('bots').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findBot(accountId, id) {
      const rows = await ofAccount(db, accountId).where('id', '=', id).execute()
      return (await withSkills(db, accountId, rows))[0]
    },

    async listBots(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .$if(search !== undefined, (query) => query.where(holds(['bots.name', 'bots.nickname'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return withSkills(db, accountId, rows)
    },

    async listBotsOnSkill(accountId, skillId) {
      const rows = await ofAccount(db, accountId)
        .innerJoin('party_skills', (join) =>
          join.onRef('party_skills.account_id', '=', 'bots.account_id').onRef('party_skills.party_id', '=', 'bots.id'),
        )
        .where('party_skills.skill_id', '=', skillId)
        .where('bots.enabled', '=', 1)
        .orderBy('bots.id')
        .limit(MAX_BOTS_ON_SKILL)
        .execute()
      return withSkills(db, accountId, rows)
    },

    async listBotsInGroup(accountId, groupId) {
      const rows = await ofAccount(db, accountId)
        .where('group_id', '=', groupId)
        .where('enabled', '=', 1)
        .orderBy('id')
        .limit(MAX_BOTS_IN_GROUP)
        .execute()
      return withSkills(db, accountId, rows)
    },

    updateBot: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const rows = await ofAccount(trx, accountId).where('id', '=', id).execute()
        const [before] = await withSkills(trx, accountId, rows)
        if (!before) return undefined
        await requireFreeName(trx, 'bots', accountId, change.name, id)
        await requireGroup(trx, accountId, change.groupId)
        const changed = { ...before, ...change } as Bot
        if (change.skillIds) await savePartySkills(trx, accountId, id, change.skillIds)
        await trx
          .updateTable('bots')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
  }
}

/** As many as one account may have. */
const MAX_BOTS_ON_SKILL = 999

const toBot = (row: Row): Omit<Bot, 'skillIds'> => ({
  id: row.id as BotId,
  accountId: row.account_id as AccountId,
  name: row.name,
  nickname: row.nickname,
  enabled: row.enabled === 1,
  capacity: row.capacity,
  kind: row.kind as Bot['kind'],
  config: JSON.parse(row.config),
  ...(row.group_id !== null && { groupId: row.group_id }),
})

const toRow = (bot: Bot): Row => ({
  account_id: bot.accountId,
  id: bot.id,
  name: bot.name,
  nickname: bot.nickname,
  enabled: bot.enabled ? 1 : 0,
  capacity: bot.capacity,
  kind: bot.kind,
  config: JSON.stringify(bot.config ?? null),
  group_id: bot.groupId ?? null,
})
