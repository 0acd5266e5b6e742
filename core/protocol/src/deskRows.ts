import type { DeskRow } from './frames/deskFrames.ts'

/**
 * The order of every list of a desk: whose answer is due first, then who waits longest, then the older one. Server and clients
 * sort by it, so that a changed row finds its place without asking (messaging R4.17, R8.1).
 */
export const compareDeskRows = (a: DeskRow, b: DeskRow): number =>
  compare(sortsAt(a), sortsAt(b)) ||
  compare(a.queuedSince ?? a.openedAt, b.queuedSince ?? b.openedAt) ||
  compare(a.openedAt, b.openedAt) ||
  compare(a.conversationId, b.conversationId)

/** What waits without a due time sorts by when an answer would be due, so that it is not starved (messaging R4.17). */
function sortsAt({ dueAt, queuedSince, priority }: DeskRow): number {
  if (dueAt !== undefined) return dueAt
  return queuedSince === undefined ? Number.POSITIVE_INFINITY : queuedSince + priority.responseMs
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
