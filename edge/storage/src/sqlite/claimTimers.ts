import type { Database } from 'better-sqlite3'
import type { ClaimedTimer, ClaimRequest } from '../store.ts'

/** Takes due timers, the longest overdue first. */
export function prepareClaimTimers(database: Database): (request: ClaimRequest) => ClaimedTimer[] {
  // Two statements, as free and claimed timers have an index each; one of both would sort all that is due.
  const due = [
    'due_at <= ? AND claimed_until IS NULL ORDER BY due_at',
    'claimed_until <= ? ORDER BY claimed_until',
  ].map((condition) =>
    database.prepare<[number, number], { generation: number; readyAt: number }>(
      `SELECT generation, coalesce(claimed_until, due_at) AS readyAt FROM timers WHERE ${condition} LIMIT ?`,
    ),
  )
  const claim = database.prepare<[string, number, number], { payload: string; conversation_key: number }>(
    'UPDATE timers SET claimed_by = ?, claimed_until = ? WHERE generation = ? RETURNING payload, conversation_key',
  )
  const findConversation = database.prepare<[number], Pick<ClaimedTimer, 'accountId' | 'conversationId'>>(
    'SELECT account_id AS accountId, id AS conversationId FROM conversations WHERE key = ?',
  )
  return ({ by, now, until, limit }) =>
    due
      .flatMap((statement) => statement.all(now, limit))
      .sort((a, b) => a.readyAt - b.readyAt || a.generation - b.generation)
      .slice(0, limit)
      .flatMap(({ generation }) => {
        const taken = claim.get(by, until, generation)
        const conversation = taken && findConversation.get(taken.conversation_key)
        return conversation ? [{ ...conversation, timer: JSON.parse(taken.payload), generation }] : []
      })
}
