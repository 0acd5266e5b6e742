import type { Recorded } from './events.ts'

/** What became of one of the consumer's messages. */
export type Fate =
  | { readonly kind: 'answered' | 'failure'; readonly turnId: number }
  | { readonly kind: 'toPeople' | 'handedOver' | 'closed' }

/**
 * The recorded fates of the consumer's messages, by place. A message without an entry still waits, or is in the open turn; one
 * with more than one entry is a broken log (invariant 5).
 */
export function fatesOf(log: readonly Recorded[]): ReadonlyMap<number, readonly Fate[]> {
  const fates = new Map<number, Fate[]>()
  const turns = new Map<number, readonly number[]>()
  const record = (seqs: readonly number[], fate: Fate): void => {
    for (const seq of seqs) fates.set(seq, [...(fates.get(seq) ?? []), fate])
  }
  for (const { seq, event } of log) {
    if (event.type === 'messageSent' && event.fate === 'toPeople') record([seq], { kind: 'toPeople' })
    if (event.type === 'turnOpened') turns.set(event.turnId, event.messages)
    if (event.type === 'turnEnded') {
      const settled = (turns.get(event.turnId) ?? []).filter((message) => !event.unanswered.includes(message))
      const { turnId, outcome } = event
      if (outcome === 'failed') record(settled, { kind: 'failure', turnId })
      else if (outcome === 'passedOn') record(settled, { kind: 'handedOver' })
      else record(settled, { kind: 'answered', turnId })
    }
    if (event.type === 'transferred' || event.type === 'assigned') record(event.handedOver, { kind: 'handedOver' })
    if (event.type === 'surveyOpened' || event.type === 'closed') record(event.unanswered, { kind: 'closed' })
  }
  return fates
}
