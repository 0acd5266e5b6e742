import type { AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import { describe, expect, it } from 'vitest'
import {
  ASK_AGAIN_MS,
  type AvailableAgent,
  type ChosenOffers,
  choose,
  looksDifferentAt,
  type Waiting,
  warmedUpAt,
} from './choose.ts'
import { MAX_EXPLANATION, readReason, writeReason } from './reason.ts'

const billing = 1 as SkillId
const now = 1_000_000 as EpochMs

const waiting = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  conversationId: id as ConversationId,
  skillId: billing,
  since: (now - 60_000) as EpochMs,
  responseMs: 600_000,
  asked: [],
  ...more,
})
const agent = (id: number, more: Partial<AvailableAgent> = {}): AvailableAgent => ({
  agentId: id as AgentId,
  status: 'online',
  skillIds: [billing],
  capacity: 3,
  load: 0,
  ...more,
})

const agentOf = (chosen: ChosenOffers | undefined) => chosen?.offers[0]?.agentId

describe('choose', () => {
  it('offers the conversation whose answer is due first', () => {
    const later = waiting('later', { dueAt: (now + 9_000) as EpochMs })
    const sooner = waiting('sooner', { dueAt: (now + 3_000) as EpochMs })
    expect(choose([later, sooner], [agent(1)], now)?.conversationId).toBe('sooner')
  })
  it('offers the one that waits longest when both are due at once', () => {
    const first = waiting('first', { since: (now - 90_000) as EpochMs })
    expect(choose([waiting('second'), first], [agent(1)], now)?.conversationId).toBe('first')
  })
  it('asks only people who take conversations, have the skill and a whole place free', () => {
    const none = [
      agent(1, { status: 'away' }),
      agent(2, { skillIds: [] }),
      agent(3, { load: 3 }),
      agent(5, { load: 2.1 }),
      agent(6, { status: 'busy' }),
    ]
    expect(choose([waiting('a')], none, now)).toBeUndefined()
    expect(agentOf(choose([waiting('a')], [...none, agent(4)], now))).toBe(4)
  })
  it('connector R4.16, messaging LIF-12: asks the suggested agent alone, busy or not, and another when that one did not want it', () => {
    const suggested = { agentId: 2 as AgentId, until: (now + 60_000) as EpochMs }
    const conversation = waiting('a', { suggested })
    for (const ring of ['one', 'all'] as const) {
      expect(choose([conversation], [agent(1), agent(2, { load: 2 })], now, ring)?.offers).toMatchObject([
        { agentId: 2 },
      ])
    }
    expect(agentOf(choose([conversation], [agent(1), agent(2, { status: 'busy' })], now))).toBe(2)
    const turnedDown = waiting('a', { suggested, asked: [{ agentId: 2 as AgentId, at: now }] })
    expect(agentOf(choose([turnedDown], [agent(1), agent(2)], now))).toBe(1)
  })
  it('connector R4.16, messaging T9, T10: waits for a suggested agent who is full, away or not there at all, as long as it may', () => {
    const conversation = waiting('a', { suggested: { agentId: 2 as AgentId, until: now } })
    const held = waiting('a', { suggested: { agentId: 2 as AgentId, until: (now + 1) as EpochMs } })
    for (const agents of [[agent(1), agent(2, { load: 3 })], [agent(1), agent(2, { status: 'away' })], [agent(1)]]) {
      expect(choose([held], agents, now)).toBeUndefined()
      expect(agentOf(choose([conversation], agents, now))).toBe(1)
    }
    expect(looksDifferentAt(held, now)).toBe(now + 1)
    expect(looksDifferentAt(conversation, now)).toBeUndefined()
  })
  it('messaging T5: asks who turned it down again only when nobody else can take it, and not at once', () => {
    const conversation = waiting('a', { asked: [{ agentId: 1 as AgentId, at: now }] })
    const later = (now + ASK_AGAIN_MS) as EpochMs
    expect(agentOf(choose([conversation], [agent(1), agent(2, { load: 1 })], later))).toBe(2)
    expect(choose([conversation], [agent(1)], now)).toBeUndefined()
    expect(looksDifferentAt(conversation, now)).toBe(later)
    expect(agentOf(choose([conversation], [agent(1)], later))).toBe(1)
  })
  it('messaging R4.14: asks all who could take it at once where everybody is rung', () => {
    const chosen = choose([waiting('a')], [agent(1), agent(2, { load: 3 }), agent(3)], now, 'all')
    expect(chosen?.offers.map(({ agentId }) => agentId)).toEqual([1, 3])
  })
  it('messaging R4.17: takes what is owed no answer by when one would be due', () => {
    const promised = waiting('promised', { dueAt: (now + 600_000) as EpochMs })
    expect(choose([promised, waiting('waits longer')], [agent(1)], now)?.conversationId).toBe('waits longer')
  })
  it('messaging R4.19: starves nobody, however many urgent ones keep coming', () => {
    let queue = [waiting('patient', { since: now })]
    for (let round = 0; round < 100; round += 1) {
      const at = (now + round * 30_000) as EpochMs
      queue = [...queue, waiting(`urgent ${round}`, { since: at, dueAt: (at + 60_000) as EpochMs })]
      const taken = choose(queue, [agent(1)], at)?.conversationId
      if (taken === 'patient') return expect(at - now).toBeLessThanOrEqual(600_000)
      queue = queue.filter(({ conversationId }) => conversationId !== taken)
    }
    expect.unreachable('it was never offered')
  })
  it('goes on to the next conversation when nobody can take the first', () => {
    const urgent = waiting('urgent', { skillId: 2 as SkillId, dueAt: now })
    expect(choose([urgent, waiting('other')], [agent(1)], now)?.conversationId).toBe('other')
  })
  it('messaging R4.11: takes the least busy agent, then whoever went without a conversation for longest', () => {
    expect(agentOf(choose([waiting('a')], [agent(1, { load: 1 }), agent(2)], now))).toBe(2)
    expect(agentOf(choose([waiting('a')], [agent(1, { load: 2 }), agent(2, { load: 3, capacity: 9 })], now))).toBe(2)
    const rested = agent(4, { lastOfferAt: 5 as EpochMs })
    expect(agentOf(choose([waiting('a')], [agent(3, { lastOfferAt: 9 as EpochMs }), rested], now))).toBe(4)
  })
  it('messaging R4.11: among the equally busy prefers who talked with the consumer before, and never above the less busy', () => {
    const known = waiting('a', { former: [2 as AgentId] })
    const chosen = choose([known], [agent(1), agent(2, { lastOfferAt: now })], now)
    expect(agentOf(chosen)).toBe(2)
    expect(readReason(chosen?.offers[0]?.explanation ?? '')).toMatchObject({ code: 'former' })
    expect(agentOf(choose([known], [agent(1), agent(2, { load: 1 })], now))).toBe(1)
  })
  it('messaging R4.13: who begins slowly gets the first at once, then one every 90 seconds, for 20 minutes', () => {
    const warmingSince = (now - 60_000) as EpochMs
    const fresh = agent(1, { warmingSince })
    expect(agentOf(choose([waiting('a')], [fresh], now))).toBe(1)
    const once = agent(1, { warmingSince, lastOfferAt: (now - 30_000) as EpochMs })
    expect(choose([waiting('a')], [once], now)).toBeUndefined()
    expect(warmedUpAt(once, now)).toBe(now + 60_000)
    expect(agentOf(choose([waiting('a')], [once], (now + 60_000) as EpochMs))).toBe(1)
    const warm = agent(1, { warmingSince: (now - 20 * 60_000) as EpochMs, lastOfferAt: now })
    expect(agentOf(choose([waiting('a')], [warm], now))).toBe(1)
    const longAgo = agent(1, { warmingSince, lastOfferAt: (warmingSince - 1) as EpochMs })
    expect(agentOf(choose([waiting('a')], [longAgo], now))).toBe(1)
  })
  it('says why in a code with its numbers, and reads it again', () => {
    const [offer] = choose([waiting('a')], [agent(1)], now, 'all')?.offers ?? []
    expect(offer?.explanation).toBe('oneOf waited=60 among=1')
    const reason = { code: 'leastBusy', values: { waited: 60, due: -5, load: 0.33, capacity: 3, among: 2 } } as const
    expect(readReason(writeReason(reason))).toEqual(reason)
    for (const words of ['waited 60 s, answer due in 5 s', '', 'leastBusy <b>', 'leastBusy a=1e9', 'constructor']) {
      expect(readReason(words)).toBeUndefined()
    }
  })
  it('says why, in few words', () => {
    const chosen = choose([waiting('a', { dueAt: (now + 5_000) as EpochMs })], [agent(1)], now)
    const [offer] = chosen?.offers ?? []
    expect(offer?.explanation).toBe('leastBusy waited=60 due=5 load=0 capacity=3 among=1')
    expect(offer?.explanation.length).toBeLessThanOrEqual(MAX_EXPLANATION)
  })
})
