import type { Conversation, OpenConversation } from '@baton/conversation'
import type { ViewHeader } from './frames/views.ts'
import type { Names, Viewer } from './viewer.ts'
import { viewAssignee, who } from './viewer.ts'

/**
 * The state of a conversation as one viewer may see it. Law: folding this viewer's frames gives the same.
 * @returns undefined for a conversation that does not exist
 */
export function viewHeader(state: Conversation, viewer: Viewer, names: Names): ViewHeader | undefined {
  if (state.phase === 'absent') return undefined
  const common = {
    conversationId: state.id,
    seq: lastSeen(state, viewer),
    phase: state.phase,
    language: state.language,
  }
  const forAgents = viewer === 'agent' && {
    skillId: state.skillId,
    consumerId: state.consumerId,
    priority: state.priority,
    tags: state.tags,
    ...(state.attributes && { attributes: state.attributes }),
  }
  if (state.phase === 'closed') {
    const closed = { by: who(state.closedBy, names), reason: state.reason, at: state.closedAt }
    return { ...common, joined: [], closed, ...forAgents, ...(viewer === 'agent' && { offers: [] }) }
  }
  return {
    ...common,
    assignee: viewAssignee(state.assignee, viewer, names),
    joined: joinedFor(state, viewer, names),
    ...(state.turn?.typing && { composing: who({ kind: 'bot', botId: state.turn.botId }, names) }),
    ...forAgents,
    ...(viewer === 'agent' && { offers: state.offers.map(({ agentId, until }) => ({ agentId, until })) }),
  }
}

/** The last place that this viewer could see; where the chain of their frames hangs. */
export function lastSeen(state: Conversation, viewer: Viewer): number {
  if (state.phase === 'absent') return 0
  return viewer === 'consumer' ? state.lastPublicSeq : state.seq
}

function joinedFor({ joined }: OpenConversation, viewer: Viewer, names: Names): ViewHeader['joined'] {
  return joined
    .filter(({ role }) => viewer === 'agent' || role === 'manager')
    .map(({ agentId, role }) => ({ who: who({ kind: 'agent', agentId }, names), role }))
}
