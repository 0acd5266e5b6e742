import type { NeedAnswer, Run } from '@baton/dialog'
import type { JournalEntry, Run as StoredRun } from '@baton/storage'

/** How far a turn came that was not over when its run was saved. */
export interface Position {
  /** The segment that goes on from here; 0 is a turn's first, which begins with its first input. */
  readonly segment: number
  /** Which of the turn's inputs the dialog is at. */
  readonly input: number
  /** Needs of the turn that were answered; the answers are in the journal. */
  readonly needs: number
  /** Of those, the ones that came before this input. */
  readonly needsBefore: number
}

export const BEGINNING: Position = { segment: 0, input: 0, needs: 0, needsBefore: 0 }

/** A run as it is saved: in the middle of a turn with its place, and without the answers, which the journal has already. */
export type SavedRun = Run & { readonly position?: Position }

/**
 * What is saved of a run. Between two turns it is without what is known of the conversation, which the next turn is told anew; in
 * the middle of a turn everything stays as it was, so that the dialog goes the same way again.
 * @param position where the turn goes on; undefined when it is over
 */
export function savedState(run: Run, position: Position | undefined): Pick<StoredRun, 'state' | 'json'> {
  const { underWay } = run
  const state =
    position === undefined
      ? { ...run, facts: undefined }
      : { ...run, ...(underWay && { underWay: { ...underWay, answers: [] } }), position }
  return { state, json: JSON.stringify(state) }
}

/**
 * The run at the beginning of a segment that is not its turn's first.
 * @returns undefined when what was saved is of another turn or segment, or when the journal lost an answer: nobody can say then
 *   what was done already
 */
export function resumed(
  stored: StoredRun | undefined,
  journal: readonly JournalEntry[],
  place: { readonly turnId: number; readonly segment: number },
): { readonly run: Run; readonly from: Position } | undefined {
  if (stored === undefined || stored.turnId !== place.turnId) return undefined
  const { position: from, ...run } = stored.state as SavedRun
  if (from?.segment !== place.segment || run.underWay === undefined) return undefined
  const answers = journal
    .filter(({ needIndex }) => needIndex >= from.needsBefore && needIndex < from.needs)
    .map(({ answer }) => answer as NeedAnswer)
  if (answers.length !== from.needs - from.needsBefore) return undefined
  return { run: { ...run, underWay: { ...run.underWay, answers } }, from }
}

/** A run that a new turn begins with; the facts are still to be told. A turn that was left in the middle, because somebody else took over, is over for the dialog too. */
export function between(stored: StoredRun): Omit<Run, 'facts'> {
  const { position: _left, underWay: _late, facts: _old, ...run } = stored.state as SavedRun
  return run
}
