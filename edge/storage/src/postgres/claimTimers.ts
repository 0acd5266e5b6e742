import type { ClaimedTimer, Mailbox } from '../store.ts'
import { type Pool, rows, transaction } from './connection.ts'

interface Taken {
  readonly generation: number
  readonly readyAt: number
  readonly payload: string
  readonly accountId: ClaimedTimer['accountId']
  readonly conversationId: ClaimedTimer['conversationId']
}

/** Two statements, as free and claimed timers have an index each. What another node takes in this moment is passed over. */
export const CLAIM_TIMERS = [
  'due_at <= $1 AND claimed_until IS NULL ORDER BY due_at',
  'claimed_until <= $1 ORDER BY claimed_until',
].map(
  (condition) => `WITH due AS (
      SELECT generation, coalesce(claimed_until, due_at) AS ready FROM timers WHERE ${condition} LIMIT $2 FOR UPDATE SKIP LOCKED)
    UPDATE timers AS t SET claimed_by = $3, claimed_until = $4 FROM due, conversations AS c
    WHERE t.generation = due.generation AND c.key = t.conversation_key
    RETURNING t.generation, due.ready AS "readyAt", t.payload, c.account_id AS "accountId", c.id AS "conversationId"`,
)

/** Takes due timers, the longest overdue first. */
export function prepareClaimTimers(pool: Pool): Mailbox['claimTimers'] {
  return ({ by, now, until, limit }) =>
    transaction(pool, async (connection) => {
      const taken: Taken[] = []
      for (const statement of CLAIM_TIMERS) {
        const left = limit - taken.length
        if (left > 0) taken.push(...(await rows<Taken>(connection, statement, now, left, by, until)))
      }
      taken.sort((a, b) => a.readyAt - b.readyAt || a.generation - b.generation)
      return taken.map(({ accountId, conversationId, payload, generation }) => ({
        accountId,
        conversationId,
        timer: JSON.parse(payload),
        generation,
      }))
    })
}
