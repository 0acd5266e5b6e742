import type { Database } from 'better-sqlite3'
import type { ClaimedTimer, ClaimRequest } from '../store.ts'

/** Takes due timers, the longest overdue first. */
export function prepareClaimTimers(database: Database): (request: ClaimRequest) => ClaimedTimer[] {
  const due = database
    .prepare<[number, number], number>(
      `SELECT generation FROM timers WHERE coalesce(claimed_until, due_at) <= ?
       ORDER BY coalesce(claimed_until, due_at) LIMIT ?`,
    )
    .pluck()
  const claim = database.prepare<[string, number, number], { payload: string; conversation_key: number }>(
    'UPDATE timers SET claimed_by = ?, claimed_until = ? WHERE generation = ? RETURNING payload, conversation_key',
  )
  const findConversation = database.prepare<[number], Pick<ClaimedTimer, 'accountId' | 'conversationId'>>(
    'SELECT account_id AS accountId, id AS conversationId FROM conversations WHERE key = ?',
  )
  return ({ by, now, until, limit }) =>
    due.all(now, limit).flatMap((generation) => {
      const taken = claim.get(by, until, generation)
      const conversation = taken && findConversation.get(taken.conversation_key)
      return conversation ? [{ ...conversation, timer: JSON.parse(taken.payload), generation }] : []
    })
}
