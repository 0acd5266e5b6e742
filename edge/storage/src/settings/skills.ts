import type { AccountId, BotId, SkillId } from '@baton/base'
import type { Settings, Skill } from '../settings.ts'
import { writeNote } from './notes.ts'
import { drawNumber, requireAccount, requireFreeName, requireSkills, unknownReference } from './rules.ts'
import { holds } from './search.ts'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables, type SettingsTransaction } from './tables.ts'

type Skills = Pick<Settings, 'createSkill' | 'findSkill' | 'findSkillByName' | 'listSkills' | 'updateSkill'>

export function skills(db: SettingsDatabase): Skills {
  const ofAccount = (source: SettingsDatabase, accountId: AccountId) =>
    source.selectFrom('skills').selectAll().where('account_id', '=', accountId)

  return {
    createSkill: (accountId, skill, note) =>
      db.transaction().execute(async (trx) => {
        await requireAccount(trx, accountId)
        await requireFreeName(trx, 'skills', accountId, skill.name)
        await requireReferences(trx, accountId, skill)
        const created: Skill = { ...skill, accountId, id: (await drawNumber(trx, 'skills')) as SkillId }
        await trx.insertInto('skills').values(toRow(created)).execute()
        await writeNote(trx, note?.(created, undefined))
        return created
      }),

    async findSkill(accountId, id) {
      const row = await ofAccount(db, accountId).where('id', '=', id).executeTakeFirst()
      return row && toSkill(row)
    },

    async findSkillByName(accountId, name) {
      const row = await ofAccount(db, accountId).where('name', '=', name).executeTakeFirst()
      return row && toSkill(row)
    },

    async listSkills(accountId, { limit, after, search }) {
      const rows = await ofAccount(db, accountId)
        .where('id', '>', Number(after ?? 0))
        .$if(search !== undefined, (query) => query.where(holds(['name', 'description'], search ?? '')))
        .orderBy('id')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toSkill)
    },

    updateSkill: (accountId, id, change, note) =>
      db.transaction().execute(async (trx) => {
        const row = await ofAccount(trx, accountId).where('id', '=', id).executeTakeFirst()
        if (!row) return undefined
        await requireFreeName(trx, 'skills', accountId, change.name, id)
        await requireReferences(trx, accountId, change, id)
        const before = toSkill(row)
        const changed: Skill = { ...before, ...change }
        await trx
          .updateTable('skills')
          .set(toRow(changed))
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .execute()
        await writeNote(trx, note?.(changed, before))
        return changed
      }),
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
