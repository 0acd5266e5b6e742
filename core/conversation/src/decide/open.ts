import { after } from '@baton/base'
import type { Open } from '../commands.ts'
import type { Assignee, Conversation } from '../conversation.ts'
import type { Decision } from '../decision.ts'
import { refuse } from '../decision.ts'
import { sayBySystem, startAnnouncing } from './announce.ts'
import { Draft, TIMER } from './draft.ts'
import { saysNothing } from './speak.ts'
import { openTurn, tellBot } from './turns.ts'

/** The consumer's first words open the conversation at the entry point's skill; a bot that sits there answers at once. */
export function open(conversation: Conversation, command: Open): Decision {
  if (conversation.phase !== 'absent') return refuse('conversation-exists')
  const { destination, message, at } = command
  if (saysNothing(message.content)) return refuse('message-empty')
  const { bot, skillId, responseTimes, autoCloseMs, opensAt } = destination
  const draft = new Draft(conversation, at)
  const assignee: Assignee = bot
    ? { kind: 'bot', botId: bot.botId, ...(bot.hears && { hears: true }) }
    : { kind: 'queue', skillId, since: at, ...(destination.announces && { announces: true }) }
  draft.record({
    type: 'opened',
    v: 1,
    conversationId: command.conversationId,
    accountId: command.accountId,
    consumerId: command.consumerId,
    entryPointId: command.entryPointId,
    language: command.language,
    skillId,
    assignee,
    priority: { type: command.priority, responseMs: responseTimes[command.priority] },
    responseTimes,
    autoCloseMs,
    ...(command.surveys === false && { surveys: false }),
    ...(command.first && { first: true }),
    ...(destination.silences && { silences: destination.silences }),
    ...(command.attributes && { body: { attributes: command.attributes } }),
  })
  draft.record({
    type: 'messageSent',
    v: 1,
    by: { kind: 'consumer' },
    audience: 'ALL',
    kind: message.content.kind,
    clientId: message.clientId,
    fate: bot ? 'waits' : 'toPeople',
    ...(!bot && opensAt !== undefined && { opensAt }),
    body: { content: message.content, ...(message.metadata && { metadata: message.metadata }) },
  })
  const said = draft.seq
  if (command.says) sayBySystem(draft, command.says.kind, command.says.text)
  draft.order({ do: 'setTimer', timer: { name: TIMER.idle, dueAt: after(at, autoCloseMs), on: 'idle' } })
  tellBot(draft, 'STARTED')
  if (bot) openTurn(draft, bot, 'message', [said])
  else draft.order({ do: 'wakeDispatcher', skillId })
  startAnnouncing(draft)
  return draft.decision()
}
