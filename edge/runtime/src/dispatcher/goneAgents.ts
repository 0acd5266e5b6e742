import { after, minutes } from '@baton/base'
import type { ListedConversation, Presence } from '@baton/storage'
import { type Dispatching, undertakeQuietly } from './dispatching.ts'

const BATCH = 100
const PAGE = 200

/**
 * What follows from an agent being gone: what rings at them stops, and what they answer is given a time after which it goes
 * back to the queue. Marked as done only when all of it is on disk; doing it twice changes nothing.
 */
export async function tidyGoneAgents(parts: Dispatching): Promise<void> {
  for (const presence of await parts.around.storage.desk.listUntidied(BATCH)) {
    if (presence.status === 'away' || presence.status === 'offline') await stopRinging(parts, presence)
    if (presence.status === 'offline') await giveTimeToComeBack(parts, presence)
    await parts.around.storage.desk.markTidied(presence, presence.since)
  }
}

async function stopRinging(parts: Dispatching, { accountId, agentId }: Presence): Promise<void> {
  for (const conversationId of await parts.around.storage.desk.listOffered(accountId, agentId)) {
    await undertakeQuietly(parts, accountId, conversationId, (at) => ({ type: 'withdrawOffer', agentId, at }))
  }
}

async function giveTimeToComeBack(parts: Dispatching, { accountId, agentId, since }: Presence): Promise<void> {
  const account = await parts.directory.account(accountId)
  if (account === undefined) return
  const own: ListedConversation[] = []
  let cursor: string | undefined
  do {
    const page = await parts.around.storage.conversations.list({
      accountId,
      phase: 'open',
      assigneeKind: 'agent',
      assigneeId: agentId,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    own.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  for (const { conversationId, skillId } of own) {
    // The skill's own word counts more than the account's.
    const skill = await parts.directory.skill(accountId, skillId)
    const goneMinutes = skill?.agentGoneMinutes ?? account.agentGoneMinutes
    if (goneMinutes === undefined) continue
    const until = after(since, minutes(goneMinutes))
    await undertakeQuietly(parts, accountId, conversationId, (at) => ({ type: 'noteAgentGone', agentId, until, at }))
  }
}
