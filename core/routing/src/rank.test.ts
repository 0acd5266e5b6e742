import type { EntryPointId, EpochMs, SkillId } from '@baton/base'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  drawApproach,
  MAX_VELOCITY,
  MIN_VELOCITY,
  RANK_CYCLE_MS,
  type RankedFacts,
  type RankedWaiting,
  rank,
  scoreOf,
  type VelocityRule,
  velocityOf,
} from './rank.ts'

const noon = 1_780_000_000_000 as EpochMs
const ago = (ms: number): EpochMs => (noon - ms) as EpochMs
const waiting = (change: Partial<RankedWaiting> = {}): RankedWaiting => ({
  since: ago(60_000),
  responseMs: 600_000,
  velocity: 1,
  ...change,
})
const facts: RankedFacts = {
  transfers: 2,
  from: [1 as SkillId],
  to: [2 as SkillId],
  toAgent: false,
  attributes: { customer: { tier: 'gold', age: 41 }, __proto__: null },
  intents: ['refund'],
  entryPointId: 'web' as EntryPointId,
}
const velocity = (rule: object) => velocityOf([{ velocity: 4, ...rule } as VelocityRule], facts)

it('messaging R4.18: by entrance, who waited for the larger part of what was promised comes first', () => {
  const long = waiting({ since: ago(300_000) })
  const promised = waiting({ since: ago(120_000), responseMs: 60_000 })
  expect(rank([waiting(), long, promised], 'entrance', noon)).toEqual([promised, long, waiting()])
  expect(scoreOf(long, 'entrance', noon)).toBe(0.5)
})

it('messaging R4.18: by interactiveness, who wrote last comes first', () => {
  const fresh = waiting({ heardAt: ago(1_000) })
  const older = waiting({ heardAt: ago(9_000) })
  expect(rank([older, waiting(), fresh], 'interactive', noon)).toEqual([fresh, older, waiting()])
  expect(scoreOf(fresh, 'interactive', noon)).toBe(0.5)
})

it('messaging R4.18: velocity multiplies the score', () => {
  const quick = waiting({ since: ago(30_000), velocity: 3 })
  const slow = waiting({ since: ago(60_000) })
  expect(rank([slow, quick], 'entrance', noon)).toEqual([quick, slow])
  expect(rank([slow, { ...quick, velocity: 1 }], 'entrance', noon)[0]).toEqual(slow)
})

it('messaging R4.18: each kind of rule asks what its name says, and nothing inherited', () => {
  expect(velocity({ when: 'transfers', atLeast: 2 })).toBe(4)
  expect(velocity({ when: 'transfers', atLeast: 3 })).toBe(1)
  expect(velocity({ when: 'transferredFrom', skillId: 1 })).toBe(4)
  expect(velocity({ when: 'transferredTo', skillId: 1 })).toBe(1)
  expect(velocity({ when: 'transferredToAgent' })).toBe(1)
  expect(velocity({ when: 'attribute', path: 'customer.tier', equals: 'gold' })).toBe(4)
  expect(velocity({ when: 'attribute', path: 'customer.age', equals: '41' })).toBe(4)
  expect(velocity({ when: 'attribute', path: 'customer.constructor', equals: 'x' })).toBe(1)
  expect(velocity({ when: 'attribute', path: 'customer', equals: '[object Object]' })).toBe(1)
  expect(velocity({ when: 'intent', intent: 'refund' })).toBe(4)
  expect(velocity({ when: 'entryPoint', entryPointId: 'web' })).toBe(4)
})

it('messaging R4.18: velocities of several rules are multiplied, from 0.1 to 10', () => {
  const rules: VelocityRule[] = [
    { when: 'intent', intent: 'refund', velocity: 5 },
    { when: 'transfers', atLeast: 1, velocity: 0.5 },
  ]
  expect(velocityOf(rules, facts)).toBe(2.5)
  expect(velocityOf([...rules, ...rules, ...rules], facts)).toBe(MAX_VELOCITY)
  expect(velocityOf([{ when: 'transfers', atLeast: 1, velocity: 0.001 }], facts)).toBe(MIN_VELOCITY)
})

it('messaging R4.18: the draw follows the mix, and the same seed and cycle draw the same', () => {
  const cycles = Array.from({ length: 4_000 }, (_, n) => (noon + n * RANK_CYCLE_MS) as EpochMs)
  const share = (entrance: number, interactive: number) =>
    cycles.filter((at) => drawApproach({ entrance, interactive }, 'coffee', at) === 'entrance').length / cycles.length
  expect(share(1, 0)).toBe(1)
  expect(share(0, 1)).toBe(0)
  expect(share(70, 30)).toBeGreaterThan(0.66)
  expect(share(70, 30)).toBeLessThan(0.74)
  const even = { entrance: 1, interactive: 1 }
  const drawn = (seed: string) => cycles.slice(0, 64).map((at) => drawApproach(even, seed, at))
  expect(drawn('a')).toEqual(drawn('a'))
  expect(drawn('a')).not.toEqual(drawn('b'))
  const begin = (Math.floor(noon / RANK_CYCLE_MS) * RANK_CYCLE_MS) as EpochMs
  expect(drawApproach(even, 'a', (begin + RANK_CYCLE_MS - 1) as EpochMs)).toBe(drawApproach(even, 'a', begin))
})

it('messaging R4.19: nobody is starved: ten promises late comes before every velocity, and everyone gets there', () => {
  const some = fc.record({
    since: fc.integer({ min: 1, max: 5_000_000 }).map(ago),
    heardAt: fc.option(fc.integer({ min: 0, max: 5_000_000 }).map(ago), { nil: undefined }),
    responseMs: fc.integer({ min: 1_000, max: 400_000 }),
    velocity: fc.double({ min: MIN_VELOCITY, max: MAX_VELOCITY, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 30 }), fc.constantFrom('entrance', 'interactive'), (all, approach) => {
      const slow = waiting({ since: ago(700_000), responseMs: 60_000, velocity: MIN_VELOCITY })
      const order = rank([...all, slow], approach, noon)
      expect(order).toHaveLength(all.length + 1)
      const before = order.slice(0, order.indexOf(slow))
      for (const one of before) expect(noon - one.since).toBeGreaterThan(11 * one.responseMs)
    }),
  )
})
