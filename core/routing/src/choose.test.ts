import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { type AvailableAgent, choose, MAX_EXPLANATION, type Waiting } from './choose.ts'

const billing = 1 as SkillId
const now = 1_000_000 as EpochMs

const waiting = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  conversationId: id as ConversationId,
  skillId: billing,
  since: (now - 60_000) as EpochMs,
  notAgain: [],
  ...more,
})
const agent = (id: number, more: Partial<AvailableAgent> = {}): AvailableAgent => ({
  agentId: id as AgentId,
  online: true,
  skillIds: [billing],
  capacity: 3,
  load: 0,
  ...more,
})

describe('choose', () => {
  it('offers the conversation whose answer is due first', () => {
    const later = waiting('later', { dueAt: (now + 9_000) as EpochMs })
    const sooner = waiting('sooner', { dueAt: (now + 3_000) as EpochMs })
    expect(choose([waiting('none owed'), later, sooner], [agent(1)], now)?.conversationId).toBe('sooner')
  })
  it('offers the one that waits longest when both are due at once', () => {
    const first = waiting('first', { since: (now - 90_000) as EpochMs })
    expect(choose([waiting('second'), first], [agent(1)], now)?.conversationId).toBe('first')
  })
  it('asks only people who are online, have the skill and room', () => {
    const none = [agent(1, { online: false }), agent(2, { skillIds: [] }), agent(3, { load: 3 })]
    expect(choose([waiting('a')], none, now)).toBeUndefined()
    expect(choose([waiting('a')], [...none, agent(4)], now)?.agentId).toBe(4)
  })
  it('connector R4.16: asks the suggested agent first, and another when that one is not available', () => {
    const conversation = waiting('a', { suggestedAgentId: 2 as AgentId })
    expect(choose([conversation], [agent(1), agent(2, { load: 2 })], now)?.agentId).toBe(2)
    expect(choose([conversation], [agent(1), agent(2, { online: false })], now)?.agentId).toBe(1)
  })
  it('does not ask again who turned it down', () => {
    expect(choose([waiting('a', { notAgain: [1 as AgentId] })], [agent(1)], now)).toBeUndefined()
  })
  it('goes on to the next conversation when nobody can take the first', () => {
    const urgent = waiting('urgent', { skillId: 2 as SkillId, dueAt: now })
    expect(choose([urgent, waiting('other')], [agent(1)], now)?.conversationId).toBe('other')
  })
  it('takes the agent with the most room, then whoever went without an offer for longest', () => {
    expect(choose([waiting('a')], [agent(1, { load: 1 }), agent(2)], now)?.agentId).toBe(2)
    const rested = agent(4, { lastOfferAt: 5 as EpochMs })
    expect(choose([waiting('a')], [agent(3, { lastOfferAt: 9 as EpochMs }), rested], now)?.agentId).toBe(4)
  })
  it('says why, in few words', () => {
    const chosen = choose([waiting('a', { dueAt: (now + 5_000) as EpochMs })], [agent(1)], now)
    expect(chosen?.explanation).toBe('waited 60 s, answer due in 5 s; most room (0 of 3) among 1 who could take it')
    expect(chosen?.explanation.length).toBeLessThanOrEqual(MAX_EXPLANATION)
  })
})
