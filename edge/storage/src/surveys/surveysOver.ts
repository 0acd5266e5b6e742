import type { AgentId, BotId, ConversationId, EpochMs, SkillId } from '@baton/base'
import { MAX_SETTINGS_PAGE, type SettingsDatabase, type SettingsTables } from '../settings/tables.ts'
import type { SurveyAnswerRow, SurveySpan, SurveyStore } from '../surveyStore.ts'

/** From here on an answer of 1 to 5 is a positive one (dialogs R2.29). */
const CONTENT_FROM = 4

/** One code for both dialects. */
export function surveysOver(db: SettingsDatabase): SurveyStore {
  const within = (accountId: string, { from, to, skillId, agentId }: SurveySpan) =>
    db
      .selectFrom('survey_answers')
      .where('account_id', '=', accountId)
      .where('at', '>=', from)
      .where('at', '<', to)
      .$if(skillId !== undefined, (query) => query.where('skill_id', '=', skillId ?? 0))
      .$if(agentId !== undefined, (query) => query.where('agent_id', '=', agentId ?? 0))
  return {
    async listSurveyAnswers(accountId, conversationId) {
      const rows = await db
        .selectFrom('survey_answers')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('conversation_id', '=', conversationId)
        .orderBy('seq')
        .limit(MAX_SETTINGS_PAGE)
        .execute()
      return rows.map(toAnswer)
    },
    async listSurveyAnswersBetween(accountId, span, { limit, before }) {
      const rows = await within(accountId, span)
        .selectAll()
        .$if(before !== undefined, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(
              refTuple('at', 'conversation_id', 'seq'),
              '<',
              tuple(before?.at ?? 0, before?.conversationId ?? '', before?.seq ?? 0),
            ),
          ),
        )
        .orderBy('at', 'desc')
        .orderBy('conversation_id', 'desc')
        .orderBy('seq', 'desc')
        .limit(Math.min(limit, MAX_SETTINGS_PAGE))
        .execute()
      return rows.map(toAnswer)
    },
    async countSurveyAnswers(accountId, span) {
      const rows = await within(accountId, span)
        .select(({ fn }) => ['measures', 'number', 'skipped', fn.countAll<number>().as('count')])
        .groupBy(['measures', 'number', 'skipped'])
        .orderBy('measures')
        .orderBy('skipped')
        .orderBy('number')
        .execute()
      return rows.map(({ measures, number, skipped, count }) => ({
        measures,
        count: Number(count),
        ...(number !== null && { number }),
        ...(skipped === 1 && { skipped: true }),
      }))
    },
    async lastAsked(accountId, consumerId) {
      const asked = await db
        .selectFrom('survey_requests')
        .select('at')
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .executeTakeFirst()
      return asked?.at as EpochMs | undefined
    },
    async readScores(accountId, since) {
      const rows = await db
        .selectFrom('survey_answers')
        .select(({ fn, eb }) => [
          'skill_id',
          'agent_id',
          fn.countAll<number>().as('answers'),
          fn.sum<number>(eb.case().when('number', '>=', CONTENT_FROM).then(1).else(0).end()).as('positive'),
        ])
        .where('account_id', '=', accountId)
        .where('measures', '=', 'csat')
        .where('at', '>=', since)
        .where('number', 'is not', null)
        .groupBy(['skill_id', 'agent_id'])
        .execute()
      return rows.map(({ skill_id, agent_id, answers, positive }) => ({
        skillId: skill_id as SkillId,
        ...(agent_id !== null && { agentId: agent_id as AgentId }),
        answers: Number(answers),
        positive: Number(positive),
      }))
    },
  }
}

const toAnswer = (row: SettingsTables['survey_answers']): SurveyAnswerRow => ({
  conversationId: row.conversation_id as ConversationId,
  seq: row.seq,
  at: row.at as EpochMs,
  botId: row.bot_id as BotId,
  skillId: row.skill_id as SkillId,
  measures: row.measures,
  ...(row.agent_id !== null && { agentId: row.agent_id as AgentId }),
  ...(row.number !== null && { number: row.number }),
  ...(row.skipped === 1 && { skipped: true }),
  ...(row.question !== null && { question: row.question }),
  ...(row.answer !== null && { answer: row.answer }),
})
