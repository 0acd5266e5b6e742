import type { EpochMs } from '@baton/base'
import { expect, it } from 'vitest'
import { en } from '../texts/en.ts'
import { waitingOf } from './rowWords.ts'

const row = { dueAt: 600_000 as EpochMs, priority: { type: 'normal', responseMs: 600_000 } } as const

it.each([
  [0, 'calm', 0],
  [420_000, 'soon', 0.7],
  [600_000, 'overdue', 1],
  [900_000, 'overdue', 1],
])('at %i ms of ten minutes the ring is %s, filled by %f', (now, state, share) => {
  expect(waitingOf(row, now, en)).toMatchObject({ state, share })
})

it('measures who waits in a queue by what would be promised', () => {
  const queued = { queuedSince: 0 as EpochMs, priority: row.priority }
  expect(waitingOf(queued, 720_000, en).sentence).toBe('An answer is overdue by 2 min')
})
