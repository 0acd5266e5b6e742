import type { EffectId } from '@baton/base'
import type { BotAction } from '@baton/bot'
import type { FailInvocation } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { accept } from '../decision.ts'
import { Draft } from './draft.ts'
import { destinationFor, noteFailedEscalation } from './failedEscalations.ts'
import { greet, moveTo } from './transfer.ts'
import { cancelTurn, openNextTurn } from './turns.ts'

/** Its words are said by now; the function runs beside what comes next (connector R4.26, R4.29). */
export function invokeFunction(
  draft: Draft,
  { functionId, payload, failOnError }: BotAction & { kind: 'invokeFunction' },
): void {
  const { turn, skillId, id } = draft.open
  if (!turn) return
  const { botId, turnId } = turn
  const asked = { botId, turnId, skillId, functionId, payload, failOnError }
  const effectId = `${id}/f${turnId}` as EffectId
  draft.order({ do: 'perform', effect: { kind: 'job', name: 'invokeFunction', id: effectId, ...asked } })
}

/**
 * An outcome: a function failed that the bot cannot do without. That is an error of the bot like others: both sides are told, and its
 * default skill takes over (connector R4.27, R5.T24). Whoever has the conversation by now goes on with it.
 */
export function failInvocation(open: OpenConversation, command: FailInvocation): Decision {
  const { botId, turnId, cause, at } = command
  const { escalation, seat } = command.resolution
  const { assignee } = open
  if (open.phase !== 'main' || assignee.kind !== 'bot' || assignee.botId !== botId) return accept([])
  const draft = new Draft(open, at)
  const tell = (text: string | undefined, audience: 'ALL' | 'AGENTS_AND_MANAGERS') => {
    if (text === undefined) return
    const body = { content: { kind: 'text', text } } as const
    draft.record({ type: 'messageSent', v: 1, by: { kind: 'bot', botId }, audience, kind: 'text', body })
  }
  draft.record({ type: 'botFailed', v: 1, turnId, botId, code: 'function-failed', cause, problems: [] })
  const destination = destinationFor(open, escalation)
  if (!destination) {
    tell(escalation.failed, 'ALL')
    noteFailedEscalation(draft, botId)
    return draft.decision()
  }
  // What it was just asked goes with the conversation: a bot that was given up has no more to say.
  cancelTurn(draft)
  tell(escalation.toConsumer, 'ALL')
  tell(escalation.toAgent, 'AGENTS_AND_MANAGERS')
  const bot = moveTo(draft, destination, { by: { kind: 'bot', botId }, reason: 'escalatedByError' })
  if (!bot) return draft.decision()
  // Back at the bot that just failed: it is not greeted, and only what is new is put to it (connector R5.8).
  if (bot.botId === botId) openNextTurn(draft, seat)
  else greet(draft, bot)
  return draft.decision()
}
