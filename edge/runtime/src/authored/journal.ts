import { hash } from 'node:crypto'
import { canonicalJson, type EpochMs } from '@baton/base'
import type { TurnWork } from '@baton/conversation'
import type { Need } from '@baton/dialog'
import type { JournalEntry } from '@baton/storage'
import { recordOf } from './record.ts'
import type { Answered, Walk } from './walk.ts'

/**
 * What the commit of a segment leaves in the journal: its record, and the answers where the dialog goes on with them. A turn
 * that is over is not gone through again; its record says what was answered.
 */
export function journalOf(
  walk: Pick<Walk, 'work' | 'shelved' | 'from' | 'needs' | 'steps' | 'unsaved'>,
  { at, goesOn }: { readonly at: EpochMs; readonly goesOn: boolean },
): JournalEntry[] {
  const { entry, isWhole } = recordOf(walk, at)
  return isWhole && !goesOn ? [entry] : [...toJournal(walk.work, walk.unsaved), entry]
}

/** Answers, each in a place of its own, for a turn that may be gone through again. */
export const toJournal = (
  { effect: { turnId } }: { readonly effect: TurnWork },
  answers: readonly Answered[],
): JournalEntry[] =>
  answers.map(({ needIndex, need, answer, at }) => ({ turnId, needIndex, needHash: hashOf(need), answer, at }))

/** Of all that makes the need what it is; the number of a need counts over the whole run. */
export const hashOf = (need: Need): string =>
  hash('sha256', canonicalJson({ ...need, id: undefined }), 'base64url').slice(0, 22)
