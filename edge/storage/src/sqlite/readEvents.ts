import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { prepareLogPlaces } from './logPlaces.ts'
import { prepareFindEnd, prepareReadAt } from './readAt.ts'
import { MAX_LOG_PAGE } from './readLog.ts'

export function prepareReadEvents(database: Database): ConversationStore['readEvents'] {
  const findEnd = prepareFindEnd(database)
  const places = prepareLogPlaces(database)
  const readAt = prepareReadAt(database)
  return async (accountId, id, seqs) => {
    const end = findEnd(accountId, id)
    return end ? readAt(seqs.slice(0, MAX_LOG_PAGE).flatMap((seq) => places.at(end, seq) ?? [])) : []
  }
}
