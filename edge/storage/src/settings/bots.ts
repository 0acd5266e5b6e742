import type { AccountId, BotId } from '@baton/base'
import { type Bot, MAX_BOTS_IN_GROUP, type Settings } from '../settings.ts'
import { requireGroup } from './botGroups.ts'
import { collection } from './collection.ts'
import { partySkills } from './partySkills.ts'
import { requireFreeName } from './rules.ts'
import type { SettingsDatabase, SettingsTables } from './tables.ts'

type Bots = Pick<Settings, 'createBot' | 'findBot' | 'listBots' | 'listBotsOnSkill' | 'listBotsInGroup' | 'updateBot'>
type Row = SettingsTables['bots']

export function bots(db: SettingsDatabase): Bots {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('bots').selectAll('bots').where('bots.account_id', '=', accountId)

  const all = collection(db, {
    table: 'bots',
    called: 'bot',
    numbers: 'parties',
    searched: ['bots.name', 'bots.nickname'],
    toItem: toBot,
    toRow,
    require: async (trx, accountId, { name, groupId }, before) => {
      await requireFreeName(trx, 'bots', accountId, name, before?.id)
      await requireGroup(trx, accountId, groupId)
    },
    beside: partySkills<Bot>(),
  })

  return {
    createBot: all.create,
    findBot: all.find,
    listBots: (accountId, page) => all.list(accountId, page),

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
      return all.read(db, accountId, rows)
    },

    async listBotsInGroup(accountId, groupId) {
      const rows = await ofAccount(db, accountId)
        .where('group_id', '=', groupId)
        .where('enabled', '=', 1)
        .orderBy('id')
        .limit(MAX_BOTS_IN_GROUP)
        .execute()
      return all.read(db, accountId, rows)
    },

    updateBot: (accountId, id, change, note) => all.update(accountId, id, change as Partial<Bot>, note),
  }
}

/** As many as one account may have. */
const MAX_BOTS_ON_SKILL = 999

const toBot = (row: Row): Bot => ({
  id: row.id as BotId,
  accountId: row.account_id as AccountId,
  name: row.name,
  nickname: row.nickname,
  enabled: row.enabled === 1,
  capacity: row.capacity,
  kind: row.kind as Bot['kind'],
  config: JSON.parse(row.config),
  skillIds: [],
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
