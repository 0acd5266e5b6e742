import type { ConversationId } from '@baton/base'
import type { Conversation, ConversationEvent } from '@baton/conversation'
import type { House } from './house.ts'
import { brand } from './house.ts'

/** Commits one event as a node of another release would, behind the back of every node of this one. */
export async function writeBehind(
  { storage, clock }: House,
  conversationId: ConversationId,
  stateVersion: number,
  event: object,
  state: Partial<Conversation> = {},
): Promise<void> {
  const before = await storage.conversations.load(brand, conversationId)
  if (before === undefined) throw new Error(`no conversation ${conversationId}`)
  const seq = before.seq + 1
  const result = await storage.conversations.commit({
    accountId: brand,
    conversationId,
    expectedSeq: before.seq,
    events: [{ seq, at: clock.now(), event: event as ConversationEvent }],
    state: { ...before.state, seq, ...state } as Conversation,
    stateVersion,
    listRow: before.listRow,
    effects: [],
  })
  if (!result.ok) throw new Error(result.why)
}
