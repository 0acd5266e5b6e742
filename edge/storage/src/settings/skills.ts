import type { AccountId, BotId, SkillId } from '@baton/base'
import type { Settings, Skill } from '../settings.ts'
import { collection } from './collection.ts'
import { requireFreeName, requireSkills, unknownReference } from './rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from './tables.ts'

type Skills = Pick<Settings, 'createSkill' | 'findSkill' | 'findSkillByName' | 'listSkills' | 'updateSkill'>

export function skills(db: SettingsDatabase): Skills {
  const all = collection(db, {
    table: 'skills',
    called: 'skill',
    numbers: 'skills',
    searched: ['name', 'description'],
    toItem: toSkill,
    toRow,
    require: async (trx, accountId, wanted, before) => {
      await requireFreeName(trx, 'skills', accountId, wanted.name, before?.id)
      await requireReferences(trx, accountId, wanted, before?.id)
    },
  })
  return {
    createSkill: all.create,
    findSkill: all.find,
    async findSkillByName(accountId, name) {
      const named = db.selectFrom('skills').selectAll().where('account_id', '=', accountId).where('name', '=', name)
      const row = await named.executeTakeFirst()
      return row && toSkill(row)
    },
    listSkills: (accountId, page) => all.list(accountId, page),
    updateSkill: (accountId, id, change, note) => all.update(accountId, id, change, note),
  }
}

async function requireReferences(
  trx: SettingsTransaction,
  accountId: AccountId,
  { survey, fallbackSkillId }: Pick<Skill, 'survey' | 'fallbackSkillId'>,
  ownId?: SkillId,
): Promise<void> {
  if (fallbackSkillId !== undefined) {
    const path = '/fallbackSkillId'
    if (fallbackSkillId === ownId) throw unknownReference(path, 'other skill', fallbackSkillId)
    await requireSkills(trx, accountId, [{ path, id: fallbackSkillId }])
  }
  if (!survey) return
  const bot = await trx
    .selectFrom('bots')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', survey.botId)
    .executeTakeFirst()
  if (!bot) throw unknownReference('/survey/botId', 'bot', survey.botId)
}

const toSkill = (row: SettingsTables['skills']): Skill => ({
  ...(JSON.parse(row.settings) as ReturnType<typeof settingsOf>),
  id: row.id as SkillId,
  accountId: row.account_id as AccountId,
  name: row.name,
  description: row.description,
  enabled: row.enabled === 1,
  responseTimes: JSON.parse(row.response_times),
  autoCloseMs: row.auto_close_ms,
  ...(row.survey_bot_id !== null &&
    row.survey_timeout_ms !== null && {
      survey: { botId: row.survey_bot_id as BotId, timeoutMs: row.survey_timeout_ms },
    }),
})

/** What has no column of its own. */
function settingsOf(skill: Skill): Pick<Skill, (typeof SETTINGS)[number]> {
  return Object.fromEntries(SETTINGS.flatMap((name) => (skill[name] === undefined ? [] : [[name, skill[name]]])))
}
const SETTINGS = [
  'fallbackSkillId',
  'agentGoneMinutes',
  'failIfNobodyOnline',
  'nobodyOnlineSeconds',
  'failOutOfHours',
  'failAfterMinutes',
] as const satisfies readonly (keyof Skill)[]

const toRow = (skill: Skill): SettingsTables['skills'] => ({
  settings: JSON.stringify(settingsOf(skill)),
  account_id: skill.accountId,
  id: skill.id,
  name: skill.name,
  description: skill.description,
  enabled: skill.enabled ? 1 : 0,
  response_times: JSON.stringify(skill.responseTimes),
  auto_close_ms: skill.autoCloseMs,
  survey_bot_id: skill.survey?.botId ?? null,
  survey_timeout_ms: skill.survey?.timeoutMs ?? null,
})
