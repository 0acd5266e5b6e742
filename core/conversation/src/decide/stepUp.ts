import type { StepUp } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import { Draft } from './draft.ts'

/**
 * The conversation goes on as the signed-in consumer's: same words, same assignee, same countdown. That they have no other
 * open conversation is seen to by the commit, which alone knows of it.
 */
export function stepUp(open: OpenConversation, { consumerId, at }: StepUp): Decision {
  if (open.consumerId === consumerId) return accept([]) // said twice
  const draft = new Draft(open, at)
  draft.record({ type: 'steppedUp', v: 1, consumerId })
  return draft.decision()
}
