import type { EpochMs } from '@baton/base'
import type { JournalEntry as Step } from '@baton/dialog'
import { type JournalEntry, TURN_RECORD } from '@baton/storage'
import type { Walk } from './walk.ts'

/** Of the record of a segment, as JSON; what is longer loses its oldest entries. */
const MAX_RECORD = 900_000

/** Why a segment went as it did: what was heard, tried, changed, needed and said. */
export const recordOf = ({ work, shelved, from, steps }: Walk, at: EpochMs): JournalEntry => ({
  turnId: work.effect.turnId,
  needIndex: TURN_RECORD - from.segment,
  needHash: shelved.hash,
  at,
  answer: { version: shelved.version, hash: shelved.hash, steps: capped(steps) },
})

function capped(steps: readonly Step[]): readonly Step[] {
  let left = MAX_RECORD
  const kept: Step[] = []
  for (const step of steps.toReversed()) {
    left -= JSON.stringify(step).length * 2
    if (left < 0) break
    kept.unshift(step)
  }
  return kept
}
