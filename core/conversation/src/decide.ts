import { assertNever } from '@baton/base'
import type { Command, Outcome, Request } from './commands.ts'
import type { Conversation, OpenConversation } from './conversation.ts'
import { announce } from './decide/announce.ts'
import { checkIdle, close, expireSurvey } from './decide/close.ts'
import { endCopy } from './decide/copies.ts'
import { Draft } from './decide/draft.ts'
import { failTransfer } from './decide/failTransfer.ts'
import { passOn } from './decide/giveBackToBot.ts'
import { noteAgentGone, returnFromGone } from './decide/gone.ts'
import { failInvocation } from './decide/invocations.ts'
import { join, leave, takeOver } from './decide/membership.ts'
import { acceptOffer, lapseOffer, offerTo, rejectOffer, withdrawOffer } from './decide/offers.ts'
import { open } from './decide/open.ts'
import { changePriority } from './decide/priority.ts'
import { acceptReply, continueTurn, failTurn } from './decide/reply.ts'
import { speakOfSilence } from './decide/silence.ts'
import { clickElement, sendMessage, setAttributes } from './decide/speak.ts'
import { stepUp } from './decide/stepUp.ts'
import { endSuggestion } from './decide/suggestion.ts'
import { changeTags } from './decide/tags.ts'
import { backToQueue } from './decide/transfer.ts'
import type { Decision } from './decision.ts'
import { accept, refuse } from './decision.ts'

/**
 * Pure and total: the same conversation and command always give the same decision. Time, ids and settings arrive in the
 * command. Outcomes are never refused: where they come too late they give no events.
 */
export function decide(conversation: Conversation, command: Command): Decision {
  if (command.type === 'open') return open(conversation, command)
  if (isOutcome(command)) {
    const isOpen = conversation.phase === 'main' || conversation.phase === 'survey'
    return isOpen ? decideOutcome(conversation, command) : accept([])
  }
  if (conversation.phase === 'absent') return refuse('conversation-not-found')
  if (command.type === 'erase') return erase(conversation, command.at)
  if (conversation.phase === 'closed') return refuse('conversation-closed')
  return decideRequest(conversation, command)
}

function decideRequest(
  conversation: OpenConversation,
  command: Exclude<Request, { type: 'open' | 'erase' }>,
): Decision {
  switch (command.type) {
    case 'sendMessage':
      return sendMessage(conversation, command)
    case 'clickElement':
      return clickElement(conversation, command)
    case 'setAttributes':
      return setAttributes(conversation, command)
    case 'transferToSkill':
      return passOn(conversation, command)
    case 'backToQueue':
      return backToQueue(conversation, command)
    case 'changePriority':
      return changePriority(conversation, command)
    case 'changeTags':
      return changeTags(conversation, command)
    case 'offerTo':
      return offerTo(conversation, command)
    case 'acceptOffer':
      return acceptOffer(conversation, command)
    case 'rejectOffer':
      return rejectOffer(conversation, command)
    case 'withdrawOffer':
      return withdrawOffer(conversation, command)
    case 'noteAgentGone':
      return noteAgentGone(conversation, command)
    case 'takeOver':
      return takeOver(conversation, command)
    case 'join':
      return join(conversation, command)
    case 'leave':
      return leave(conversation, command)
    case 'close':
      return close(conversation, command)
    case 'stepUp':
      return stepUp(conversation, command)
    default:
      return assertNever(command)
  }
}

function decideOutcome(conversation: OpenConversation, command: Outcome): Decision {
  switch (command.type) {
    case 'acceptReply':
      return acceptReply(conversation, command)
    case 'failTurn':
      return failTurn(conversation, command)
    case 'continueTurn':
      return continueTurn(conversation, command)
    case 'failTransfer':
      return failTransfer(conversation, command)
    case 'endSuggestion':
      return endSuggestion(conversation, command)
    case 'lapseOffer':
      return lapseOffer(conversation, command)
    case 'returnFromGone':
      return returnFromGone(conversation, command)
    case 'expireSurvey':
      return expireSurvey(conversation, command)
    case 'checkIdle':
      return checkIdle(conversation, command)
    case 'announce':
      return announce(conversation, command)
    case 'speakOfSilence':
      return speakOfSilence(conversation, command)
    case 'endCopy':
      return endCopy(conversation, command)
    case 'failInvocation':
      return failInvocation(conversation, command)
    default:
      return assertNever(command)
  }
}

/** Texts, names and attributes go, in every phase; places, types and times stay (invariant 7). */
function erase(conversation: Exclude<Conversation, { phase: 'absent' }>, at: Draft['at']): Decision {
  const draft = new Draft(conversation, at)
  draft.record({ type: 'erased', v: 1 })
  return draft.decision()
}

const OUTCOMES: ReadonlySet<string> = new Set<Outcome['type']>([
  'acceptReply',
  'failTurn',
  'continueTurn',
  'failTransfer',
  'endSuggestion',
  'lapseOffer',
  'returnFromGone',
  'expireSurvey',
  'checkIdle',
  'announce',
  'speakOfSilence',
  'endCopy',
  'failInvocation',
])

const isOutcome = (command: Command): command is Outcome => OUTCOMES.has(command.type)
