import { after } from '@baton/base'
import type { BotAction, Reply, SayItem } from '@baton/bot'
import type { AcceptReply, ContinueTurn, FailTurn, GoesOn, HeldBack } from '../commands.ts'
import type { OpenConversation, Priority } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import type { BotFailed } from '../events.ts'
import type { Destination, Resolution } from '../resolution.ts'
import { end, endMain } from './close.ts'
import { orderCopies } from './copies.ts'
import { Draft, TIMER } from './draft.ts'
import { destinationFor, noteFailedEscalation } from './failedEscalations.ts'
import { failAtOnce, mayBeTold, recordFailure, tellOfFailure } from './failTransfer.ts'
import { invokeFunction } from './invocations.ts'
import { greet, moveTo } from './transfer.ts'
import { byTurnsBot, continueTurnWithBot, endTurn, isOpenTurn, openNextTurn, recallTurn, seatOf } from './turns.ts'

/** An outcome: the bot answered. A reply that comes too late gives no event; whoever has the conversation now is talking. */
export function acceptReply(open: OpenConversation, command: AcceptReply): Decision {
  const { turnId, reply, warnings: bent, resolution, goesOn, copies = [], at } = command
  if (!isOpenTurn(open, turnId) || open.turn?.stage !== 'asking') return accept([])
  const draft = new Draft(open, at)
  const warnings = bent.map(({ path, rule }) => ({ path, rule }))
  noteFailures(draft, reply.failedTransfers)
  orderCopies(draft, copies)
  if (goesOn) return saySegment(draft, reply.items, { leftMs: Math.max(0, goesOn.deadline - at), warnings }, resolution)
  draft.record({ type: 'turnAnswered', v: 1, turnId, intents: reply.intents, warnings })
  // The budget is for a silent bot; delays that the bot asks for are its own.
  draft.order({ do: 'clearTimer', name: TIMER.turnBudget })
  noteAnswers(draft, reply.surveyAnswers)
  carryOut(draft, { items: reply.items, ...(reply.action && { action: reply.action }) }, resolution)
  waitForSurveyAnswer(draft, resolution)
  return draft.decision()
}

/** An outcome: a delay is over. */
export function continueTurn(open: OpenConversation, { turnId, rest, resolution, at }: ContinueTurn): Decision {
  if (!isOpenTurn(open, turnId) || open.turn?.stage !== 'pausing') return accept([])
  const draft = new Draft(open, at)
  carryOut(draft, rest, resolution)
  waitForSurveyAnswer(draft, resolution)
  return draft.decision()
}

/** An outcome: the bot gave nothing that can be used; its default skill takes over (connector R5.6). */
export function failTurn(open: OpenConversation, command: FailTurn): Decision {
  if (!isOpenTurn(open, command.turnId) || open.turn?.stage !== 'asking') return accept([])
  const draft = new Draft(open, command.at)
  recallTurn(draft)
  const { ifSilent } = command.resolution.ifFails ?? {}
  if (command.code === 'silent' && ifSilent !== undefined && open.phase === 'main') {
    fallSilent(draft, command, ifSilent)
  } else escalate(draft, command, command.resolution)
  return draft.decision()
}

/** What the bot tried and knows of already: its dialog went on, so nothing is counted. */
function noteFailures(draft: Draft, failed: Reply['failedTransfers'] = []): void {
  const { turn, transferFailures: failures, transfersStopped } = draft.open
  if (!turn) return
  for (const one of failed) {
    const stopped = transfersStopped && { stopped: true as const }
    draft.record({ type: 'transferFailed', v: 1, botId: turn.botId, ...one, failures, ...stopped })
  }
}

/** In a survey only: what is measured is the main talk. */
function noteAnswers(draft: Draft, answers: Reply['surveyAnswers'] = []): void {
  const { phase, turn, skillId, lastAgentId } = draft.open
  if (phase !== 'survey' || !turn) return
  for (const { measures, question, answer, number, skipped } of answers) {
    draft.record({
      type: 'surveyAnswered',
      v: 1,
      botId: turn.botId,
      skillId,
      measures,
      ...(lastAgentId !== undefined && { agentId: lastAgentId }),
      ...(number !== undefined && { number }),
      ...(skipped && { skipped }),
      body: { question, ...(answer !== undefined && { answer }) },
    })
  }
}

/** A survey waits anew after each of its bot's words (messaging R2.9); without settings the running timer stays. */
function waitForSurveyAnswer(draft: Draft, { survey }: Resolution): void {
  if (draft.ended || draft.open.phase !== 'survey' || !survey) return
  const dueAt = after(draft.at, survey.timeoutMs)
  draft.order({ do: 'setTimer', timer: { name: TIMER.survey, dueAt, on: 'survey' } })
}

/** What the bot says before it calls somebody who may take their time; it is told at once, and the bot is asked to go on. */
function saySegment(draft: Draft, items: HeldBack['items'], goesOn: GoesOn, resolution: Resolution): Decision {
  carryOut(draft, { items, goesOn }, resolution)
  waitForSurveyAnswer(draft, resolution)
  return draft.decision()
}

/** Says what can be said now: up to the next delay, or to the end and with what comes then. */
function carryOut(draft: Draft, { items, action, goesOn }: HeldBack, resolution: Resolution): void {
  const leaves = draft.open.phase === 'main' && action?.kind === 'transfer' && resolution.transfer?.ok === true
  for (const [index, item] of items.entries()) {
    if (item.kind === 'say') {
      // What is said with a transfer is not said without it, behind a delay either (dialogs R7.2, messaging TRF-04).
      if (leaves || item.of !== 'transfer') say(draft, item)
      continue
    }
    const rest = items.slice(index + 1)
    if (rest.length > 0 || action || goesOn) {
      const after = { ...(action && { action }), ...(goesOn && { goesOn }) }
      return pause(draft, item.durationMs, item.typing, { items: rest, ...after })
    }
  }
  if (goesOn) return continueTurnWithBot(draft, goesOn, seatOf(draft.open, resolution.seat))
  if (action) return act(draft, action, resolution)
  endTurn(draft, 'replied')
  openNextTurn(draft, seatOf(draft.open, resolution.seat))
}

function say(draft: Draft, { content, audience, metadata, encodedMetadata }: SayItem): void {
  const { turn } = draft.open
  if (!turn) return
  draft.record({
    type: 'messageSent',
    v: 1,
    by: byTurnsBot(turn),
    audience,
    kind: content.kind,
    turnId: turn.turnId,
    body: {
      content,
      ...(metadata && { metadata }),
      ...(encodedMetadata !== undefined && { encodedMetadata }),
    },
  })
}

function pause(draft: Draft, durationMs: number, typing: boolean, rest: HeldBack): void {
  const { turn } = draft.open
  if (!turn) return
  if (rest.goesOn && turn.stage === 'asking') draft.order({ do: 'clearTimer', name: TIMER.turnBudget })
  const until = after(draft.at, durationMs)
  draft.record({ type: 'turnPaused', v: 1, turnId: turn.turnId, botId: turn.botId, until, typing })
  draft.order({
    do: 'setTimer',
    timer: { name: TIMER.delay, dueAt: until, on: 'delay', turnId: turn.turnId, rest },
  })
}

function act(draft: Draft, action: BotAction, resolution: Resolution): void {
  switch (action.kind) {
    case 'transfer':
      return transfer(draft, action, resolution)
    case 'close':
      return closeByBot(draft, action.withSurvey, resolution)
    case 'invokeFunction':
      invokeFunction(draft, action)
      endTurn(draft, 'replied')
      return openNextTurn(draft, seatOf(draft.open, resolution.seat))
    case 'changePriority': {
      const { turn, priority } = draft.open
      const changed = priorityOf(draft.open, action)
      if (turn && (changed.type !== priority.type || changed.responseMs !== priority.responseMs)) {
        draft.record({ type: 'priorityChanged', v: 1, priority: changed, by: byTurnsBot(turn) })
      }
      endTurn(draft, 'replied')
      return openNextTurn(draft, seatOf(draft.open, resolution.seat))
    }
  }
}

/** The bot's last words and the transfer are neighbours in one commit; after it this bot can say nothing. */
function transfer(draft: Draft, { chosen }: BotAction & { kind: 'transfer' }, resolution: Resolution): void {
  const { turn, phase } = draft.open
  if (!turn) return
  if (phase === 'survey') {
    endTurn(draft, 'replied') // a survey stays where it is (connector R3.18)
    return openNextTurn(draft, seatOf(draft.open, resolution.seat))
  }
  const target = resolution.transfer ?? {
    ok: false as const,
    cause: 'The bot asked for a transfer that leads nowhere.',
  }
  if (!target.ok) {
    const { ifFails } = resolution
    // A written bot knows what to do with it; it may have been told already that it could go.
    if (ifFails && (chosen || mayBeTold(target.why))) return failAtOnce(draft, target, ifFails)
    return escalate(draft, { code: 'skill-not-existing', cause: target.cause, problems: [] }, resolution)
  }
  const { destination, suggestedAgentId, context } = target
  // Whom a bot names by number is of its group; all others it names by their skill.
  const reason = chosen && 'botId' in chosen ? 'withinGroup' : 'escalatedByBot'
  const move = { by: byTurnsBot(turn), reason, suggestedAgentId, context } as const
  const bot = moveTo(draft, destination, move)
  if (draft.open.turn?.spoke) endTurn(draft, 'replied')
  else endTurn(draft, 'passedOn', bot ? turn.messages : [])
  if (bot) greet(draft, bot)
}

/** The skill that is named for a silent bot has it; without one it is a transfer that failed (dialogs R7.6, R7.27). */
function fallSilent(draft: Draft, { cause, problems, resolution }: FailTurn, to: Destination | 'none'): void {
  const { escalation, ifFails } = resolution
  if (to !== 'none') {
    const failure = { code: 'silent', cause, problems } as const
    return escalate(draft, failure, { ...resolution, escalation: { ...escalation, destination: to } })
  }
  const { turn } = draft.open
  if (!turn || !ifFails) return
  const { turnId, botId } = turn
  draft.record({ type: 'botFailed', v: 1, turnId, botId, code: 'silent', cause, problems: [] })
  recordFailure(draft, { botId, why: 'botSilent', cause }, ifFails)
  endTurn(draft, 'failed')
  tellOfFailure(draft, ifFails, 'botSilent')
}

function closeByBot(draft: Draft, withSurvey: boolean, resolution: Resolution): void {
  const { turn, phase } = draft.open
  if (!turn) return
  endTurn(draft, 'replied')
  if (phase === 'survey') return end(draft, byTurnsBot(turn), 'surveyDone')
  endMain(draft, byTurnsBot(turn), 'byBot', withSurvey ? resolution.survey : undefined)
}

/** Records why the bot failed, tells the consumer, and gives the conversation to the default skill. */
function escalate(
  draft: Draft,
  { code, cause, problems }: Pick<BotFailed, 'code' | 'cause' | 'problems'>,
  { escalation, seat }: Resolution,
): void {
  const { turn, phase } = draft.open
  if (!turn) return
  const { turnId, botId, spoke } = turn
  draft.record({
    type: 'botFailed',
    v: 1,
    turnId,
    botId,
    code,
    cause,
    problems: problems.map(({ path, rule, message }) => ({ path, rule, message })),
  })
  if (phase === 'survey') {
    tell(draft, escalation.surveyFailed, 'ALL')
    endTurn(draft, 'failed')
    return end(draft, { kind: 'system' }, 'surveyFailed')
  }
  const destination = destinationFor(draft.open, escalation)
  if (!destination) {
    tell(draft, escalation.failed, 'ALL')
    noteFailedEscalation(draft, botId)
    endTurn(draft, 'failed')
    return openNextTurn(draft, seatOf(draft.open, seat))
  }
  tell(draft, escalation.toConsumer, 'ALL')
  tell(draft, escalation.toAgent, 'AGENTS_AND_MANAGERS')
  const bot = moveTo(draft, destination, { by: byTurnsBot(turn), reason: 'escalatedByError' })
  // Another bot is asked what this one left without a word; people see it in the history.
  endTurn(draft, 'failed', bot && bot.botId !== botId && !spoke ? turn.messages : [])
  if (!bot) return
  // Back at the bot that just failed: it is not greeted, and only what is new is put to it (connector R5.8).
  if (bot.botId === botId) openNextTurn(draft, bot)
  else greet(draft, bot)
}

function tell(draft: Draft, text: string | undefined, audience: SayItem['audience']): void {
  if (text !== undefined) say(draft, { kind: 'say', content: { kind: 'text', text }, audience })
}

function priorityOf(open: OpenConversation, action: BotAction & { kind: 'changePriority' }): Priority {
  if (action.priority !== 'custom') return { type: action.priority, responseMs: open.responseTimes[action.priority] }
  return { type: 'custom', responseMs: action.responseMs ?? open.priority.responseMs }
}
