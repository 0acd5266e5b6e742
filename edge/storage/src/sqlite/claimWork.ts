import type { EpochMs } from '@baton/base'
import type { Database } from 'better-sqlite3'
import type { ClaimedWork, Mailbox } from '../store.ts'

export type WorkRequest = Parameters<Mailbox['claimWork']>[0]

interface Candidate {
  readonly key: number
  readonly readyAt: number
}
interface Taken {
  readonly payload: string
  readonly due_at: EpochMs
  readonly attempt: number
  readonly claims: number
  readonly conversation_key: number
}

/**
 * Takes due work, first the oldest of each bot, then the second of each, and so on: a long backlog of one bot costs the others
 * nothing. Among equals the oldest goes first, so that no bot waits for ever.
 */
export function prepareClaimWork(database: Database): (request: WorkRequest) => ClaimedWork[] {
  const nextBot = database
    .prepare<[string, number], number>(
      'SELECT bot_id FROM effects WHERE kind = ? AND head = 1 AND bot_id > ? ORDER BY kind, bot_id LIMIT 1',
    )
    .pluck()
  const candidates = database.prepare<[string, number, number, number, number], Candidate>(
    `SELECT key, coalesce(claimed_until, due_at) AS readyAt FROM effects AS e
     WHERE kind = ? AND bot_id = ? AND head = 1 AND coalesce(claimed_until, due_at) <= ?
       AND (kind <> 'turn' OR NOT EXISTS (
         SELECT 1 FROM effects AS other WHERE other.kind = 'turn' AND other.conversation_key = e.conversation_key
           AND other.key > e.key AND other.claimed_until > ?))
     ORDER BY coalesce(claimed_until, due_at), key LIMIT ?`,
  )
  const claim = database.prepare<[string, number, number], Taken>(
    `UPDATE effects SET claimed_by = ?, claimed_until = ?, claims = claims + 1 WHERE key = ?
     RETURNING payload, due_at, attempt, claims, conversation_key`,
  )
  const findConversation = database.prepare<[number], Pick<ClaimedWork, 'accountId' | 'conversationId'>>(
    'SELECT account_id AS accountId, id AS conversationId FROM conversations WHERE key = ?',
  )

  function* botsWithWork(kind: string): Iterable<number> {
    for (let bot = nextBot.get(kind, -1); bot !== undefined; bot = nextBot.get(kind, bot)) yield bot
  }

  function take({ by, until }: WorkRequest, key: number): ClaimedWork[] {
    const taken = claim.get(by, until, key)
    const conversation = taken && findConversation.get(taken.conversation_key)
    if (!conversation) return []
    const { payload, due_at: dueAt, attempt, claims } = taken
    return [{ ...conversation, effect: JSON.parse(payload), dueAt, attempt, firstClaim: claims === 1 }]
  }

  return (request) => {
    const { kind, now, limit, busyBots } = request
    const busy = new Set<number>(busyBots)
    const ranked = [...botsWithWork(kind)]
      .filter((bot) => !busy.has(bot))
      .flatMap((bot) => candidates.all(kind, bot, now, now, limit).map((row, rank) => ({ ...row, rank })))
    ranked.sort((a, b) => a.rank - b.rank || a.readyAt - b.readyAt || a.key - b.key)
    return ranked.slice(0, limit).flatMap(({ key }) => take(request, key))
  }
}
