import type { AgentId, BotId, EpochMs, SkillId } from '@baton/base'
import type { SurveyAnswered } from '@baton/conversation'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Storage } from '../store.ts'
import {
  account as acme,
  conversationId,
  message,
  noon,
  type Open,
  opening,
  otherAccount as other,
  skill,
} from './examples.ts'

const answered = (more: Partial<SurveyAnswered> = {}): SurveyAnswered => ({
  type: 'surveyAnswered',
  v: 1,
  botId: 7 as BotId,
  skillId: skill,
  agentId: 3 as AgentId,
  measures: 'csat',
  number: 5,
  body: { question: 'How was it?', answer: 'Great' },
  ...more,
})

/** What consumers answer afterwards: events, and rows that can be counted. */
export function surveysConformance(open: Open): void {
  let storage: Storage
  beforeEach(async () => {
    storage = await open()
    await storage.settings.createAccount({ id: acme, name: 'Acme' })
    await storage.conversations.commit(opening())
  })
  afterEach(() => storage.close())

  async function answer(...events: readonly SurveyAnswered[]): Promise<void> {
    const seq = (await storage.conversations.load(acme, conversationId))?.seq ?? 0
    const commit = message(seq)
    const recorded = events.map((event, index) => ({
      seq: seq + 1 + index,
      at: (noon + seq + index) as EpochMs,
      event,
    }))
    const state = { ...commit.state, seq: seq + events.length } as typeof commit.state
    expect(await storage.conversations.commit({ ...commit, events: recorded, state })).toEqual({ ok: true })
  }
  const always = { from: 0 as EpochMs, to: Number.MAX_SAFE_INTEGER as EpochMs }

  it('messaging R2.9: keeps each answer with whom it is credited to', async () => {
    await answer(answered(), answered({ measures: 'nps', number: 9, body: { question: 'Tell others?', answer: '9' } }))
    expect(await storage.surveys.listSurveyAnswers(acme, conversationId)).toMatchObject([
      { botId: 7, skillId: skill, agentId: 3, measures: 'csat', number: 5, question: 'How was it?', answer: 'Great' },
      { measures: 'nps', number: 9 },
    ])
    expect(await storage.surveys.listSurveyAnswers(other, conversationId)).toEqual([])
  })

  it('dialogs R9.4: knows when a consumer was last asked, whatever became of it', async () => {
    const { consumerId } = opening().listRow
    expect(await storage.surveys.lastAsked(acme, consumerId)).toBeUndefined()
    const ask = async (at: number) => {
      const seq = (await storage.conversations.load(acme, conversationId))?.seq ?? 0
      const event = { type: 'surveyOpened', v: 1, botId: 7 as BotId, by: { kind: 'consumer' } } as const
      const more = { reason: 'byConsumer', unanswered: [] } as const
      const commit = message(seq)
      const state = { ...commit.state, seq: seq + 1 } as typeof commit.state
      const events = [{ seq: seq + 1, at: at as EpochMs, event: { ...event, ...more } }]
      expect(await storage.conversations.commit({ ...commit, events, state })).toEqual({ ok: true })
    }
    await ask(noon)
    await answer(answered())
    expect(await storage.surveys.lastAsked(acme, consumerId)).toBe(noon)
    await ask(noon + 5_000)
    expect(await storage.surveys.lastAsked(acme, consumerId)).toBe(noon + 5_000)
    expect(await storage.surveys.lastAsked(other, consumerId)).toBeUndefined()
  })

  it('counts by measure and number, within a span, a skill, a person', async () => {
    const { agentId: _nobody, number: _none, ...words } = answered({ measures: 'open' })
    await answer(answered(), answered({ number: 4 }), answered(), words)
    expect(await storage.surveys.countSurveyAnswers(acme, always)).toEqual([
      { measures: 'csat', number: 4, count: 1 },
      { measures: 'csat', number: 5, count: 2 },
      { measures: 'open', count: 1 },
    ])
    await answer({ ...words, measures: 'csat', skipped: true, body: { question: 'How was it?' } })
    expect(await storage.surveys.countSurveyAnswers(acme, always)).toContainEqual({
      ...{ measures: 'csat', skipped: true, count: 1 },
    })
    expect((await storage.surveys.listSurveyAnswers(acme, conversationId)).at(-1)).toMatchObject({ skipped: true })
    const none = { ...always, skillId: 99_999 as SkillId }
    expect(await storage.surveys.countSurveyAnswers(acme, none)).toEqual([])
    expect(await storage.surveys.countSurveyAnswers(acme, { ...always, agentId: 3 as AgentId })).toHaveLength(2)
    expect(await storage.surveys.countSurveyAnswers(acme, { ...always, to: noon })).toEqual([])
  })

  it('messaging R8.2: scores skills and people by the answers since an hour', async () => {
    const { agentId: _nobody, ...bots } = answered({ number: 2 })
    await answer(answered(), answered({ number: 3 }), answered({ number: 4, agentId: 8 as AgentId }), bots)
    const { number: _none, ...skipped } = answered()
    await answer(skipped, answered({ measures: 'nps', number: 10 }))
    const scores = await storage.surveys.readScores(acme, noon)
    expect(scores.toSorted((a, b) => (a.agentId ?? 0) - (b.agentId ?? 0))).toEqual([
      { skillId: skill, answers: 1, positive: 0 },
      { skillId: skill, agentId: 3, answers: 2, positive: 1 },
      { skillId: skill, agentId: 8, answers: 1, positive: 1 },
    ])
    expect(await storage.surveys.readScores(acme, (noon + 100_000) as EpochMs)).toEqual([])
    expect(await storage.surveys.readScores(other, noon)).toEqual([])
  })

  it('is read in pages, newest first', async () => {
    await answer(answered({ number: 1 }), answered({ number: 2 }), answered({ number: 3 }))
    const first = await storage.surveys.listSurveyAnswersBetween(acme, always, { limit: 2 })
    expect(first.map(({ number }) => number)).toEqual([3, 2])
    const before = first[1]
    const rest = await storage.surveys.listSurveyAnswersBetween(acme, always, { limit: 2, ...(before && { before }) })
    expect(rest.map(({ number }) => number)).toEqual([1])
  })

  it('loses its words, and not its numbers, when the conversation is erased', async () => {
    await answer(answered())
    const seq = (await storage.conversations.load(acme, conversationId))?.seq ?? 0
    const commit = message(seq)
    const events = [{ seq: seq + 1, at: noon, event: { type: 'erased', v: 1 } as const }]
    await storage.conversations.commit({ ...commit, events, erasesBodies: true })
    const [left] = await storage.surveys.listSurveyAnswers(acme, conversationId)
    expect(left).toMatchObject({ measures: 'csat', number: 5 })
    expect(left).not.toHaveProperty('answer')
    expect(left).not.toHaveProperty('question')
  })
}
