import type { Database } from 'better-sqlite3'
import type { ConversationStore } from '../store.ts'
import { prepareFindSent } from './clientMessages.ts'

export function prepareFindClientMessage(database: Database): ConversationStore['findClientMessage'] {
  const findSent = prepareFindSent(database)
  return async (accountId, message) => {
    const before = findSent(accountId, message)
    if (before === undefined) return undefined
    const { sameContent, conversationId, seq, at } = before
    return { sameContent, conversationId, seq, at }
  }
}
