import type { AgentId, EpochMs } from '@baton/base'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AvailableAgent } from './choose.ts'
import { estimateWait, FREE_NOW, NOBODY_ONLINE, NOT_ENOUGH_DATA, type QueueNow, queueState } from './queueState.ts'

const noon = 1_780_000_000_000 as EpochMs
const ago = (ms: number): EpochMs => (noon - ms) as EpochMs
const agent = (id: number, change: Partial<AvailableAgent> = {}): AvailableAgent => ({
  agentId: id as AgentId,
  status: 'online',
  skillIds: [],
  capacity: 3,
  load: 0,
  ...change,
})
const queue = (change: Partial<QueueNow> = {}): QueueNow => ({
  waiting: { inQueue: 4, actionable: 3, sinceMean: ago(30_000), sinceFirst: ago(90_000) },
  agents: [agent(1, { load: 2.5 }), agent(2, { load: 3 }), agent(3, { status: 'away' })],
  waits: [],
  takenLately: 0,
  ...change,
})

it('messaging R4.21: tells who waits, for how long, and who is there', () => {
  expect(queueState(queue({ waits: [5_000, 1_000, 3_000, 9_000], takenLately: 90 }), noon)).toEqual({
    inQueue: 4,
    actionable: 3,
    onlineAgents: 2,
    freeSlots: 0,
    avgWaitMs: 30_000,
    maxWaitMs: 90_000,
    median: 3_000,
    ninetieth: 9_000,
    estimatedWait: 80, // the fourth, at three a minute
  })
})

it('messaging R4.21: 0 when somebody is free now, -1 when nobody is online, -2 when there is not enough to tell', () => {
  expect(queueState(queue({ waiting: undefined, agents: [agent(1)] }), noon)).toMatchObject({
    estimatedWait: FREE_NOW,
    freeSlots: 3,
  })
  expect(queueState(queue({ agents: [agent(3, { status: 'away' })] }), noon).estimatedWait).toBe(NOBODY_ONLINE)
  expect(queueState(queue({ takenLately: 2 }), noon).estimatedWait).toBe(NOT_ENOUGH_DATA)
})

it('messaging R4.21: no times are reported while no agent is logged in', () => {
  const told = queueState(queue({ agents: [], waits: [1_000], takenLately: 50 }), noon)
  expect(told).toEqual({ inQueue: 4, actionable: 3, onlineAgents: 0, freeSlots: 0, estimatedWait: NOBODY_ONLINE })
})

it('messaging R4.21: an estimate grows with the position, shrinks with the pace, and is never below 0', () => {
  const count = fc.integer({ min: 3, max: 5_000 })
  fc.assert(
    fc.property(count, count, count, count, (position, more, taken, faster) => {
      const wait = estimateWait(position, taken)
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(estimateWait(position + more, taken)).toBeGreaterThanOrEqual(wait)
      expect(estimateWait(position, taken + faster)).toBeLessThanOrEqual(wait)
    }),
  )
})

it('half of the waits are not longer than the median, and nine in ten not than the ninetieth', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 200 }), (waits) => {
      const { median = -1, ninetieth = -1 } = queueState(queue({ waits }), noon)
      const share = (limit: number) => waits.filter((wait) => wait <= limit).length / waits.length
      expect(share(median)).toBeGreaterThanOrEqual(0.5)
      expect(share(ninetieth)).toBeGreaterThanOrEqual(0.9)
      expect(waits).toContain(median)
    }),
  )
})
