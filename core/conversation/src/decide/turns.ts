import type { EffectId, TurnId } from '@baton/base'
import { after, minutes } from '@baton/base'
import type { TriggerKind } from '@baton/bot'
import type { GoesOn } from '../commands.ts'
import type { Actor, OpenConversation } from '../conversation.ts'
import type { TurnEnded, TurnOpened } from '../events.ts'
import type { BotSeat } from '../resolution.ts'
import type { Draft } from './draft.ts'
import { TIMER } from './draft.ts'

/** Gives the bot the floor: the only way in which a bot comes to speak. */
export function openTurn(
  draft: Draft,
  seat: BotSeat,
  trigger: TriggerKind,
  messages: readonly number[],
  told: Pick<TurnOpened, 'tells' | 'why' | 'results'> = {},
): void {
  const { id, nextTurnId: turnId } = draft.open
  const effectId = `${id}/t${turnId}` as EffectId
  const deadline = after(draft.at, seat.turnBudgetMs)
  const { botId, typingWhileWaiting: typing } = seat
  draft.record({
    type: 'turnOpened',
    v: 1,
    turnId,
    botId,
    trigger,
    messages,
    effectId,
    typing,
    ...told,
  })
  draft.order(
    { do: 'perform', effect: { kind: 'turn', name: 'askBot', id: effectId, turnId, botId, deadline } },
    { do: 'setTimer', timer: { name: TIMER.turnBudget, dueAt: deadline, on: 'turnBudget', turnId } },
  )
}

/** A segment is out: the same bot goes on with the same turn, under a row of its own. */
export function continueTurnWithBot(draft: Draft, { leftMs, warnings }: GoesOn, seat: BotSeat): void {
  const { id, turn } = draft.open
  if (!turn) return
  const { turnId, botId, stage } = turn
  const segment = turn.segment + 1
  const effectId = `${id}/t${turnId}.${segment}` as EffectId
  const deadline = after(draft.at, leftMs)
  const { typingWhileWaiting: typing } = seat
  draft.record({ type: 'turnContinued', v: 1, turnId, botId, segment, effectId, typing, warnings })
  draft.order({
    do: 'perform',
    effect: { kind: 'turn', name: 'askBot', id: effectId, turnId, segment, botId, deadline },
  })
  // The budget stood still during the delays; without one it runs since the turn began.
  if (stage === 'pausing')
    draft.order({ do: 'setTimer', timer: { name: TIMER.turnBudget, dueAt: deadline, on: 'turnBudget', turnId } })
}

/** The bot is free again: the oldest message that waited gets a turn of its own (connector R2.23, R2.24). */
export function openNextTurn(draft: Draft, seat: BotSeat): void {
  if (draft.ended) return
  const { assignee, turn, waiting, copied } = draft.open
  const [oldest] = waiting
  if (assignee.kind !== 'bot' || turn) return
  // What the consumer has been waiting for comes before what they said since.
  if (copied !== undefined) return openTurn(draft, seatOf(draft.open, seat), 'fileResult', [], { results: copied })
  if (oldest === undefined) return
  openTurn(draft, seatOf(draft.open, seat), 'message', [oldest])
}

/** Ends the open turn, if there is one, because somebody else took the conversation or closed it. */
export function cancelTurn(draft: Draft): void {
  const { turn } = draft.open
  if (!turn) return
  recallTurn(draft)
  endTurn(draft, 'cancelled', turn.spoke ? [] : turn.messages)
}

export function endTurn(draft: Draft, outcome: TurnEnded['outcome'], unanswered: readonly number[] = []): void {
  const { turn } = draft.open
  if (turn) draft.record({ type: 'turnEnded', v: 1, turnId: turn.turnId, outcome, unanswered })
}

/** Takes back what the open turn still has in the world: the question under way, the budget, the delay. */
export function recallTurn(draft: Draft): void {
  const { turn } = draft.open
  if (!turn) return
  if (turn.stage === 'pausing') return draft.order({ do: 'clearTimer', name: TIMER.delay })
  draft.order({ do: 'cancel', effectId: turn.effectId }, { do: 'clearTimer', name: TIMER.turnBudget })
}

/** The settings of the bot that is seated, or careful ones where the command could not name them. */
export function seatOf({ assignee }: OpenConversation, named: BotSeat | undefined): BotSeat {
  const botId = assignee.kind === 'bot' ? assignee.botId : named?.botId
  if (named && named.botId === botId) return named
  return {
    botId: botId as BotSeat['botId'],
    welcome: false,
    turnBudgetMs: minutes(3),
    typingWhileWaiting: true,
    hears: false,
  }
}

/** Tells the seated bot of the conversation's life, if it wants to hear of it (connector R3.14). */
export function tellBot(draft: Draft, what: 'STARTED' | 'TRANSFERRED' | 'CLOSED'): void {
  const { assignee, id } = draft.open
  if (assignee.kind !== 'bot' || !assignee.hears) return
  const { botId } = assignee
  const effectId = `${id}/j${draft.seq}-${what}` as EffectId
  draft.order({ do: 'perform', effect: { kind: 'job', name: 'tellBot', id: effectId, botId, what } })
}

export const byTurnsBot = (turn: { readonly botId: BotSeat['botId'] }): Actor => ({ kind: 'bot', botId: turn.botId })

export const isOpenTurn = (conversation: OpenConversation, turnId: TurnId): boolean =>
  conversation.turn?.turnId === turnId
