import type { ConversationStore } from '../store.ts'
import { type Database, row } from './connection.ts'

const FIND = `SELECT skill_id AS "skillId", sorts_at AS "sortsAt", queued_since AS "queuedSince", key FROM conversations
  WHERE id = $1 AND account_id = $2 AND queued_since IS NOT NULL`
export const COUNT_AHEAD = `SELECT count(*) AS ahead FROM conversations
  WHERE account_id = $1 AND skill_id = $2 AND queued_since IS NOT NULL AND (sorts_at, queued_since, key) < ($3, $4, $5)`

interface Place {
  readonly skillId: number
  readonly sortsAt: number
  readonly queuedSince: number
  readonly key: number
}

export function prepareCountAhead(database: Database): ConversationStore['countAhead'] {
  return async (accountId, id) => {
    const place = await row<Place>(database, FIND, id, accountId)
    if (place === undefined) return undefined
    const { skillId, sortsAt, queuedSince, key } = place
    return (await row<{ ahead: number }>(database, COUNT_AHEAD, accountId, skillId, sortsAt, queuedSince, key))?.ahead
  }
}
