import type { Join, Leave, TakeOver } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { refuse } from '../decision.ts'
import { MAX_JOINED } from '../limits.ts'
import { leaveQueue, sayOccasion } from './announce.ts'
import { isAssignee } from './authority.ts'
import { Draft } from './draft.ts'
import { withdrawOffers } from './offers.ts'
import { isMeantFor } from './suggestion.ts'
import { releaseSeat } from './transfer.ts'
import { cancelTurn, tellBot } from './turns.ts'

/**
 * A manager takes the conversation, whoever had it; may exceed their own capacity (messaging T11). Agents may not take what
 * others answer, but may serve the queue that they see, as far as they have room.
 */
export function takeOver(open: OpenConversation, { by, weight, at }: TakeOver): Decision {
  const isManager = by.authority === 'manager'
  if (open.phase === 'survey' || !(isManager || open.assignee.kind === 'queue')) return refuse('not-permitted')
  if (isAssignee(open, by)) return refuse('already-assigned')

  const draft = new Draft(open, at)
  cancelTurn(draft)
  tellBot(draft, 'TRANSFERRED')
  withdrawOffers(draft)
  releaseSeat(draft)
  leaveQueue(draft)
  const { agentId } = by
  draft.record({ type: 'assigned', v: 1, agentId, how: 'tookOver', handedOver: draft.open.waiting })
  draft.order({ do: 'reserve', agentId, weight, mayExceed: isManager })
  return draft.decision()
}

export function join(open: OpenConversation, { by, role, at, says }: Join): Decision {
  if (by.authority !== 'manager') return refuse('not-permitted')
  const { agentId } = by
  const isIn = open.joined.some((joined) => joined.agentId === agentId)
  // Whom it is meant for takes it or leaves it to others; talking in it beside everybody is neither (messaging R5.12).
  if (role === 'manager' && isMeantFor(open, agentId)) return refuse('not-permitted')
  if (isIn || isAssignee(open, by) || open.joined.length >= MAX_JOINED) return refuse('already-joined')
  const draft = new Draft(open, at)
  draft.record({ type: 'joined', v: 1, agentId, role })
  // The consumer does not see who only reads along.
  if (role === 'manager') sayOccasion(draft, says)
  return draft.decision()
}

export function leave(open: OpenConversation, { by, at, says }: Leave): Decision {
  const joined = open.joined.find(({ agentId }) => agentId === by.agentId)
  if (!joined) return refuse('not-a-participant')
  const draft = new Draft(open, at)
  draft.record({ type: 'left', v: 1, agentId: by.agentId, role: joined.role })
  if (joined.role === 'manager') sayOccasion(draft, says)
  return draft.decision()
}
