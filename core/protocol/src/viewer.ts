import type { AgentId, BotId, SkillId } from '@baton/base'
import type { Actor, Assignee } from '@baton/conversation'
import type { ViewAssignee, Who } from './frames/views.ts'

/** Who looks at a conversation. Agents and managers see the same; who may look at all is decided at the door. */
export type Viewer = 'consumer' | 'agent'

/** Names as they are shown; looked up by whoever pushes. */
export interface Names {
  bot(id: BotId): string
  agent(id: AgentId): string
  skill(id: SkillId): string
}

export function who(actor: Actor, names: Names): Who {
  switch (actor.kind) {
    case 'bot':
      return { kind: 'bot', id: actor.botId, name: names.bot(actor.botId) }
    case 'agent':
      return { kind: 'agent', id: actor.agentId, name: names.agent(actor.agentId) }
    default:
      return { kind: actor.kind }
  }
}

/** Consumers learn that they wait, not in which queue. */
export function viewAssignee(assignee: Assignee, viewer: Viewer, names: Names): ViewAssignee {
  if (assignee.kind !== 'queue') return { kind: assignee.kind, who: who(assignee, names) }
  const { since, skillId, suggestedAgentId: agentId, suggestedUntil } = assignee
  if (viewer === 'consumer') return { kind: 'queue', since }
  return {
    kind: 'queue',
    since,
    skillId,
    skillName: names.skill(skillId),
    ...(agentId !== undefined && { suggested: who({ kind: 'agent', agentId }, names) }),
    ...(suggestedUntil !== undefined && { suggestedUntil }),
  }
}
