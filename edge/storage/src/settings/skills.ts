import type { AccountId, BotId, SkillId } from '@baton/base'
import { type Settings, SettingsConflict, type Skill } from '../settings.ts'
import { collection } from './collection.ts'
import { requireFreeName, requireSkills, unknownReference } from './rules.ts'
import type { SettingsDatabase, SettingsTables, SettingsTransaction } from './tables.ts'

type Skills = Pick<
  Settings,
  'createSkill' | 'findSkill' | 'findSkillByName' | 'listSkills' | 'updateSkill' | 'deleteSkill'
>

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
    beside: { remove: takeAway },
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
    deleteSkill: async (accountId, id, note) => (await all.remove(accountId, id, note)) !== undefined,
  }
}

/** With its opening hours, its automatic messages and their times. @throws SettingsConflict while something leads to it */
async function takeAway(trx: SettingsTransaction, { accountId, id }: Skill): Promise<void> {
  await requireUnused(trx, accountId, id)
  await trx
    .deleteFrom('opening_hours')
    .where('account_id', '=', accountId)
    .where('scope', '=', 'skill')
    .where('scope_id', '=', String(id))
    .execute()
  await trx.deleteFrom('automatic_timers').where('account_id', '=', accountId).where('skill_id', '=', id).execute()
  await trx.deleteFrom('automatic_messages').where('account_id', '=', accountId).where('skill_id', '=', id).execute()
}

/** Settings of others that would lead nowhere. @throws SettingsConflict */
async function requireUnused(trx: SettingsTransaction, accountId: AccountId, id: SkillId): Promise<void> {
  const seated = await trx
    .selectFrom('party_skills')
    .select('party_id')
    .where('account_id', '=', accountId)
    .where('skill_id', '=', id)
    .executeTakeFirst()
  const entrance = await trx
    .selectFrom('entry_points')
    .select('id')
    .where('account_id', '=', accountId)
    .where('skill_id', '=', id)
    .executeTakeFirst()
  const others = await trx.selectFrom('skills').select('settings').where('account_id', '=', accountId).execute()
  const isNamed = others.some(({ settings }) => {
    const { fallbackSkillId, transfersTo = [] } = JSON.parse(settings) as Partial<Skill>
    return fallbackSkillId === id || transfersTo.includes(id)
  })
  if (seated || entrance || isNamed) throw new SettingsConflict('', 'in-use', 'Something still refers to this skill.')
}

async function requireReferences(
  trx: SettingsTransaction,
  accountId: AccountId,
  { survey, fallbackSkillId, transfersTo = [] }: Pick<Skill, 'survey' | 'fallbackSkillId' | 'transfersTo'>,
  ownId?: SkillId,
): Promise<void> {
  const list = transfersTo.map((id, index) => ({ path: `/transfersTo/${index}`, id }))
  for (const { path, id } of list) if (id === ownId) throw unknownReference(path, 'other skill', id)
  if (list.length > 0) await requireSkills(trx, accountId, list)
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
  ...settingsOf(JSON.parse(row.settings)),
  id: row.id as SkillId,
  accountId: row.account_id as AccountId,
  name: row.name,
  description: row.description,
  enabled: row.enabled === 1,
  responseTimes: JSON.parse(row.response_times),
  autoCloseMs: row.auto_close_ms,
  ...surveyOf(row),
})

function surveyOf(row: SettingsTables['skills']): Pick<Skill, 'survey'> {
  const { survey_bot_id: botId, survey_timeout_ms: timeoutMs, settings } = row
  if (botId === null || timeoutMs === null) return {}
  const { surveyEndPhrases: endPhrases } = JSON.parse(settings) as { readonly surveyEndPhrases?: readonly string[] }
  return { survey: { botId: botId as BotId, timeoutMs, ...(endPhrases && { endPhrases }) } }
}

/** What has no column of its own. */
function settingsOf(skill: Pick<Skill, (typeof SETTINGS)[number]>): Pick<Skill, (typeof SETTINGS)[number]> {
  return Object.fromEntries(SETTINGS.flatMap((name) => (skill[name] === undefined ? [] : [[name, skill[name]]])))
}
const SETTINGS = [
  'fallbackSkillId',
  'agentGoneMinutes',
  'suggestedMinutes',
  'transfersTo',
  'failIfNobodyOnline',
  'nobodyOnlineSeconds',
  'failOutOfHours',
  'failAfterMinutes',
] as const satisfies readonly (keyof Skill)[]

const toRow = (skill: Skill): SettingsTables['skills'] => ({
  settings: JSON.stringify({
    ...settingsOf(skill),
    ...(skill.survey?.endPhrases && { surveyEndPhrases: skill.survey.endPhrases }),
  }),
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
