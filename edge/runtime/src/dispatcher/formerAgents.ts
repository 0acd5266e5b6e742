import { type AgentId, days, type EpochMs } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import type { Dispatching } from './dispatching.ts'

/** Who talked with somebody longer ago than this is a stranger again (messaging R4.23). */
const REMEMBERED_MS = days(30)
/** Earlier conversations that are looked at. */
const MOST_LOOKED_AT = 3

/** Agents who closed a conversation with this consumer lately, newest first. */
export async function formerAgentsOf(
  { around, conversations }: Dispatching,
  { accountId, consumerId, openedAt }: OpenConversation,
): Promise<AgentId[]> {
  const earlier = await around.storage.conversations.listThread(accountId, consumerId, openedAt, MOST_LOOKED_AT)
  const since = (around.clock.now() - REMEMBERED_MS) as EpochMs
  const agents = new Set<AgentId>()
  for (const { conversationId, closedAt } of earlier) {
    if (closedAt === undefined || closedAt < since) continue
    const known = await conversations.load(accountId, conversationId)
    const state = known?.state
    if (state?.phase === 'closed' && state.closedBy.kind === 'agent') agents.add(state.closedBy.agentId)
  }
  return [...agents]
}
