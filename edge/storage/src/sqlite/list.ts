import type { ConversationId, SkillId } from '@baton/base'
import type { Database, Statement } from 'better-sqlite3'
import type { ConversationStore, ListQuery } from '../store.ts'
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
  // At most 2 × 8 forms of one statement.
  const prepared = new Map<string, Statement<[Record<string, unknown>], Row>>()
  const nextSkill = database
    .prepare<[string, number], SkillId>(
      `SELECT skill_id FROM conversations INDEXED BY list_open_skill
       WHERE account_id = ? AND skill_id > ? AND phase <> 'closed' ORDER BY skill_id LIMIT 1`,
    )
    .pluck()

  function read(phase: Phase, query: ListQuery, cursor: Cursor, limit: number): Row[] {
    const sql = toSql(phase, query)
    const statement = prepared.get(sql) ?? database.prepare<[Record<string, unknown>], Row>(sql)
    prepared.set(sql, statement)
    const { accountId, skillId, assigneeKind, assigneeId } = query
    return statement.all({ accountId, skillId, assigneeKind, assigneeId, ...cursor, limit })
  }

  function* skillsInUse(accountId: string): Iterable<SkillId> {
    for (let id = nextSkill.get(accountId, -1); id !== undefined; id = nextSkill.get(accountId, id)) yield id
  }

  /** The parts whose lists, merged, are the list that was asked for. */
  function partsOf(phase: Phase, query: ListQuery): ListQuery[] {
    const inOneIndex = phase === 'closed' || query.skillId !== undefined || isOneAssignee(query)
    return inOneIndex ? [query] : [...skillsInUse(query.accountId)].map((skillId) => ({ ...query, skillId }))
  }

  return async (query) => {
    const limit = Math.max(1, Math.min(query.limit, MAX_LIST_PAGE))
    const cursor = parseCursor(query.cursor)
    const phases: Phase[] = query.phase ? [query.phase] : ['open', 'closed']
    const rows = phases.flatMap((phase) =>
      partsOf(phase, query).flatMap((part) => read(phase, part, cursor, limit + 1)),
    )
    rows.sort((a, b) => b.updated_at - a.updated_at || b.key - a.key)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const items = page.map(toListed)
    return { items, ...(rows.length > limit && last && { next: `${last.updated_at}.${last.key}` }) }
  }
}

/** Each index is named: without statistics, SQLite would rather walk through everyone's. */
export function toSql(phase: Phase, query: Pick<ListQuery, 'skillId' | 'assigneeKind' | 'assigneeId'>): string {
  return [
    `SELECT id, key, ${LIST_COLUMNS} FROM conversations INDEXED BY ${indexFor(phase, query)}`,
    `WHERE account_id = @accountId AND phase ${phase === 'open' ? '<>' : '='} 'closed'`,
    query.skillId !== undefined ? 'AND skill_id = @skillId' : '',
    query.assigneeKind !== undefined ? 'AND assignee_kind = @assigneeKind' : '',
    query.assigneeId !== undefined ? 'AND assignee_id = @assigneeId' : '',
    'AND (updated_at, key) < (@updatedAt, @key)',
    'ORDER BY updated_at DESC, key DESC LIMIT @limit',
  ].join(' ')
}

function indexFor(phase: Phase, query: Pick<ListQuery, 'skillId' | 'assigneeKind' | 'assigneeId'>): string {
  if (isOneAssignee(query)) return `list_${phase}_assignee`
  if (query.skillId !== undefined) return `list_${phase}_skill`
  return phase === 'open' ? 'list_open_skill' : 'list_closed'
}

const isOneAssignee = (query: Pick<ListQuery, 'assigneeKind' | 'assigneeId'>): boolean =>
  query.assigneeKind !== undefined && query.assigneeId !== undefined

/** A cursor that we did not write is the start of the list. */
function parseCursor(text: string | undefined): Cursor {
  const [updatedAt = Number.NaN, key = Number.NaN] = (text ?? '').split('.').map(Number)
  const known = Number.isSafeInteger(updatedAt) && Number.isSafeInteger(key)
  return known ? { updatedAt, key } : { updatedAt: Number.MAX_SAFE_INTEGER, key: Number.MAX_SAFE_INTEGER }
}
