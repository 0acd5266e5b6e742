import type { ChangePriority } from '../commands.ts'
import { actorOf } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision, Refusal } from '../decision.ts'
import { accept, refuse } from '../decision.ts'
import { sayOccasion } from './announce.ts'
import { mayNotDirect } from './authority.ts'
import { Draft } from './draft.ts'

export function changePriority(open: OpenConversation, command: ChangePriority): Decision {
  const refusal = mayNotPrioritise(open, command)
  if (refusal) return refuse(refusal)
  const { priority, at, says } = command
  if (priority.type === open.priority.type && priority.responseMs === open.priority.responseMs) return accept([])
  const draft = new Draft(open, at)
  draft.record({ type: 'priorityChanged', v: 1, priority, by: actorOf(command.by) })
  sayOccasion(draft, says)
  return draft.decision()
}

/** The consumer may call it urgent or not, and no more than that (messaging T20). */
function mayNotPrioritise(open: OpenConversation, { by, priority }: ChangePriority): Refusal | undefined {
  if (by.kind !== 'consumer') return mayNotDirect(open, by)
  return priority.type === 'urgent' || priority.type === 'normal' ? undefined : 'priority-not-permitted'
}
