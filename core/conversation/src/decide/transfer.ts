import type { AgentId, EpochMs } from '@baton/base'
import { after } from '@baton/base'
import type { TransferContext } from '@baton/bot'
import type { BackToQueue, TransferToSkill } from '../commands.ts'
import { actorOf } from '../commands.ts'
import type { Actor, Assignee, OpenConversation, Priority } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept, refuse } from '../decision.ts'
import type { TransferReason } from '../events.ts'
import { MAX_HOPS, SUGGESTED_MS } from '../limits.ts'
import type { BotSeat, Destination } from '../resolution.ts'
import { leaveQueue, sayOccasion, startAnnouncing } from './announce.ts'
import { mayNotDirect } from './authority.ts'
import type { Draft } from './draft.ts'
import { Draft as NewDraft, TIMER } from './draft.ts'
import { withdrawOffers } from './offers.ts'
import { isTakingPart, startSuggestion } from './suggestion.ts'
import { cancelTurn, openNextTurn, openTurn, tellBot } from './turns.ts'

export function transferToSkill(open: OpenConversation, command: TransferToSkill): Decision {
  const refusal = open.phase === 'survey' ? 'not-permitted' : mayNotDirect(open, command.by)
  if (refusal) return refuse(refusal)
  const { destination, suggestedAgentId, at } = command
  const { assignee } = open
  if (suggestedAgentId !== undefined && isTakingPart(open, suggestedAgentId)) return refuse('takes-part')
  const alreadyThere =
    assignee.kind === 'queue' &&
    assignee.skillId === destination.skillId &&
    assignee.suggestedAgentId === suggestedAgentId
  const draft = new NewDraft(open, at)
  leaveNote(draft, command)
  // Asking twice must not send the consumer to the back of the queue.
  if (alreadyThere) return command.note === undefined ? accept([]) : draft.decision()

  cancelTurn(draft)
  const reason = command.by.kind === 'agent' ? 'byAgent' : 'escalatedByConfiguration'
  const bot = moveTo(draft, destination, { by: actorOf(command.by), reason, suggestedAgentId })
  if (bot) greet(draft, bot)
  return draft.decision()
}

/** In the commit of the transfer: there is never one without the other. Whoever may pass it on may say why, seated or not. */
export function leaveNote(draft: Draft, { by, note }: Pick<TransferToSkill, 'by' | 'note'>): void {
  if (note === undefined) return
  const { clientId, text } = note
  draft.record({
    ...{ type: 'messageSent', v: 1, by: actorOf(by), audience: 'AGENTS_AND_MANAGERS', kind: 'text', clientId },
    body: { content: { kind: 'text', text } },
  })
}

/** The agent gives the conversation back; the consumer's waiting time goes on (messaging T6). */
export function backToQueue(open: OpenConversation, { by, at, ...tells }: BackToQueue): Decision {
  const refusal = mayNotDirect(open, by)
  if (refusal) return refuse(refusal)
  if (open.assignee.kind !== 'agent') return refuse('not-assigned')

  const draft = new NewDraft(open, at)
  giveBack(draft, actorOf(by), tells)
  return draft.decision()
}

/** From an agent into the queue of the same skill. */
export function giveBack(draft: Draft, by: Actor, { announces, says }: Pick<BackToQueue, 'announces' | 'says'>): void {
  const { skillId, priority, responseTimes, autoCloseMs, silences } = draft.open
  releaseSeat(draft)
  draft.record({
    type: 'transferred',
    v: 1,
    to: { kind: 'queue', skillId, since: draft.at, ...(announces && { announces }) },
    skillId,
    by,
    reason: 'backToQueue',
    handedOver: [],
    priority,
    responseTimes,
    autoCloseMs,
    ...(silences && { silences }),
  })
  sayOccasion(draft, says)
  draft.order({ do: 'wakeDispatcher', skillId })
  startAnnouncing(draft)
}

export interface Move {
  readonly by: Actor
  readonly reason: TransferReason
  readonly suggestedAgentId?: AgentId | undefined
  /** What a bot that takes over is told; it stands for the messages of the turn that leads here. */
  readonly context?: TransferContext | undefined
}

/**
 * Changes who answers next.
 * @returns the bot that sits there now, to be greeted once the turn that led here has ended; undefined for a queue
 */
export function moveTo(draft: Draft, destination: Destination, move: Move): BotSeat | undefined {
  const { waiting, hops, priority, autoCloseMs: closedAfter, turn } = draft.open
  const { skillId, responseTimes, autoCloseMs, failAfterMs, opensAt, silences } = destination
  // Two bots that pass the baton between them for ever: after some hops people look at it.
  const bot = hops < MAX_HOPS ? destination.bot : undefined
  const to: Assignee = bot
    ? { kind: 'bot', botId: bot.botId, ...(bot.hears && { hears: true }) }
    : {
        kind: 'queue',
        skillId,
        since: draft.at,
        ...suggestedFor(draft.at, destination, move),
        ...(destination.announces && { announces: true as const }),
        ...(failAfterMs !== undefined && move.by.kind === 'bot' && { failsAt: after(draft.at, failAfterMs) }),
      }
  tellBot(draft, 'TRANSFERRED')
  withdrawOffers(draft)
  releaseSeat(draft)
  leaveQueue(draft)
  draft.record({
    type: 'transferred',
    v: 1,
    to,
    skillId,
    by: move.by,
    reason: move.reason,
    handedOver: bot ? [] : waiting,
    priority: onSkill(priority, destination),
    responseTimes,
    autoCloseMs,
    ...(!bot && opensAt !== undefined && { opensAt }),
    ...(silences && { silences }),
    ...(move.context && bot && { covers: turn?.messages ?? [], body: { context: move.context } }),
  })
  sayOccasion(draft, destination.says)
  if (to.kind === 'queue' && to.failsAt !== undefined) {
    const timer = { name: TIMER.transfer, dueAt: to.failsAt, on: 'transfer', attempt: draft.seq } as const
    draft.order({ do: 'setTimer', timer })
  }
  if (to.kind === 'queue') startSuggestion(draft, to)
  // The timer looks again when it is early, but would close late where the new skill is less patient.
  if (autoCloseMs < closedAfter) {
    draft.order({ do: 'setTimer', timer: { name: TIMER.idle, dueAt: after(draft.at, autoCloseMs), on: 'idle' } })
  }
  if (!bot) draft.order({ do: 'wakeDispatcher', skillId })
  startAnnouncing(draft)
  return bot
}

function suggestedFor(at: EpochMs, { suggestedMs = SUGGESTED_MS }: Destination, { suggestedAgentId }: Move) {
  if (suggestedAgentId === undefined) return {}
  return { suggestedAgentId, suggestedUntil: after(at, suggestedMs) }
}

/** A bot that was just seated: it greets, if it wants to, or answers what waits, or what nobody has answered. */
export function greet(draft: Draft, bot: BotSeat): void {
  const { waiting, consumerSpokeLast, contextAt } = draft.open
  tellBot(draft, 'STARTED')
  // A greeting reacts to the consumer's last words itself; they are not delivered a second time (connector R3.10).
  if (bot.welcome || contextAt !== undefined) openTurn(draft, bot, 'seated', waiting)
  else if (waiting.length > 0) openNextTurn(draft, bot)
  // They have their fate already, so this turn settles none: the bot is told of them as it is told before a greeting.
  else if (consumerSpokeLast) openTurn(draft, bot, 'seated', [])
}

export function releaseSeat(draft: Draft): void {
  const { assignee } = draft.open
  if (assignee.kind !== 'agent') return
  draft.order({ do: 'release', agentId: assignee.agentId }, { do: 'clearTimer', name: TIMER.agentGone })
}

/** A named priority means on each skill what that skill says; a time that was set by hand stays. */
const onSkill = ({ type, responseMs }: Priority, { responseTimes }: Destination): Priority => ({
  type,
  responseMs: type === 'custom' ? responseMs : responseTimes[type],
})
