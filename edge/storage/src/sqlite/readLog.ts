import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { prepareLogPlaces } from './logPlaces.ts'
import { prepareFindEnd, prepareReadAt } from './readAt.ts'

export const MAX_LOG_PAGE = 1_000

export function prepareReadLog(database: Database): ConversationStore['readLog'] {
  const findEnd = prepareFindEnd(database)
  const places = prepareLogPlaces(database)
  const readAt = prepareReadAt(database)
  return async (accountId, id, after, limit) => {
    const end = findEnd(accountId, id)
    return end ? readAt(places.after(end, Math.max(after, 0), Math.min(limit, MAX_LOG_PAGE))) : []
  }
}
