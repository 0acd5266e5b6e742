import type { AccountId, AgentId, SkillId } from '@baton/base'
import type { AgentActor, Conversation } from '@baton/conversation'
import type { Person } from '@baton/storage'

/** A person of the brand as the doors know them. */
export interface AgentIdentity {
  readonly accountId: AccountId
  readonly agentId: AgentId
  readonly role: Person['role']
  readonly skillIds: ReadonlySet<SkillId>
}

/**
 * Whether this person may see this conversation now; asked again at every push.
 * Managers and administrators see all of their account. Everyone else sees what they answer, are offered or have joined, and
 * what waits in a queue of their own skills. After the main talk nobody is seated any more: its subscribers stay to the end,
 * nobody new comes.
 */
export function maySee(agent: AgentIdentity, conversation: Conversation): boolean {
  if (conversation.phase === 'absent' || conversation.accountId !== agent.accountId) return false
  if (isManager(agent)) return true
  if (conversation.phase === 'closed') return false
  const { assignee, offers, joined } = conversation
  if (assignee.kind === 'agent' && assignee.agentId === agent.agentId) return true
  if (assignee.kind === 'queue' && agent.role === 'agent' && agent.skillIds.has(assignee.skillId)) return true
  return [...offers, ...joined].some(({ agentId }) => agentId === agent.agentId)
}

/** Whether this person's marks and typing are shown to the others: they answer, or joined to speak. */
export function takesPart(agent: AgentIdentity, conversation: Conversation): boolean {
  if (conversation.phase !== 'main' && conversation.phase !== 'survey') return false
  if (conversation.accountId !== agent.accountId) return false
  const { assignee, joined } = conversation
  if (assignee.kind === 'agent' && assignee.agentId === agent.agentId) return true
  return joined.some(({ agentId, role }) => agentId === agent.agentId && role === 'manager')
}

export const isManager = ({ role }: AgentIdentity): boolean => role === 'manager' || role === 'admin'

export const actorOf = (agent: AgentIdentity): AgentActor => ({
  kind: 'agent',
  agentId: agent.agentId,
  authority: isManager(agent) ? 'manager' : 'agent',
})
