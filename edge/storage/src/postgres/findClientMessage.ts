import type { ConversationStore } from '../store.ts'
import { findSent } from './clientMessages.ts'
import type { Database } from './connection.ts'

export function prepareFindClientMessage(database: Database): ConversationStore['findClientMessage'] {
  return async (accountId, message) => {
    const before = (await findSent(database, [{ accountId, ...message }]))[0]?.before
    if (before === undefined) return undefined
    const { sameContent, conversationId, seq, at } = before
    return { sameContent, conversationId, seq, at }
  }
}
