import type { AccountId, AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { DeskReads } from '../desk/deskOver.ts'
import type { OpenCount, QueueCount, QueuedConversation, SeatLoad } from '../deskStore.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'
import { prepareReadDesk } from './readDesk.ts'
import { seatShrinksAt, seatWeight } from './seatWeight.ts'

const MOST_QUEUED = 20_000

type QueuedColumns = [ConversationId, number, EpochMs, number, EpochMs | null, EpochMs | null]

const toQueued = ([conversationId, seq, since, responseMs, dueAt, heardAt]: QueuedColumns): QueuedConversation => ({
  conversationId,
  seq,
  since,
  responseMs,
  dueAt: dueAt ?? undefined,
  heardAt: heardAt ?? undefined,
})

type Queued = Omit<QueueCount, 'actionable'>
interface Counted {
  readonly skillId: SkillId
  readonly count: number
}
const NONE_OPEN: OpenCount = { open: 0, overdue: 0, soon: 0 }

export function prepareDeskReads(database: Database): DeskReads {
  const waitingSkills = database.prepare<[], { accountId: AccountId; skillId: SkillId }>(
    `SELECT s.account_id AS accountId, s.id AS skillId FROM skills s
     WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.account_id = s.account_id AND c.skill_id = s.id AND c.offerable = 1)`,
  )
  const heads = database.prepare<
    [string, number, number, number, string, number],
    ListColumns & { id: ConversationId; key: number }
  >(
    `SELECT id, key, ${LIST_COLUMNS} FROM conversations
     WHERE account_id = ? AND skill_id = ? AND offerable = 1
       AND (sorts_at, queued_since, key) > (?, ?, coalesce((SELECT key FROM conversations WHERE id = ?), 0))
     ORDER BY sorts_at, queued_since, key LIMIT ?`,
  )
  const loads = database.prepare<
    { accountId: string; agentIds: string; now: number },
    { agentId: AgentId; held: number; load: number; shrinksAt: EpochMs | null }
  >(
    `SELECT r.agent_id AS agentId, count(*) AS held, sum(${seatWeight('@now')}) AS load, min(${seatShrinksAt('@now')}) AS shrinksAt
     FROM json_each(@agentIds) AS wanted
     JOIN reservations r ON r.account_id = @accountId AND r.agent_id = wanted.value
     JOIN conversations c ON c.key = r.conversation_key
     GROUP BY r.agent_id`,
  )
  const offered = database
    .prepare<[string, string], ConversationId>(
      `SELECT c.id FROM timers t JOIN conversations c ON c.key = t.conversation_key
       WHERE t.name GLOB 'offer:*' AND t.name = ? AND c.account_id = ?`,
    )
    .pluck()
  const leaseEnd = database
    .prepare<[], EpochMs>('SELECT lease_until FROM presence WHERE lease_until IS NOT NULL ORDER BY lease_until LIMIT 1')
    .pluck()

  const queues = database.prepare<[string], Queued>(
    `SELECT skill_id AS skillId, count(*) AS inQueue, cast(avg(queued_since) AS INTEGER) AS sinceMean,
       min(queued_since) AS sinceFirst
     FROM conversations INDEXED BY queued WHERE account_id = ? AND queued_since IS NOT NULL GROUP BY skill_id`,
  )
  const offerable = database.prepare<[string], Counted>(
    `SELECT skill_id AS skillId, count(*) AS count FROM conversations INDEXED BY queue_heads
     WHERE account_id = ? AND offerable = 1 GROUP BY skill_id`,
  )
  const ringing = database.prepare<[string], { skillId: SkillId; key: number }>(
    `SELECT c.skill_id AS skillId, c.key
     FROM timers AS t INDEXED BY timers_offers JOIN conversations AS c ON c.key = t.conversation_key
     WHERE t.name GLOB 'offer:*' AND c.account_id = ?`,
  )
  const open = database.prepare<{ accountId: string; now: number; soon: number }, OpenCount>(
    `SELECT (SELECT count(*) FROM conversations INDEXED BY list_open_due WHERE account_id = @accountId AND phase <> 'closed') AS open,
       (SELECT count(*) FROM conversations INDEXED BY list_open_due
        WHERE account_id = @accountId AND phase <> 'closed' AND sorts_at <= @now) AS overdue,
       (SELECT count(*) FROM conversations INDEXED BY list_open_due
        WHERE account_id = @accountId AND phase <> 'closed' AND sorts_at > @now AND sorts_at <= @soon) AS soon`,
  )

  const queued = database
    .prepare<[string, number, number], QueuedColumns>(
      `SELECT id, seq, queued_since, response_ms, due_at, CASE WHEN last_by = 'consumer' THEN last_at END
       FROM conversations INDEXED BY queue_heads WHERE account_id = ? AND skill_id = ? AND offerable = 1
       ORDER BY sorts_at, queued_since, key LIMIT ?`,
    )
    .raw()

  return {
    listQueued: async (accountId, skillId, limit) =>
      queued.all(accountId, skillId, Math.min(limit, MOST_QUEUED)).map(toQueued),
    async readQueues(accountId) {
      const actionable = new Map<SkillId, number>()
      for (const { skillId, count } of offerable.all(accountId)) actionable.set(skillId, count)
      // Each once, however many are asked to take it.
      for (const skillId of new Map(ringing.all(accountId).map(({ key, skillId }) => [key, skillId])).values()) {
        actionable.set(skillId, (actionable.get(skillId) ?? 0) + 1)
      }
      return queues.all(accountId).map((queue) => ({ ...queue, actionable: actionable.get(queue.skillId) ?? 0 }))
    },
    countOpen: async (accountId, now, soon) => open.get({ accountId, now, soon }) ?? NONE_OPEN,
    listWaitingSkills: async () => waitingSkills.all(),
    listHeads: async (accountId, skillId, limit, after) =>
      heads
        .all(
          accountId,
          skillId,
          after?.sortsAt ?? -1,
          after?.queuedSince ?? -1,
          after?.conversationId ?? '',
          Math.min(limit, MAX_LIST_PAGE),
        )
        .map(toListed),
    async readLoads(accountId, agentIds, now) {
      const known = new Map(
        loads
          .all({ accountId, agentIds: JSON.stringify(agentIds), now })
          .map(({ agentId, held, load, shrinksAt }): [AgentId, SeatLoad] => [
            agentId,
            // Tenths and eighths: a thousandth is exact enough, and reads better.
            { agentId, held, load: Math.round(load * 1_000) / 1_000, ...(shrinksAt !== null && { shrinksAt }) },
          ]),
      )
      return agentIds.map((agentId) => known.get(agentId) ?? { agentId, held: 0, load: 0 })
    },
    listOffered: async (accountId, agentId) => offered.all(`offer:${agentId}`, accountId),
    readDesk: prepareReadDesk(database),
    nextLeaseEnd: async () => leaseEnd.get(),
  }
}
