import type { AccountId, ConsumerId } from '@baton/base'
import type { House } from '../house.ts'
import { refusedBy } from './httpProblem.ts'

/**
 * An anonymous consumer was signed in: their open conversation goes on as the signed-in one's (messaging R1.10). Whoever has
 * an open conversation already, from another device, goes on with that one, and the anonymous one ends: two open ones would
 * be two people answering one consumer.
 */
export async function stepUp(house: House, accountId: AccountId, from: ConsumerId, to: ConsumerId): Promise<void> {
  const conversationId = await house.storage.conversations.findOpen(accountId, from)
  if (conversationId === undefined) return
  const order = { accountId, conversationId, by: { kind: 'consumer', consumerId: from } } as const
  const stepped = await house.runtime.handle({ ...order, type: 'stepUp', consumerId: to })
  if (stepped.ok || isOver(stepped.refusal)) return
  if (stepped.refusal !== 'conversation-exists') throw refusedBy(stepped.refusal)
  const closed = await house.runtime.handle({ ...order, type: 'close', withoutSurvey: true })
  if (!closed.ok && !isOver(closed.refusal)) throw refusedBy(closed.refusal)
}

/** Closed, or stepped up by another tab, in the meantime. */
const isOver = (refusal: string): boolean => refusal === 'conversation-closed' || refusal === 'conversation-not-found'
