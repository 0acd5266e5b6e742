import type { AccountId, AgentId, ConversationId, EpochMs, SkillId } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { DeskReads } from '../desk/deskOver.ts'
import type { SeatLoad } from '../deskStore.ts'
import { MAX_LIST_PAGE } from './list.ts'
import { LIST_COLUMNS, type ListColumns, toListed } from './listRow.ts'
import { prepareReadDesk } from './readDesk.ts'
import { seatShrinksAt, seatWeight } from './seatWeight.ts'

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
    { agentId: AgentId; load: number; shrinksAt: EpochMs | null }
  >(
    `SELECT r.agent_id AS agentId, sum(${seatWeight('@now')}) AS load, min(${seatShrinksAt('@now')}) AS shrinksAt
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

  return {
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
          .map(({ agentId, load, shrinksAt }): [AgentId, SeatLoad] => [
            agentId,
            // Tenths and eighths: a thousandth is exact enough, and reads better.
            { agentId, load: Math.round(load * 1_000) / 1_000, ...(shrinksAt !== null && { shrinksAt }) },
          ]),
      )
      return agentIds.map((agentId) => known.get(agentId) ?? { agentId, load: 0 })
    },
    listOffered: async (accountId, agentId) => offered.all(`offer:${agentId}`, accountId),
    readDesk: prepareReadDesk(database),
    nextLeaseEnd: async () => leaseEnd.get(),
  }
}
