import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { prepareLogPlaces } from './logPlaces.ts'
import { prepareFindEnd, prepareReadAt } from './readAt.ts'
import { MAX_LOG_PAGE } from './readLog.ts'

export function prepareReadLogBackwards(database: Database): ConversationStore['readLogBackwards'] {
  const findEnd = prepareFindEnd(database)
  const places = prepareLogPlaces(database)
  const readAt = prepareReadAt(database)
  return async (accountId, id, before, limit) => {
    const end = findEnd(accountId, id)
    return end ? readAt(places.before(end, Math.min(before, end.seq + 1), Math.min(limit, MAX_LOG_PAGE))) : []
  }
}
