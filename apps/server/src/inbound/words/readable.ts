import type { AccountId, ConsumerId, ConversationId } from '@baton/base'
import type { Conversation } from '@baton/conversation'
import type { House } from '../../house.ts'
import { type AgentIdentity, maySee } from '../../outbound/maySee.ts'
import { identityOf } from '../agentSocket.ts'
import type { Caller } from '../caller.ts'
import { notFound } from '../httpProblem.ts'

type Existing = Exclude<Conversation, { phase: 'absent' }>

/**
 * A conversation that this caller may read: any, with the right to see all; else what they see at their desk, what they answered,
 * and the earlier conversations of a consumer whom they see there.
 * @throws HttpProblem 404 for all others, which look as if they were not there
 */
export async function requireReadable(
  house: House,
  caller: Caller,
  accountId: AccountId,
  id: ConversationId,
): Promise<Existing> {
  const state = (await house.runtime.find(accountId, id))?.state
  if (state === undefined || state.phase === 'absent') throw notFound('conversation')
  if (caller.rights.has('seeAll')) return state
  const agent = caller.person && identityOf(caller.person)
  if (agent === undefined) throw notFound('conversation')
  const isTheirs =
    maySee(agent, state) || (await seesNow(house, agent, state.consumerId)) || (await answered(house, agent, id))
  if (!isTheirs) throw notFound('conversation')
  return state
}

/** @throws HttpProblem 404 unless this caller may know of the consumer */
export async function requireConsumer(
  house: House,
  caller: Caller,
  accountId: AccountId,
  consumerId: ConsumerId,
): Promise<void> {
  const [newest] = await house.storage.conversations.listThread(accountId, consumerId, undefined, 1)
  if (newest === undefined) throw notFound('consumer')
  if (caller.rights.has('seeAll')) return
  const agent = caller.person && identityOf(caller.person)
  if (agent === undefined) throw notFound('consumer')
  if (await seesNow(house, agent, consumerId)) return
  if (!(await answered(house, agent, consumerId))) throw notFound('consumer')
}

/** The consumer's open conversation is at this agent's desk. */
async function seesNow(house: House, agent: AgentIdentity, consumerId: ConsumerId): Promise<boolean> {
  const open = await house.storage.conversations.findOpen(agent.accountId, consumerId)
  const found = open && (await house.runtime.find(agent.accountId, open))
  return found !== undefined && maySee(agent, found.state)
}

/** @param id of a conversation, or of a consumer: any of theirs */
async function answered(house: House, agent: AgentIdentity, id: ConversationId | ConsumerId): Promise<boolean> {
  const visibleTo = { agentId: agent.agentId, skillIds: [] }
  const { items } = await house.storage.search.find({ accountId: agent.accountId, words: id, visibleTo, limit: 1 })
  return items.some(({ conversation: { conversationId, consumerId } }) => conversationId === id || consumerId === id)
}
