import type { ConversationId } from '@baton/base'
import { type DeskItem, type DeskQuery, type DeskStore, MAX_DESK_ROWS } from '../deskStore.ts'
import { type Database, rows } from './connection.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'

type Row = ListColumns & { readonly id: ConversationId; readonly read_up_to: number | null }
interface Read {
  readonly rows: readonly Row[]
  readonly total: number
}

const OPEN = `account_id = $1 AND phase <> 'closed'`
const BY_QUEUE = 'ORDER BY sorts_at, queued_since, key'
const BY_DUE = 'ORDER BY sorts_at, opened_at, key'

const listed = (where: string, order: string, readUpTo = 'NULL::bigint') => ({
  page: (limit: string) =>
    `SELECT id, ${LIST_COLUMNS}, ${readUpTo} AS read_up_to FROM conversations WHERE ${where} ${order} LIMIT ${limit}`,
  count: `SELECT count(*) AS total FROM conversations WHERE ${where}`,
})

const READS = `(SELECT m.read FROM marks AS m
  WHERE m.conversation_key = conversations.key AND m.participant = 'agent:' || $2::bigint::text)`
const LISTS = {
  mine: listed(
    `key IN (SELECT key FROM conversations WHERE ${OPEN} AND assignee_kind = 'agent' AND assignee_id = $2::bigint
     UNION ALL SELECT conversation_key FROM joined_agents WHERE account_id = $1 AND agent_id = $2::bigint)`,
    'ORDER BY sorts_at, coalesce(queued_since, opened_at), opened_at, id',
    READS,
  ),
  queue: listed('account_id = $1 AND skill_id = $2 AND queued_since IS NOT NULL', BY_QUEUE),
  all: listed(OPEN, BY_DUE),
  allOfSkill: listed(`${OPEN} AND skill_id = $2`, BY_DUE),
  offers: listed(
    `account_id = $1 AND ($3::bigint IS NULL OR skill_id = $3)
     AND key IN (SELECT conversation_key FROM timers WHERE name LIKE 'offer:%' AND name = $2)`,
    BY_QUEUE,
  ),
} as const

/** For the test of plans: every statement, with the number of its limit. */
export const DESK_STATEMENTS = Object.values(LISTS).flatMap(({ page, count }) => [page('200'), count])

/** The beginnings of the lists of a desk, and how long they are. */
export function prepareReadDesk(database: Database): DeskStore['readDesk'] {
  async function read(name: keyof typeof LISTS, limit: number, ...given: readonly unknown[]): Promise<Read> {
    const { page, count } = LISTS[name]
    const [found, counted] = await Promise.all([
      rows<Row>(database, page(`$${given.length + 1}`), ...given, limit),
      rows<{ total: number }>(database, count, ...given),
    ])
    return { rows: found, total: counted[0]?.total ?? 0 }
  }

  function readKind(accountId: string, asked: DeskQuery, limit: number): Promise<Read> {
    switch (asked.kind) {
      case 'mine':
        return read('mine', limit, accountId, asked.agentId)
      case 'offers':
        return read('offers', limit, accountId, `offer:${asked.agentId}`, asked.skillId ?? null)
      case 'all':
        return asked.skillId === undefined
          ? read('all', limit, accountId)
          : read('allOfSkill', limit, accountId, asked.skillId)
      case 'queue':
        return readQueues(accountId, asked.skillIds, limit)
    }
  }

  async function readQueues(accountId: string, skillIds: readonly number[], limit: number): Promise<Read> {
    const ofEach = await Promise.all(skillIds.map((skillId) => read('queue', limit, accountId, skillId)))
    const found = ofEach.flatMap((each) => each.rows).sort(bySortsAt)
    return { rows: found.slice(0, limit), total: ofEach.reduce((sum, { total }) => sum + total, 0) }
  }

  return async (accountId, query, limit) => {
    const found = await readKind(accountId, query, Math.max(1, Math.min(limit, MAX_DESK_ROWS)))
    return { items: found.rows.map(toItem), total: found.total }
  }
}

const bySortsAt = (a: Row, b: Row): number =>
  a.sorts_at - b.sorts_at || (a.queued_since ?? 0) - (b.queued_since ?? 0) || a.opened_at - b.opened_at

const toItem = (row: Row): DeskItem => ({
  ...toListed(row),
  ...(row.read_up_to !== null && { readUpTo: row.read_up_to }),
})
