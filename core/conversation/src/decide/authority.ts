import type { RequestActor } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Refusal } from '../decision.ts'

/** Who may speak (messaging §2.3): the consumer, the assignee, managers who joined; nobody else, whatever their screen shows. */
export function mayNotSpeak(open: OpenConversation, by: RequestActor): Refusal | undefined {
  if (by.kind !== 'agent') return undefined
  const joined = open.joined.find(({ agentId }) => agentId === by.agentId)
  if (isAssignee(open, by)) return undefined
  if (!joined) return open.assignee.kind === 'agent' ? 'not-the-assignee' : 'not-a-participant'
  if (joined.role === 'reader' || open.phase === 'survey') return 'not-permitted'
  return undefined
}

/** Who may move, reprioritise or close the conversation: the assignee, managers, the system. */
export function mayNotDirect(open: OpenConversation, by: RequestActor): Refusal | undefined {
  if (by.kind === 'system') return undefined
  if (by.kind === 'consumer') return 'not-permitted'
  if (by.authority === 'manager' || isAssignee(open, by)) return undefined
  const joined = open.joined.find(({ agentId }) => agentId === by.agentId)
  if (joined?.role === 'manager') return undefined
  return joined ? 'not-permitted' : 'not-a-participant'
}

export function isAssignee({ assignee }: OpenConversation, by: RequestActor): boolean {
  return by.kind === 'agent' && assignee.kind === 'agent' && assignee.agentId === by.agentId
}
