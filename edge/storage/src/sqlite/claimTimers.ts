import type { Database } from 'better-sqlite3'
import type { ClaimedTimer, ClaimRequest } from '../store.ts'

/** Takes due timers, the longest overdue first. */
export function prepareClaimTimers(database: Database): (request: ClaimRequest) => ClaimedTimer[] {
  const due = database
    .prepare<[number, number, number, number, number], number>(
      `SELECT generation FROM (
         SELECT * FROM (SELECT generation, due_at AS ready_at FROM timers
                        WHERE claimed_until IS NULL AND due_at <= ? ORDER BY due_at LIMIT ?)
         UNION ALL
         SELECT * FROM (SELECT generation, claimed_until AS ready_at FROM timers
                        WHERE claimed_until IS NOT NULL AND claimed_until <= ? ORDER BY claimed_until LIMIT ?)
       ) ORDER BY ready_at LIMIT ?`,
    )
    .pluck()
  const claim = database.prepare<[string, number, number], { payload: string; conversation_key: number }>(
    'UPDATE timers SET claimed_by = ?, claimed_until = ? WHERE generation = ? RETURNING payload, conversation_key',
  )
  const findConversation = database.prepare<[number], Pick<ClaimedTimer, 'accountId' | 'conversationId'>>(
    'SELECT account_id AS accountId, id AS conversationId FROM conversations WHERE key = ?',
  )
  return ({ by, now, until, limit }) =>
    due.all(now, limit, now, limit, limit).flatMap((generation) => {
      const taken = claim.get(by, until, generation)
      const conversation = taken && findConversation.get(taken.conversation_key)
      return conversation ? [{ ...conversation, timer: JSON.parse(taken.payload), generation }] : []
    })
}
