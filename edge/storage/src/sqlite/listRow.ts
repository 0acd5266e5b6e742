import type { ConsumerId, ConversationId, EpochMs, SkillId, TagId } from '@baton/base'
import type { ListedConversation, ListRow } from '../commit.ts'

/** The columns of a list row; they lie before the state, so that reading them does not read it. */
export const ROW_COLUMNS = `consumer_id, opened_at, seq, phase, assignee_kind, assignee_id, skill_id, due_at, response_ms,
  queued_since, closed_at, updated_at, last_text, last_seq, last_audience,
  sorts_at, offerable, priority, last_by, last_at`
/** With what other tables know of it. */
export const LIST_COLUMNS = `${ROW_COLUMNS},
  (SELECT group_concat(t.tag_id) FROM conversation_tags AS t WHERE t.conversation_key = conversations.key) AS tags`

type LastBy = NonNullable<ListRow['lastLine']>['by']

export interface RowColumns {
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
  readonly sorts_at: number
  readonly offerable: number
  readonly priority: ListRow['priority']
  readonly last_by: LastBy | null
  readonly last_at: number | null
}
export interface ListColumns extends RowColumns {
  readonly tags: string | null
}

export const toListed = (row: ListColumns & { readonly id: ConversationId }): ListedConversation => ({
  conversationId: row.id,
  seq: row.seq,
  tags: row.tags === null ? [] : row.tags.split(',').map((id) => Number(id) as TagId),
  ...toListRow(row),
})

export function toListRow(row: RowColumns): ListRow {
  return {
    phase: row.phase,
    consumerId: row.consumer_id as ConsumerId,
    assigneeKind: row.assignee_kind,
    ...(row.assignee_id !== null && { assigneeId: row.assignee_id }),
    skillId: row.skill_id as SkillId,
    ...(row.due_at !== null && { dueAt: row.due_at as EpochMs }),
    responseMs: row.response_ms,
    priority: row.priority,
    ...(row.offerable === 1 && { offerable: true }),
    ...(row.queued_since !== null && { queuedSince: row.queued_since as EpochMs }),
    ...(row.last_text !== null &&
      row.last_seq !== null &&
      row.last_audience !== null && {
        lastLine: {
          text: row.last_text,
          seq: row.last_seq,
          audience: row.last_audience,
          // Lines of an earlier release have neither; every conversation gets them with its next words.
          by: row.last_by ?? 'system',
          at: (row.last_at ?? row.updated_at) as EpochMs,
        },
      }),
    openedAt: row.opened_at as EpochMs,
    updatedAt: row.updated_at as EpochMs,
    ...(row.closed_at !== null && { closedAt: row.closed_at as EpochMs }),
  }
}
