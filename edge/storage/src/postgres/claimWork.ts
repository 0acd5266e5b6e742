import type { EpochMs } from '@baton/base'
import type { ClaimedWork, Mailbox } from '../store.ts'
import { type Pool, rows, transaction } from './connection.ts'

interface Taken {
  readonly key: number
  readonly payload: string
  readonly dueAt: EpochMs
  readonly attempt: number
  readonly claims: number
  readonly accountId: ClaimedWork['accountId']
  readonly conversationId: ClaimedWork['conversationId']
}

/**
 * Walks from bot to bot in the index, then takes the head of each one's backlog. The planner must not choose by what it was told of
 * the mailbox, which is nearly empty at one time and full of a dead bot's backlog at another. So it is not shown which kind is asked
 * for (else it may walk through all jobs in an index that was empty when it last looked), and what else is claimed of a conversation
 * is looked up for each candidate (`NOT EXISTS` may become a join with all there is).
 */
export const CANDIDATES = `WITH RECURSIVE bots (id) AS (
    (SELECT bot_id FROM effects WHERE kind = (SELECT $1::text) AND head = 1 ORDER BY bot_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.bot_id FROM effects AS e WHERE e.kind = (SELECT $1::text) AND e.head = 1 AND e.bot_id > bots.id
            ORDER BY e.bot_id LIMIT 1) FROM bots WHERE bots.id IS NOT NULL
  )
  SELECT ready.key, ready.at AS "readyAt",
    row_number() OVER (PARTITION BY bots.id ORDER BY ready.at, ready.key) AS rank
  FROM bots CROSS JOIN LATERAL (
    SELECT e.key, coalesce(e.claimed_until, e.due_at) AS at FROM effects AS e
    WHERE e.kind = (SELECT $1::text) AND e.bot_id = bots.id AND e.head = 1 AND coalesce(e.claimed_until, e.due_at) <= $2
      AND ($1 <> 'turn' OR (
        SELECT other.key FROM effects AS other WHERE other.kind = 'turn' AND other.conversation_key = e.conversation_key
          AND other.key > e.key AND other.claimed_until > $2 LIMIT 1) IS NULL)
    ORDER BY coalesce(e.claimed_until, e.due_at), e.key LIMIT $3) AS ready
  WHERE bots.id IS NOT NULL AND NOT bots.id = ANY($4::bigint[])
  ORDER BY rank, ready.at, ready.key LIMIT $3`

/** What another node takes in this moment is passed over, and what it took since is not due any more. */
export const CLAIM = `WITH free AS (
    SELECT key FROM effects WHERE key = ANY($1::bigint[]) AND coalesce(claimed_until, due_at) <= $2
    ORDER BY key FOR UPDATE SKIP LOCKED)
  UPDATE effects AS e SET claimed_by = $3, claimed_until = $4, claims = e.claims + 1
  FROM free, conversations AS c WHERE e.key = free.key AND c.key = e.conversation_key
  RETURNING e.key, e.payload, e.due_at AS "dueAt", e.attempt, e.claims, c.account_id AS "accountId", c.id AS "conversationId"`

/**
 * Takes due work, first the oldest of each bot, then the second of each, and so on: a long backlog of one bot costs the others
 * nothing. Among equals the oldest goes first, so that no bot waits for ever.
 */
export function prepareClaimWork(pool: Pool): Mailbox['claimWork'] {
  return async ({ kind, now, limit, busyBots, by, until }) => {
    const candidates = await rows<{ key: number }>(pool, CANDIDATES, kind, now, limit, [...busyBots])
    if (candidates.length === 0) return []
    const keys = candidates.map(({ key }) => key)
    const taken = await transaction(pool, (connection) => rows<Taken>(connection, CLAIM, keys, now, by, until))
    const byKey = new Map(taken.map((work) => [work.key, work]))
    return keys.flatMap((key) => {
      const work = byKey.get(key)
      if (work === undefined) return []
      const { accountId, conversationId, dueAt, attempt, claims } = work
      const effect: ClaimedWork['effect'] = JSON.parse(work.payload)
      return [{ accountId, conversationId, effect, dueAt, attempt, firstClaim: claims === 1 }]
    })
  }
}
