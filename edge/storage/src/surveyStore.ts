import type { AccountId, AgentId, BotId, ConsumerId, ConversationId, EpochMs, SkillId } from '@baton/base'

/** What consumers answered when they were asked afterwards. Written with the commit of the event that it is; read here. */
export interface SurveyStore {
  /** Those of one conversation, in order, at most 200. */
  listSurveyAnswers(accountId: AccountId, conversationId: ConversationId): Promise<SurveyAnswerRow[]>
  /** Newest first. @param page `before`: the place of the last one of the page before */
  listSurveyAnswersBetween(accountId: AccountId, span: SurveySpan, page: SurveyPage): Promise<SurveyAnswerRow[]>
  /** How often each number was given to each measure; free words are counted without one, and so is what was skipped. */
  countSurveyAnswers(accountId: AccountId, span: SurveySpan): Promise<readonly SurveyCount[]>
  /** When this consumer was last asked afterwards; undefined: never, or under another id. */
  lastAsked(accountId: AccountId, consumerId: ConsumerId): Promise<EpochMs | undefined>
  /** CSAT since then, of each skill and person that were served (messaging R8.2); who had no answer is not there. */
  readScores(accountId: AccountId, since: EpochMs): Promise<readonly ServiceScore[]>
}

export interface SurveyAnswerRow {
  readonly conversationId: ConversationId
  readonly seq: number
  readonly at: EpochMs
  /** Who asked. */
  readonly botId: BotId
  /** Whom it is credited to: the skill and the person that had the conversation last (messaging R2.9). */
  readonly skillId: SkillId
  readonly agentId?: AgentId
  readonly measures: string
  /** What is counted; absent where words were asked for, or the question was skipped. */
  readonly number?: number
  readonly skipped?: true
  /** Absent once erased. */
  readonly question?: string
  readonly answer?: string
}

export interface SurveySpan {
  readonly from: EpochMs
  /** Exclusive. */
  readonly to: EpochMs
  readonly skillId?: SkillId
  readonly agentId?: AgentId
}
/** How content consumers were with one skill, or with one person at it. */
export interface ServiceScore {
  readonly skillId: SkillId
  readonly agentId?: AgentId
  readonly answers: number
  /** Of them, 4 and 5. */
  readonly positive: number
}
export interface SurveyPage {
  readonly limit: number
  readonly before?: Pick<SurveyAnswerRow, 'at' | 'conversationId' | 'seq'>
}
export interface SurveyCount {
  readonly measures: string
  readonly number?: number
  /** How often the question was passed over. */
  readonly skipped?: true
  readonly count: number
}
