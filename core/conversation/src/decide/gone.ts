import type { NoteAgentGone, ReturnFromGone } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import { Draft, TIMER } from './draft.ts'
import { giveBack } from './transfer.ts'

/** Nothing is said to anyone yet: who comes back in time finds the conversation as it was. */
export function noteAgentGone(open: OpenConversation, { agentId, until, at }: NoteAgentGone): Decision {
  if (!isAnsweredBy(open, agentId)) return accept([])
  const draft = new Draft(open, at)
  draft.order({ do: 'setTimer', timer: { name: TIMER.agentGone, dueAt: until, on: 'agentGone', agentId } })
  return draft.decision()
}

/** An outcome: the agent's time to come back is over. */
export function returnFromGone(open: OpenConversation, { agentId, isBack, at, ...tells }: ReturnFromGone): Decision {
  if (isBack || !isAnsweredBy(open, agentId)) return accept([])
  const draft = new Draft(open, at)
  giveBack(draft, { kind: 'system' }, tells)
  return draft.decision()
}

const isAnsweredBy = ({ assignee }: OpenConversation, agentId: NoteAgentGone['agentId']): boolean =>
  assignee.kind === 'agent' && assignee.agentId === agentId
