import { after } from '@baton/base'
import type { CheckIdle, Close, ExpireSurvey } from '../commands.ts'
import { actorOf } from '../commands.ts'
import type { Actor, CloseReason, OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept, refuse } from '../decision.ts'
import type { SurveyPlan } from '../resolution.ts'
import { leaveQueue } from './announce.ts'
import { mayNotDirect } from './authority.ts'
import { Draft, TIMER } from './draft.ts'
import { withdrawOffers } from './offers.ts'
import { releaseSeat } from './transfer.ts'
import { cancelTurn, openTurn, tellBot } from './turns.ts'

export function close(open: OpenConversation, { by, survey, at }: Close): Decision {
  const refusal = by.kind === 'consumer' ? undefined : mayNotDirect(open, by)
  if (refusal) return refuse(refusal)
  const draft = new Draft(open, at)
  cancelTurn(draft)
  if (open.phase === 'survey') end(draft, actorOf(by), 'surveySkipped')
  else endMain(draft, actorOf(by), CLOSED_BY[by.kind], survey)
  return draft.decision()
}

const CLOSED_BY = { consumer: 'byConsumer', agent: 'byAgent', system: 'bySystem' } as const

/** An outcome: the survey's bot has waited for an answer as long as it may. */
export function expireSurvey(open: OpenConversation, { at }: ExpireSurvey): Decision {
  if (open.phase !== 'survey') return accept([])
  const draft = new Draft(open, at)
  cancelTurn(draft)
  end(draft, { kind: 'system' }, 'surveyExpired')
  return draft.decision()
}

/**
 * An outcome: closes what nobody has spoken in for the set time, unless the brand still owes an answer (messaging R2.6).
 * The timer is not touched by every message; it looks again when it finds that somebody spoke.
 */
export function checkIdle(open: OpenConversation, { at }: CheckIdle): Decision {
  const { lastActivityAt, phase } = open
  const autoCloseMs = patienceOf(open)
  if (phase === 'survey') return accept([]) // a survey has a timer of its own
  const draft = new Draft(open, at)
  const idle = !owesAnswer(open) && lastActivityAt + autoCloseMs <= at
  if (idle) {
    cancelTurn(draft)
    end(draft, { kind: 'system' }, 'idle')
    return draft.decision()
  }
  const fromNow = after(at, Math.max(1_000, autoCloseMs / 4))
  const fromLastWords = after(lastActivityAt, autoCloseMs)
  const dueAt = fromLastWords > at ? fromLastWords : fromNow
  draft.order({ do: 'setTimer', timer: { name: TIMER.idle, dueAt, on: 'idle' } })
  return draft.decision()
}

/** Who promised an answer for later by hand keeps the conversation open until then (messaging R2.6 c). */
const patienceOf = ({ autoCloseMs, priority }: OpenConversation): number =>
  priority.type === 'custom' ? Math.max(autoCloseMs, priority.responseMs) : autoCloseMs

/** A bot whose turn is over has answered, if only by keeping silent: from it nothing more will come. */
function owesAnswer({ assignee, pendingSince, turn }: OpenConversation): boolean {
  return pendingSince !== undefined && (assignee.kind !== 'bot' || turn !== undefined)
}

/** The main talk is over: the survey's bot takes the floor if there is one, else the conversation is closed. */
export function endMain(draft: Draft, by: Actor, reason: CloseReason, survey: SurveyPlan | undefined): void {
  if (!survey) return end(draft, by, reason)
  withdrawOffers(draft)
  releaseSeat(draft)
  leaveQueue(draft)
  tellBot(draft, 'CLOSED')
  const { bot, timeoutMs } = survey
  draft.record({ type: 'surveyOpened', v: 1, botId: bot.botId, by, reason, unanswered: draft.open.waiting })
  draft.order(
    { do: 'clearTimer', name: TIMER.idle },
    { do: 'setTimer', timer: { name: TIMER.survey, dueAt: after(draft.at, timeoutMs), on: 'survey' } },
  )
  openTurn(draft, bot, 'survey', [])
}

export function end(draft: Draft, by: Actor, reason: CloseReason): void {
  withdrawOffers(draft)
  releaseSeat(draft)
  leaveQueue(draft)
  tellBot(draft, 'CLOSED')
  const timer = draft.open.phase === 'survey' ? TIMER.survey : TIMER.idle
  draft.record({ type: 'closed', v: 1, by, reason, unanswered: draft.open.waiting })
  draft.order({ do: 'clearTimer', name: timer })
}
