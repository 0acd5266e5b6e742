import type { AccountId, AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { DeskReads } from '../desk/deskOver.ts'
import type { OpenCount, QueueCount, QueuedConversation, SeatLoad } from '../deskStore.ts'
import { type Database, row, rows } from './connection.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'
import { prepareReadDesk } from './readDesk.ts'
import { seatShrinksAt, seatWeight } from './seatWeight.ts'

export const WAITING_SKILLS = `SELECT s.account_id AS "accountId", s.id AS "skillId" FROM skills AS s
  WHERE EXISTS (SELECT 1 FROM conversations AS c WHERE c.account_id = s.account_id AND c.skill_id = s.id AND c.offerable = 1)`
export const HEADS = `SELECT id, key, ${LIST_COLUMNS} FROM conversations
  WHERE account_id = $1 AND skill_id = $2 AND offerable = 1
    AND (sorts_at, queued_since, key) > ($3, $4, coalesce((SELECT key FROM conversations WHERE id = $5), 0))
  ORDER BY sorts_at, queued_since, key LIMIT $6`
export const LOADS = `SELECT r.agent_id AS "agentId", count(*) AS held, sum(${seatWeight('$3::bigint')}) AS load, min(${seatShrinksAt('$3::bigint')}) AS "shrinksAt"
  FROM reservations AS r JOIN conversations AS c ON c.key = r.conversation_key
  WHERE r.account_id = $1 AND r.agent_id = ANY($2::bigint[]) GROUP BY r.agent_id`
export const OFFERED = `SELECT c.id FROM timers AS t JOIN conversations AS c ON c.key = t.conversation_key
  WHERE t.name LIKE 'offer:%' AND t.name = $1 AND c.account_id = $2`
export const LEASE_END = `SELECT lease_until AS until FROM presence WHERE lease_until IS NOT NULL ORDER BY lease_until LIMIT 1`

export const QUEUED = `SELECT id AS "conversationId", seq, queued_since AS since, response_ms AS "responseMs", due_at AS "dueAt",
    CASE WHEN last_by = 'consumer' THEN last_at END AS "heardAt"
  FROM conversations WHERE account_id = $1 AND skill_id = $2 AND offerable = 1 ORDER BY sorts_at, queued_since, key LIMIT $3`
export const QUEUES = `SELECT skill_id AS "skillId", count(*) AS "inQueue", avg(queued_since)::bigint AS "sinceMean",
    min(queued_since) AS "sinceFirst"
  FROM conversations WHERE account_id = $1 AND queued_since IS NOT NULL GROUP BY skill_id`
export const OFFERABLE = `SELECT skill_id AS "skillId", count(*) AS count FROM conversations
  WHERE account_id = $1 AND offerable = 1 GROUP BY skill_id`
export const RINGING = `SELECT c.skill_id AS "skillId", count(DISTINCT c.key) AS count
  FROM timers AS t JOIN conversations AS c ON c.key = t.conversation_key
  WHERE t.name LIKE 'offer:%' AND c.account_id = $1 GROUP BY c.skill_id`
const OF_OPEN = `count(*) FROM conversations WHERE account_id = $1 AND phase <> 'closed'`
export const OPEN_COUNT = `SELECT (SELECT ${OF_OPEN}) AS open, (SELECT ${OF_OPEN} AND sorts_at <= $2) AS overdue,
  (SELECT ${OF_OPEN} AND sorts_at > $2 AND sorts_at <= $3) AS soon`

interface Counted {
  readonly skillId: SkillId
  readonly count: number
}

const MOST_QUEUED = 20_000
type Nulls<Row> = { readonly [K in keyof Row]: undefined extends Row[K] ? Exclude<Row[K], undefined> | null : Row[K] }

interface Load {
  readonly agentId: AgentId
  readonly held: number
  readonly load: number
  readonly shrinksAt: EpochMs | null
}

export function prepareDeskReads(database: Database): DeskReads {
  return {
    async listQueued(accountId, skillId, limit) {
      const found = await rows<Nulls<QueuedConversation>>(
        database,
        QUEUED,
        accountId,
        skillId,
        Math.min(limit, MOST_QUEUED),
      )
      return found.map(({ dueAt, heardAt, ...queued }) => ({
        ...queued,
        dueAt: dueAt ?? undefined,
        heardAt: heardAt ?? undefined,
      }))
    },
    async readQueues(accountId) {
      const [queues, offerable, ringing] = await Promise.all([
        rows<Omit<QueueCount, 'actionable'>>(database, QUEUES, accountId),
        rows<Counted>(database, OFFERABLE, accountId),
        rows<Counted>(database, RINGING, accountId),
      ])
      const actionable = new Map<SkillId, number>()
      for (const { skillId, count } of [...offerable, ...ringing]) {
        actionable.set(skillId, (actionable.get(skillId) ?? 0) + count)
      }
      return queues.map((queue) => ({ ...queue, actionable: actionable.get(queue.skillId) ?? 0 }))
    },
    countOpen: async (accountId, now, soon) =>
      (await row<OpenCount>(database, OPEN_COUNT, accountId, now, soon)) ?? { open: 0, overdue: 0, soon: 0 },
    listWaitingSkills: () => rows<{ accountId: AccountId; skillId: SkillId }>(database, WAITING_SKILLS),
    async listHeads(accountId, skillId, limit, after) {
      const { sortsAt = -1, queuedSince = -1, conversationId = '' } = after ?? {}
      const page = Math.min(limit, MAX_LIST_PAGE)
      const found = await rows<ListColumns & { id: ConversationId }>(
        database,
        HEADS,
        accountId,
        skillId,
        sortsAt,
        queuedSince,
        conversationId,
        page,
      )
      return found.map(toListed)
    },
    async readLoads(accountId, agentIds, now) {
      const found = await rows<Load>(database, LOADS, accountId, [...agentIds], now)
      const known = new Map(
        found.map(({ agentId, held, load, shrinksAt }): [AgentId, SeatLoad] => [
          agentId,
          // Tenths and eighths: a thousandth is exact enough, and reads better.
          { agentId, held, load: Math.round(load * 1_000) / 1_000, ...(shrinksAt !== null && { shrinksAt }) },
        ]),
      )
      return agentIds.map((agentId) => known.get(agentId) ?? { agentId, held: 0, load: 0 })
    },
    async listOffered(accountId, agentId) {
      const found = await rows<{ id: ConversationId }>(database, OFFERED, `offer:${agentId}`, accountId)
      return found.map(({ id }) => id)
    },
    readDesk: prepareReadDesk(database),
    nextLeaseEnd: async () => (await row<{ until: EpochMs }>(database, LEASE_END))?.until,
  }
}
