import type { ConsumerId, EpochMs, SkillId } from '@baton/base'
import type { ListRow } from '../commit.ts'

/** The columns of a list row; they lie before the state, so that reading them does not read it. */
export const LIST_COLUMNS = `consumer_id, opened_at, seq, phase, assignee_kind, assignee_id, skill_id, due_at, response_ms,
  queued_since, closed_at, updated_at, last_text, last_seq, last_audience`

export interface ListColumns {
  readonly consumer_id: string
  readonly opened_at: number
  readonly seq: number
  readonly phase: ListRow['phase']
  readonly assignee_kind: ListRow['assigneeKind']
  readonly assignee_id: number | null
  readonly skill_id: number
  readonly due_at: number | null
  readonly response_ms: number
  readonly queued_since: number | null
  readonly closed_at: number | null
  readonly updated_at: number
  readonly last_text: string | null
  readonly last_seq: number | null
  readonly last_audience: 'ALL' | 'AGENTS_AND_MANAGERS' | null
}

export function toListRow(row: ListColumns): ListRow {
  return {
    phase: row.phase,
    consumerId: row.consumer_id as ConsumerId,
    assigneeKind: row.assignee_kind,
    ...(row.assignee_id !== null && { assigneeId: row.assignee_id }),
    skillId: row.skill_id as SkillId,
    ...(row.due_at !== null && { dueAt: row.due_at as EpochMs }),
    responseMs: row.response_ms,
    ...(row.queued_since !== null && { queuedSince: row.queued_since as EpochMs }),
    ...(row.last_text !== null &&
      row.last_seq !== null &&
      row.last_audience !== null && {
        lastLine: { text: row.last_text, seq: row.last_seq, audience: row.last_audience },
      }),
    openedAt: row.opened_at as EpochMs,
    updatedAt: row.updated_at as EpochMs,
    ...(row.closed_at !== null && { closedAt: row.closed_at as EpochMs }),
  }
}
