import type { AgentId } from '@baton/base'
import type { DeskRow } from '@baton/protocol'

/** How a conversation stands (messaging R8.1). */
export type RowState = 'ongoing' | 'overdue' | 'idle'

/** The consumer has been silent for so long after the brand's last words; the field's own number (messaging §0). */
export const IDLE_AFTER_MS = 5 * 60_000

/** @param now by the server's clock */
export function stateOfRow({ dueAt, queuedSince, priority, lastLine }: DeskRow, now: number): RowState {
  const due = dueAt ?? (queuedSince === undefined ? undefined : queuedSince + priority.responseMs)
  if (due !== undefined) return due <= now ? 'overdue' : 'ongoing'
  const isQuiet = lastLine !== undefined && lastLine.who !== 'consumer' && now - lastLine.at >= IDLE_AFTER_MS
  return isQuiet ? 'idle' : 'ongoing'
}

export function countStates(rows: readonly DeskRow[], now: number): Readonly<Record<RowState, number>> {
  const counts = { ongoing: 0, overdue: 0, idle: 0 }
  for (const row of rows) counts[stateOfRow(row, now)] += 1
  return counts
}

/** Whether this agent answers it; what they only joined is in their list too. */
export const isAnsweredBy = ({ assignee }: DeskRow, me: AgentId | undefined): boolean =>
  assignee.kind === 'agent' && assignee.who.kind === 'agent' && assignee.who.id === me
