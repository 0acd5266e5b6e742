import type { AgentId } from '@baton/base'
import type { AcceptOffer, LapseOffer, OfferTo, RejectOffer, WithdrawOffer } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept, refuse } from '../decision.ts'
import { MAX_OFFERS } from '../limits.ts'
import { leaveQueue, sayOccasion } from './announce.ts'
import { Draft, TIMER } from './draft.ts'
import { isMeantFor } from './suggestion.ts'

export function offerTo(open: OpenConversation, command: OfferTo): Decision {
  if (open.phase === 'survey' || open.assignee.kind !== 'queue') return refuse('not-queued')
  const { agentId, until, ring, weight, explanation } = command
  if (open.offers.length >= MAX_OFFERS || find(open, agentId)) return refuse('already-offered')
  // Rung one at a time: two who both decide who is next must not ring two.
  if (ring === 'one' && open.offers.some(({ reserved }) => reserved)) return refuse('already-offered')

  const draft = new Draft(open, command.at)
  const reserved = ring === 'one'
  draft.record({ type: 'offered', v: 1, agentId, until, reserved, ...(explanation !== undefined && { explanation }) })
  draft.order({ do: 'setTimer', timer: { name: TIMER.offer(agentId), dueAt: until, on: 'offer', agentId } })
  if (reserved) draft.order({ do: 'reserve', agentId, weight, mayExceed: false })
  return draft.decision()
}

/** The first to accept has it; the others' offers end with it (messaging T4). */
export function acceptOffer(open: OpenConversation, { agentId, weight, at, says }: AcceptOffer): Decision {
  const offer = find(open, agentId)
  if (!offer || at > offer.until) return refuse('offer-gone')

  const draft = new Draft(open, at)
  withdrawOffers(draft, agentId)
  leaveQueue(draft)
  draft.record({ type: 'assigned', v: 1, agentId, how: 'accepted', handedOver: open.waiting })
  sayOccasion(draft, says)
  draft.order({ do: 'clearTimer', name: TIMER.offer(agentId) })
  if (!offer.reserved) draft.order({ do: 'reserve', agentId, weight, mayExceed: false })
  return draft.decision()
}

export function rejectOffer(open: OpenConversation, { agentId, at }: RejectOffer): Decision {
  if (!find(open, agentId)) return refuse('offer-gone')
  const draft = new Draft(open, at)
  draft.order({ do: 'clearTimer', name: TIMER.offer(agentId) })
  endOffer(draft, agentId, 'rejected')
  return draft.decision()
}

/** The agent has gone while it rang; whoever is next is looked for at once. */
export function withdrawOffer(open: OpenConversation, { agentId, at }: WithdrawOffer): Decision {
  if (!find(open, agentId)) return accept([])
  const draft = new Draft(open, at)
  draft.order({ do: 'clearTimer', name: TIMER.offer(agentId) })
  endOffer(draft, agentId, 'lapsed')
  return draft.decision()
}

/** An outcome: an offer that ended in time leaves nothing to do. */
export function lapseOffer(open: OpenConversation, { agentId, at }: LapseOffer): Decision {
  if (!find(open, agentId)) return accept([])
  const draft = new Draft(open, at)
  endOffer(draft, agentId, 'lapsed')
  return draft.decision()
}

/** Takes back all offers but one, because somebody has the conversation now. */
export function withdrawOffers(draft: Draft, except?: AgentId): void {
  let isRungFree = false
  for (const { agentId, reserved } of draft.open.offers) {
    if (agentId === except) continue
    draft.record({ type: 'offerEnded', v: 1, agentId, why: 'withdrawn' })
    draft.order({ do: 'clearTimer', name: TIMER.offer(agentId) })
    if (reserved) draft.order({ do: 'release', agentId })
    else isRungFree = true
  }
  // A held seat wakes the dispatcher by being given back; here nothing is given back, but somebody may be rung again.
  if (isRungFree) draft.order({ do: 'wakeDispatcher', skillId: draft.open.skillId })
}

function endOffer(draft: Draft, agentId: AgentId, why: 'rejected' | 'lapsed'): void {
  const { skillId } = draft.open
  const reserved = find(draft.open, agentId)?.reserved
  if (isMeantFor(draft.open, agentId)) draft.order({ do: 'clearTimer', name: TIMER.suggestion })
  draft.record({ type: 'offerEnded', v: 1, agentId, why })
  if (reserved) draft.order({ do: 'release', agentId })
  draft.order({ do: 'wakeDispatcher', skillId })
}

const find = ({ offers }: OpenConversation, agentId: AgentId) => offers.find((offer) => offer.agentId === agentId)
