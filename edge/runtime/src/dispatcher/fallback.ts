import type { AccountId, SkillId } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import { isQueued } from '../commands.ts'
import { type Dispatching, undertakeQuietly } from './dispatching.ts'

const BATCH = 50

/**
 * New conversations that nobody of their skill can take go to its fallback skill, if somebody of that one is online; whatever was
 * passed on or given back before stays (messaging R4.4). If nobody is there either, they wait for whoever comes first.
 */
export async function moveToFallback(parts: Dispatching, accountId: AccountId, skillId: SkillId): Promise<void> {
  const skill = await parts.directory.skill(accountId, skillId)
  const to = skill?.fallbackSkillId
  if (to === undefined) return
  if (!(await isSomebodyOnline(parts, accountId, to))) return
  for (const { conversationId } of await parts.around.storage.desk.listHeads(accountId, skillId, BATCH)) {
    const known = await parts.conversations.loadAs(accountId, conversationId, isQueued)
    if (known === undefined || !isQueued(known.state) || !isNew(known.state)) continue
    const destination = await parts.resolver.destination(known.state, to)
    if (destination === undefined) return
    await undertakeQuietly(parts, accountId, conversationId, (at) => ({
      type: 'transferToSkill',
      by: { kind: 'system' },
      destination,
      at,
    }))
  }
}

/** Came into this queue by opening, and nothing happened to it since. */
const isNew = ({ assignee, openedAt }: OpenConversation): boolean =>
  assignee.kind === 'queue' && assignee.since === openedAt

/** Somebody of this skill is online: the skills that fall back on it may send theirs. */
export async function takeInFrom(parts: Dispatching, accountId: AccountId, skillId: SkillId): Promise<void> {
  for (const { id, fallbackSkillId } of await parts.directory.skillsWithFallback(accountId)) {
    if (fallbackSkillId !== skillId || (await isSomebodyOnline(parts, accountId, id))) continue
    await moveToFallback(parts, accountId, id)
  }
}

export async function isSomebodyOnline(
  { around, presences }: Pick<Dispatching, 'around' | 'presences'>,
  accountId: AccountId,
  skillId: SkillId,
): Promise<boolean> {
  const { desk } = around.storage
  const ids = (await desk.listAgentsOnSkill(accountId, skillId)).map(({ agentId }) => agentId)
  const present = await desk.listPresence(accountId, ids)
  return present.some((presence) => presence.status === 'online' && presences.isLeased(presence))
}
