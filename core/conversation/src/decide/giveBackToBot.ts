import { actorOf, type TransferToSkill } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { refuse } from '../decision.ts'
import { mayNotDirect } from './authority.ts'
import { Draft, TIMER } from './draft.ts'
import { recordFailure, seatAgain, tellOfFailure } from './failTransfer.ts'
import { leaveNote, transferToSkill } from './transfer.ts'

/**
 * A transfer by somebody of the brand. Who returns from the queue what a bot handed over gives it back to that bot, for which its
 * transfer has failed: it is told, and says what it has to say (dialogs R7.25).
 */
export function passOn(open: OpenConversation, command: TransferToSkill): Decision {
  const { givesBack, destination, by, at, suggestedAgentId } = command
  const { attempt, assignee, phase } = open
  const isReturned =
    attempt !== undefined && attempt.from.skillId === destination.skillId && suggestedAgentId === undefined
  if (!givesBack || !isReturned || assignee.kind !== 'queue' || phase !== 'main') return transferToSkill(open, command)
  const refusal = mayNotDirect(open, by)
  if (refusal) return refuse(refusal)
  const draft = new Draft(open, at)
  leaveNote(draft, command)
  if (assignee.failsAt !== undefined) draft.order({ do: 'clearTimer', name: TIMER.transfer })
  const { botId, seq } = attempt
  const cause = 'It was given back to the bot.'
  recordFailure(draft, { botId, why: 'rejected', cause, attempt: seq, skillId: open.skillId }, givesBack)
  seatAgain(draft, attempt, givesBack, actorOf(by))
  tellOfFailure(draft, givesBack, 'rejected')
  return draft.decision()
}
