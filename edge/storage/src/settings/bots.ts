import type { AccountId, BotId } from '@baton/base'
import { sql } from 'kysely'
import { type Bot, MAX_BOTS_IN_GROUP, type Settings } from '../settings.ts'
import { requireGroup } from './botGroups.ts'
import { collection } from './collection.ts'
import { partySkills } from './partySkills.ts'
import { requireFreeName } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from './tables.ts'

type Bots = Pick<
  Settings,
  'createBot' | 'findBot' | 'listBots' | 'listBotsByGroup' | 'listBotsOnSkill' | 'listBotsInGroup' | 'updateBot'
>
type Row = SettingsTables['bots']

export function bots(db: SettingsDatabase): Bots {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('bots').selectAll('bots').where('bots.account_id', '=', accountId)

  const all = collection(db, {
    table: 'bots',
    called: 'bot',
    numbers: 'parties',
    searched: SEARCHED,
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

    async listBotsByGroup(accountId, { limit, after, search }) {
      const last = after === undefined ? undefined : await all.find(accountId, Number(after) as BotId)
      const group = sql<number>`coalesce(bots.group_id, ${sql.lit(AFTER_ALL_GROUPS)})`
      let asked = ofAccount(db, accountId)
      if (last !== undefined) {
        const { id, groupId = AFTER_ALL_GROUPS } = last
        asked = asked.where((is) =>
          is.or([is(group, '>', groupId), is.and([is(group, '=', groupId), is('bots.id', '>', id)])]),
        )
      }
      if (search !== undefined) asked = asked.where(holds(SEARCHED, search))
      const rows = await asked.orderBy(group).orderBy('bots.id').limit(Math.min(limit, MAX_SETTINGS_PAGE)).execute()
      return all.read(db, accountId, rows)
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
      return all.read(db, accountId, rows)
    },

    async listBotsInGroup(accountId, groupId) {
      const asksAfterwards = db
        .selectFrom('skills')
        .select('survey_bot_id')
        .where('account_id', '=', accountId)
        .where('survey_bot_id', 'is not', null)
      const rows = await ofAccount(db, accountId)
        .where('group_id', '=', groupId)
        .where('enabled', '=', 1)
        .where('id', 'not in', asksAfterwards)
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
const SEARCHED = ['bots.name', 'bots.nickname'] as const
/** Where those stand that are in none. */
const AFTER_ALL_GROUPS = Number.MAX_SAFE_INTEGER

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
