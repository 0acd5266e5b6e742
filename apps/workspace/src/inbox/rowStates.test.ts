import type { AgentId, EpochMs, SkillId } from '@baton/base'
import type { DeskRow } from '@baton/protocol'
import { expect, it } from 'vitest'
import { countStates, IDLE_AFTER_MS, isAnsweredBy, stateOfRow } from './rowStates.ts'

const now = 10_000_000
const row = (change: Partial<DeskRow> = {}): DeskRow => ({
  conversationId: 'c' as never,
  consumerId: 'guest' as never,
  phase: 'main',
  assignee: { kind: 'agent', who: { kind: 'agent', id: 7 as AgentId, name: 'Ada' } },
  skillId: 1 as SkillId,
  skillName: 'People',
  priority: { type: 'normal', responseMs: 1_000 },
  lastSeq: 1,
  tags: [],
  openedAt: 0 as EpochMs,
  updatedAt: 0 as EpochMs,
  ...change,
})
const said = (who: 'consumer' | 'agent' | 'bot', at: number) =>
  row({ lastLine: { text: 'hi', who, at: at as EpochMs } })

it('messaging R8.1: overdue once an answer is late, ongoing before', () => {
  expect(stateOfRow(row({ dueAt: now as EpochMs }), now)).toBe('overdue')
  expect(stateOfRow(row({ dueAt: (now + 1) as EpochMs }), now)).toBe('ongoing')
  expect(stateOfRow(row({ queuedSince: (now - 1_000) as EpochMs }), now)).toBe('overdue')
})

it('messaging R8.1: idle when the consumer has been silent for five minutes after the brand’s words', () => {
  expect(stateOfRow(said('agent', now - IDLE_AFTER_MS), now)).toBe('idle')
  expect(stateOfRow(said('agent', now - IDLE_AFTER_MS + 1), now)).toBe('ongoing')
  expect(stateOfRow(said('consumer', 0), now)).toBe('ongoing')
  expect(countStates([said('agent', 0), said('bot', 0), row(), row({ dueAt: 1 as EpochMs })], now)).toEqual({
    ongoing: 1,
    overdue: 1,
    idle: 2,
  })
})

it('knows what one answers from what one joined', () => {
  expect(isAnsweredBy(row(), 7 as AgentId)).toBe(true)
  expect(isAnsweredBy(row(), 8 as AgentId)).toBe(false)
  expect(isAnsweredBy(row({ assignee: { kind: 'queue', since: 0 as EpochMs } }), 7 as AgentId)).toBe(false)
})
