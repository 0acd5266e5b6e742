import type { EpochMs } from '@baton/base'
import type { JournalEntry as Step } from '@baton/dialog'
import { type JournalEntry, TURN_RECORD } from '@baton/storage'
import type { Walk } from './walk.ts'

/** Of the record of a segment, in letters of its JSON, of which each takes three bytes at most; what is longer loses its oldest steps. */
const MAX_LETTERS = 349_000

/** Why a segment went as it did. */
interface SegmentRecord {
  readonly version: number
  readonly hash: string
  /** What was answered in the turn up to the segment's end; absent in older records, beside which the journal has each answer. */
  readonly needs?: number
  readonly steps: readonly Step[]
}

/** Why a turn of a bot that is written here went as it did. */
export interface TurnRecord {
  readonly at: EpochMs
  readonly version: number
  readonly hash: string
  /** What was heard, tried, changed, needed and said, in order. */
  readonly steps: readonly Step[]
  /** What scripts, services and searches gave, in order. */
  readonly answers: readonly { readonly needIndex: number; readonly at: number; readonly answer: unknown }[]
}

/** @returns the record of a segment, and whether all of its steps are in there */
export function recordOf(
  { work, shelved, from, needs, steps }: Pick<Walk, 'work' | 'shelved' | 'from' | 'needs' | 'steps'>,
  at: EpochMs,
): { readonly entry: JournalEntry; readonly isWhole: boolean } {
  const { version, hash } = shelved
  const entry = { turnId: work.effect.turnId, needIndex: TURN_RECORD - from.segment, needHash: hash, at }
  const answer: SegmentRecord = { version, hash, needs, steps }
  const json = JSON.stringify(answer)
  return json.length <= MAX_LETTERS
    ? { entry: { ...entry, answer, json }, isWhole: true }
    : { entry: { ...entry, answer: { ...answer, steps: capped(steps) } }, isWhole: false }
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

/**
 * Reads a turn's record from its journal: what its segments say, and what was answered, each once.
 * @returns undefined where the turn has none
 */
export function readTurnRecord(journal: readonly JournalEntry[]): TurnRecord | undefined {
  // Each segment has its record; the first one's place is the highest.
  const entries = journal.filter(({ needIndex }) => needIndex <= TURN_RECORD).reverse()
  const records = entries.map(({ answer }) => answer as SegmentRecord)
  const [last] = records.slice(-1)
  if (last === undefined) return undefined
  const answers = new Map<number, TurnRecord['answers'][number]>()
  for (const record of records) for (const answered of answersIn(record)) answers.set(answered.needIndex, answered)
  for (const { needIndex, at, answer } of journal) {
    if (needIndex > TURN_RECORD) answers.set(needIndex, { needIndex, at, answer })
  }
  return {
    ...{ at: entries.at(-1)?.at as EpochMs, version: last.version, hash: last.hash },
    steps: records.flatMap(({ steps }) => steps),
    answers: [...answers.values()].sort((a, b) => a.needIndex - b.needIndex),
  }
}

/** The last of them is in the last place before `needs`. */
function answersIn({ needs, steps }: SegmentRecord): TurnRecord['answers'] {
  if (needs === undefined) return []
  const given = steps.flatMap(({ input }) => (input.kind === 'answer' ? [input] : []))
  return given.map(({ at, answer }, index) => ({ needIndex: needs - given.length + index, at, answer }))
}
