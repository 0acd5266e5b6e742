import type { ConversationId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import { type DeskItem, type DeskQuery, type DeskStore, MAX_DESK_ROWS } from '../deskStore.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

type Row = ListColumns & { readonly id: ConversationId; readonly read_up_to: number | null }
type Given = Record<string, unknown>

const ORDER = 'ORDER BY sorts_at, coalesce(queued_since, opened_at), opened_at, id'
const OPEN = `account_id = @accountId AND phase <> 'closed'`
/** Without statistics, SQLite would rather walk through everyone's in the right order. */
const MINE = `conversations WHERE key IN (
  SELECT key FROM conversations INDEXED BY list_open_assignee WHERE ${OPEN} AND assignee_kind = 'agent' AND assignee_id = @agentId
  UNION ALL SELECT conversation_key FROM joined_agents WHERE account_id = @accountId AND agent_id = @agentId)`
const QUEUED = 'account_id = @accountId AND skill_id = @skillId AND queued_since IS NOT NULL'
const OFFERED = `conversations WHERE account_id = @accountId AND (@skillId IS NULL OR skill_id = @skillId)
  AND key IN (SELECT conversation_key FROM timers WHERE name GLOB 'offer:*' AND name = @offer)`

/** The beginnings of the lists of a desk, and how long they are. */
export function prepareReadDesk(database: Database): DeskStore['readDesk'] {
  const listed = (from: string, order: string, readUpTo = 'NULL') => ({
    rows: database.prepare<[Given], Row>(
      `SELECT id, ${LIST_COLUMNS}, ${readUpTo} AS read_up_to FROM ${from} ${order} LIMIT @limit`,
    ),
    count: database.prepare<[Given], number>(`SELECT count(*) FROM ${from}`).pluck(),
  })
  const mine = listed(
    MINE,
    ORDER,
    '(SELECT m.read FROM marks m WHERE m.conversation_key = conversations.key AND m.participant = @participant)',
  )
  const queue = listed(`conversations WHERE ${QUEUED}`, 'ORDER BY sorts_at, queued_since, key')
  const all = listed(`conversations WHERE ${OPEN}`, 'ORDER BY sorts_at, opened_at, key')
  const allOfSkill = listed(`conversations WHERE ${OPEN} AND skill_id = @skillId`, 'ORDER BY sorts_at, opened_at, key')
  const offers = listed(OFFERED, 'ORDER BY sorts_at, queued_since, key')

  const read = ({ rows, count }: typeof mine, given: Given) => ({
    rows: rows.all(given),
    total: count.get(given) ?? 0,
  })

  return async (accountId, query, limit) => {
    const capped = Math.max(1, Math.min(limit, MAX_DESK_ROWS))
    const given = (more: Given): Given => ({ accountId, limit: capped, ...more })
    const found = readKind(query)
    const items = found.rows.map(toItem)
    return { items, total: found.total }

    function readKind(asked: DeskQuery): { rows: Row[]; total: number } {
      switch (asked.kind) {
        case 'mine':
          return read(mine, given({ agentId: asked.agentId, participant: `agent:${asked.agentId}` }))
        case 'offers':
          return read(offers, given({ offer: `offer:${asked.agentId}`, skillId: asked.skillId ?? null }))
        case 'all':
          return asked.skillId === undefined
            ? read(all, given({}))
            : read(allOfSkill, given({ skillId: asked.skillId }))
        case 'queue': {
          const ofEach = asked.skillIds.map((skillId) => read(queue, given({ skillId })))
          const rows = ofEach.flatMap((each) => each.rows).sort(bySortsAt)
          return { rows: rows.slice(0, capped), total: ofEach.reduce((sum, { total }) => sum + total, 0) }
        }
      }
    }
  }
}

const bySortsAt = (a: Row, b: Row): number =>
  a.sorts_at - b.sorts_at || (a.queued_since ?? 0) - (b.queued_since ?? 0) || a.opened_at - b.opened_at

const toItem = (row: Row): DeskItem => ({
  ...toListed(row),
  ...(row.read_up_to !== null && { readUpTo: row.read_up_to }),
})
