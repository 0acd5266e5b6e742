import type { AgentId } from '@baton/base'
import type { EndSuggestion } from '../commands.ts'
import type { Assignee, OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import { withoutSuggestion } from '../evolve.ts'
import { Draft, TIMER } from './draft.ts'

type Queue = Extract<Assignee, { kind: 'queue' }>

/** Whether it waits for this person, and for nobody else of the skill. */
export const isMeantFor = ({ assignee }: OpenConversation, agentId: AgentId): boolean =>
  assignee.kind === 'queue' && assignee.suggestedAgentId === agentId

/** Who takes part already is not suggested (messaging R5.12). */
export const isTakingPart = ({ assignee, joined }: OpenConversation, agentId: AgentId): boolean =>
  (assignee.kind === 'agent' && assignee.agentId === agentId) || joined.some((other) => other.agentId === agentId)

/** Called behind the event that put the conversation into a queue. */
export function startSuggestion(draft: Draft, { suggestedAgentId: agentId, suggestedUntil: dueAt }: Queue): void {
  if (agentId === undefined || dueAt === undefined) return
  draft.order({ do: 'setTimer', timer: { name: TIMER.suggestion, dueAt, on: 'suggestion', agentId } })
}

/**
 * An outcome: whom it was meant for has not taken it, so everybody of the skill may. Nothing changes in its place or in what is due
 * (messaging T10). While it rings at them they may still take it; if they do not, the end of the offer settles it.
 */
export function endSuggestion(open: OpenConversation, { agentId, at }: EndSuggestion): Decision {
  const { assignee, offers, skillId, priority, responseTimes, autoCloseMs } = open
  if (assignee.kind !== 'queue' || !isMeantFor(open, agentId)) return accept([])
  if (offers.some((offer) => offer.agentId === agentId)) return accept([])
  const draft = new Draft(open, at)
  draft.record({
    type: 'transferred',
    v: 1,
    to: withoutSuggestion(assignee),
    skillId,
    by: { kind: 'system' },
    reason: 'suggestedTimedOut',
    handedOver: [],
    priority,
    responseTimes,
    autoCloseMs,
  })
  draft.order({ do: 'wakeDispatcher', skillId })
  return draft.decision()
}
