import type { EpochMs } from '@baton/base'
import type { JournalEntry as Step } from '@baton/dialog'
import { type JournalEntry, TURN_RECORD } from '@baton/storage'
import type { Walk } from './walk.ts'

/** Of the record of a segment, in letters of its JSON, of which each takes three bytes at most; what is longer loses its oldest steps. */
const MAX_LETTERS = 349_000

/** Why a segment went as it did: what was heard, tried, changed, needed and said. */
export function recordOf({ work, shelved, from, steps }: Walk, at: EpochMs): JournalEntry {
  const { version, hash } = shelved
  const entry = { turnId: work.effect.turnId, needIndex: TURN_RECORD - from.segment, needHash: hash, at }
  const answer = { version, hash, steps }
  const json = JSON.stringify(answer)
  return json.length <= MAX_LETTERS
    ? { ...entry, answer, json }
    : { ...entry, answer: { ...answer, steps: capped(steps) } }
}

function capped(steps: readonly Step[]): readonly Step[] {
  let left = MAX_LETTERS
  const kept: Step[] = []
  for (const step of steps.toReversed()) {
    left -= JSON.stringify(step).length
    if (left < 0) break
    kept.unshift(step)
  }
  return kept
}
