import type { BotId, SkillId } from '@baton/base'
import type { FailTransfer } from '../commands.ts'
import type { Actor, OpenConversation, TransferAttempt } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import type { TransferFailure } from '../events.ts'
import type { ResolvedTransfer, TransferFails } from '../resolution.ts'
import { leaveQueue } from './announce.ts'
import { Draft, TIMER } from './draft.ts'
import { withdrawOffers } from './offers.ts'
import { greet, moveTo } from './transfer.ts'
import { endTurn, openNextTurn, openTurn, tellBot } from './turns.ts'

/**
 * An outcome: a bot's transfer was accepted and came to nobody. The bot is seated again first, and told then; otherwise its answer
 * could not be delivered (dialogs R7.26). After so many tries the consumer is told in its place (dialogs R7.20–R7.22).
 */
export function failTransfer(open: OpenConversation, command: FailTransfer): Decision {
  const { attempt } = open
  if (open.phase !== 'main' || attempt === undefined || attempt.seq !== command.attempt) return accept([])
  const draft = new Draft(open, command.at)
  const { why, cause, ifFails, elsewhere } = command
  const failed = { botId: attempt.botId, why, cause, attempt: attempt.seq, skillId: open.skillId }
  if (open.assignee.kind === 'queue' && open.assignee.failsAt !== undefined) {
    draft.order({ do: 'clearTimer', name: TIMER.transfer })
  }
  if (ifFails !== undefined) {
    recordFailure(draft, failed, ifFails)
    seatAgain(draft, attempt, ifFails)
    tellOfFailure(draft, ifFails, why)
    return draft.decision()
  }
  // The bot is gone. Nobody is told, and nothing is lost: it waits, here or where somebody can find it.
  draft.record({ type: 'transferFailed', v: 1, ...failed, failures: open.transferFailures })
  if (elsewhere === undefined || elsewhere.skillId === open.skillId) return draft.decision()
  const bot = moveTo(draft, elsewhere, { by: { kind: 'system' }, reason: 'escalatedByConfiguration' })
  if (bot) greet(draft, bot)
  return draft.decision()
}

interface Failed {
  readonly botId: BotId
  readonly why: TransferFailure
  readonly cause: string
  readonly attempt?: number
  readonly skillId?: SkillId
}

/** Counts one that the bot is told of, or would be. */
export function recordFailure(draft: Draft, failed: Failed, { retries }: TransferFails): void {
  const { transfersStopped, transferFailures, turn } = draft.open
  // After the end of all tries, what the consumer asks for is a new beginning (dialogs R7.23).
  const failures = (transfersStopped && turn?.trigger === 'message' ? 0 : transferFailures) + 1
  draft.record({
    type: 'transferFailed',
    v: 1,
    ...failed,
    failures,
    ...(failures > retries && { stopped: true as const }),
  })
}

/** Everything is as it was with the bot; no other bot of that skill has it, as this one knows what was wanted. */
export function seatAgain(
  draft: Draft,
  { from }: TransferAttempt,
  { seat }: TransferFails,
  by: Actor = { kind: 'system' },
): void {
  withdrawOffers(draft)
  leaveQueue(draft)
  draft.record({
    type: 'transferred',
    v: 1,
    to: { kind: 'bot', botId: seat.botId, ...(seat.hears && { hears: true }) },
    by,
    reason: 'transferFailed',
    handedOver: [],
    ...from,
  })
  tellBot(draft, 'STARTED')
}

/** The bot has its seat: it is told what happened, or the consumer is, in its name. */
export function tellOfFailure(draft: Draft, { seat, stopped }: TransferFails, why: TransferFailure): void {
  if (!draft.open.transfersStopped) {
    return openTurn(draft, seat, 'platformEvent', [], { tells: 'transferFailed', why })
  }
  const by = { kind: 'bot', botId: seat.botId } as const
  const body = { content: { kind: 'text', text: stopped } } as const
  if (stopped !== '') draft.record({ type: 'messageSent', v: 1, by, audience: 'ALL', kind: 'text', body })
  openNextTurn(draft, seat)
}

/** What the bot can do something about; a skill that does not exist is the bot's mistake, and leads to its default skill. */
export const mayBeTold = (why: TransferFailure | undefined): boolean => why === 'nobodyOnline' || why === 'outOfHours'

/** It never left: the bot is told as if it had come back. */
export function failAtOnce(
  draft: Draft,
  { why = 'nobodyOnline', cause, skillId }: Extract<ResolvedTransfer, { ok: false }>,
  ifFails: TransferFails,
): void {
  const { turn } = draft.open
  if (!turn) return
  const failed = { botId: turn.botId, why, cause, ...(skillId !== undefined && { skillId }) }
  recordFailure(draft, failed, ifFails)
  endTurn(draft, 'replied')
  tellOfFailure(draft, ifFails, why)
}
