import type { EpochMs } from '@baton/base'
import { type JournalEntry, TURN_RECORD } from '@baton/storage'
import { describe, expect, it } from 'vitest'
import { journalOf } from './journal.ts'
import { readTurnRecord } from './record.ts'
import type { Walk } from './walk.ts'

const at = 5 as EpochMs
const message = { turn: 1, input: { kind: 'message', at, text: 'price' }, outputs: [], trace: [] }
const answered = (body: string) => {
  const answer = { kind: 'call', outcome: 'success', status: 200, body }
  return { turn: 1, input: { kind: 'answer', at, needId: 7, answer }, outputs: [], trace: [] }
}
const segment = (number: number, needs: number | undefined, steps: readonly object[]): JournalEntry => {
  const answer = { version: 3, hash: 'h', ...(needs !== undefined && { needs }), steps }
  return { turnId: 1, needIndex: TURN_RECORD - number, needHash: 'h', answer, at }
}
const journaled = (needIndex: number, body: string): JournalEntry => {
  return { turnId: 1, needIndex, needHash: 'n', answer: { kind: 'call', body }, at }
}
const bodiesIn = (journal: readonly JournalEntry[]) =>
  readTurnRecord(journal)?.answers.map(({ needIndex, answer }) => [needIndex, (answer as { body: string }).body])

/** A segment in which a service was asked once, and gave this. */
function walked(body: string) {
  const need = {
    kind: 'call',
    id: 7,
    integration: { id: 'i', name: 'I' },
    request: { type: 'function', function: 'f' },
  }
  const { input } = answered(body)
  return {
    ...{ work: { effect: { turnId: 1 } }, shelved: { version: 3, hash: 'h' }, from: { segment: 0 }, needs: 1 },
    ...{ steps: [message, answered(body)], unsaved: [{ needIndex: 0, need, answer: input.answer, at }] },
  } as unknown as Walk
}
const placesOf = (journal: readonly JournalEntry[]) => journal.map(({ needIndex }) => needIndex)

describe('what a segment leaves in the journal', () => {
  it('is its record alone where the turn is over', () => {
    const journal = journalOf(walked('a'), { at, goesOn: false })
    expect(placesOf(journal)).toEqual([TURN_RECORD])
    expect(bodiesIn(journal)).toEqual([[0, 'a']])
  })

  it('is each answer too where the turn goes on, which may have to be gone through again', () => {
    expect(placesOf(journalOf(walked('a'), { at, goesOn: true }))).toEqual([0, TURN_RECORD])
  })

  it('is an answer too that is too long for the record', () => {
    const long = 'a'.repeat(400_000)
    const journal = journalOf(walked(long), { at, goesOn: false })
    expect(placesOf(journal)).toEqual([0, TURN_RECORD])
    expect(bodiesIn(journal)).toEqual([[0, long]])
  })
})

describe('the record of a turn', () => {
  it('is not there where no bot that is written here had the turn', () => {
    expect(readTurnRecord([journaled(0, 'a')])).toBeUndefined()
  })

  it('dialogs R9.14: tells the steps of all segments and each answer once, wherever it was kept', () => {
    const journal = [
      segment(1, 3, [answered('b'), answered('c')]),
      segment(0, 1, [message, answered('a')]),
      journaled(0, 'a'),
      journaled(1, 'b'),
    ]
    expect(readTurnRecord(journal)).toMatchObject({ at, version: 3, hash: 'h' })
    expect(readTurnRecord(journal)?.steps.map(({ input }) => input.kind)).toEqual([
      ...['message', 'answer', 'answer', 'answer'],
    ])
    expect(bodiesIn(journal)).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ])
  })

  it('knows the places of the answers that are left where the oldest steps were too long to be kept', () => {
    expect(bodiesIn([segment(0, 3, [answered('c')]), journaled(0, 'a'), journaled(1, 'b')])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ])
  })

  it('reads what an older release wrote, which kept each answer beside the record', () => {
    expect(bodiesIn([segment(0, undefined, [message, answered('a')]), journaled(0, 'a')])).toEqual([[0, 'a']])
  })
})
