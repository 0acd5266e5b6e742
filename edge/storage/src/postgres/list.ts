import type { ConversationId } from '@baton/base'
import type { ConversationStore, ListQuery } from '../store.ts'
import { type Database, rows } from './connection.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

export const MAX_LIST_PAGE = 200

type Row = ListColumns & { readonly id: ConversationId; readonly key: number }
type Phase = 'open' | 'closed'
interface Cursor {
  readonly updatedAt: number
  readonly key: number
}

/**
 * Open and closed conversations have indexes of their own; a list of both is merged from a page of each, and a list of all open
 * ones from a page of each skill: an index over all would cost every message one more write.
 * A cursor is the last line's place in the order, so that a page costs the same however far down it is.
 */
export function prepareList(database: Database): ConversationStore['list'] {
  const read = (phase: Phase, query: ListQuery, cursor: Cursor, limit: number): Promise<Row[]> => {
    const { accountId, skillId, assigneeKind, assigneeId } = query
    const more = [skillId, assigneeKind, assigneeId].filter((value) => value !== undefined)
    return rows<Row>(database, toSql(phase, query), accountId, cursor.updatedAt, cursor.key, limit, ...more)
  }

  const readAllOpen = ({ accountId, assigneeKind }: ListQuery, cursor: Cursor, limit: number): Promise<Row[]> =>
    rows<Row>(database, OPEN_BY_SKILL, accountId, cursor.updatedAt, cursor.key, limit, assigneeKind ?? null)

  return async (query) => {
    const limit = Math.max(1, Math.min(query.limit, MAX_LIST_PAGE))
    const cursor = parseCursor(query.cursor)
    const phases: Phase[] = query.phase ? [query.phase] : ['open', 'closed']
    const inOneIndex = query.skillId !== undefined || isOneAssignee(query)
    const pages = await Promise.all(
      phases.map((phase) =>
        phase === 'open' && !inOneIndex ? readAllOpen(query, cursor, limit + 1) : read(phase, query, cursor, limit + 1),
      ),
    )
    const found = pages.flat().sort((a, b) => b.updated_at - a.updated_at || b.key - a.key)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const items = page.map(toListed)
    return { items, ...(found.length > limit && last && { next: `${last.updated_at}.${last.key}` }) }
  }
}

/** The index leads to a step of twenty seconds, and that is sorted (migration 14); the order is the same as without. */
const OPEN_BEFORE = 'updated_step <= $2::bigint / 20000 AND (updated_at, key) < ($2, $3)'
const OPEN_ORDER = 'updated_step DESC, updated_at DESC, key DESC'
/** Of a closed conversation it is when it was last written to. */
const CLOSED_BEFORE = '(closed_order, key) < ($2, $3)'
const CLOSED_ORDER = 'closed_order DESC, key DESC'

/** Walks from skill to skill in the index, then reads a page of each. */
export const OPEN_BY_SKILL = `WITH RECURSIVE used (skill_id) AS (
    (SELECT skill_id FROM conversations WHERE account_id = $1 AND phase <> 'closed' ORDER BY skill_id LIMIT 1)
    UNION ALL
    SELECT (SELECT c.skill_id FROM conversations AS c
            WHERE c.account_id = $1 AND c.phase <> 'closed' AND c.skill_id > used.skill_id ORDER BY c.skill_id LIMIT 1)
    FROM used WHERE used.skill_id IS NOT NULL
  )
  SELECT page.* FROM used CROSS JOIN LATERAL (
    SELECT id, key, ${LIST_COLUMNS} FROM conversations
    WHERE account_id = $1 AND phase <> 'closed' AND skill_id = used.skill_id
      AND ${OPEN_BEFORE} AND ($5::text IS NULL OR assignee_kind = $5)
    ORDER BY ${OPEN_ORDER} LIMIT $4) AS page
  WHERE used.skill_id IS NOT NULL
  ORDER BY page.updated_at DESC, page.key DESC LIMIT $4`

export function toSql(phase: Phase, query: Pick<ListQuery, 'skillId' | 'assigneeKind' | 'assigneeId'>): string {
  const columns = [
    query.skillId !== undefined && 'skill_id',
    query.assigneeKind !== undefined && 'assignee_kind',
    query.assigneeId !== undefined && 'assignee_id',
  ].filter((column) => column !== false)
  return [
    `SELECT id, key, ${LIST_COLUMNS} FROM conversations`,
    `WHERE account_id = $1 AND phase ${phase === 'open' ? '<>' : '='} 'closed'`,
    ...columns.map((column, index) => `AND ${column} = $${index + 5}`),
    `AND ${phase === 'open' ? OPEN_BEFORE : CLOSED_BEFORE}`,
    `ORDER BY ${phase === 'open' ? OPEN_ORDER : CLOSED_ORDER} LIMIT $4`,
  ].join(' ')
}

const isOneAssignee = (query: Pick<ListQuery, 'assigneeKind' | 'assigneeId'>): boolean =>
  query.assigneeKind !== undefined && query.assigneeId !== undefined

/** A cursor that we did not write is the start of the list. */
function parseCursor(text: string | undefined): Cursor {
  const [updatedAt = Number.NaN, key = Number.NaN] = (text ?? '').split('.').map(Number)
  const known = Number.isSafeInteger(updatedAt) && Number.isSafeInteger(key)
  return known ? { updatedAt, key } : { updatedAt: Number.MAX_SAFE_INTEGER, key: Number.MAX_SAFE_INTEGER }
}
