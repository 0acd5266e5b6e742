import type { Content } from '@baton/content'
import type { ClickElement, SendMessage, SetAttributes } from '../commands.ts'
import { actorOf } from '../commands.ts'
import type { OpenConversation } from '../conversation.ts'
import type { Decision, Refusal } from '../decision.ts'
import { refuse } from '../decision.ts'
import type { MessageSent } from '../events.ts'
import { MAX_WAITING } from '../limits.ts'
import { sayBySystem } from './announce.ts'
import { mayNotSpeak } from './authority.ts'
import { end } from './close.ts'
import { Draft } from './draft.ts'
import { cancelTurn, openNextTurn, seatOf } from './turns.ts'

export function sendMessage(open: OpenConversation, command: SendMessage): Decision {
  const refusal = mayNotSpeak(open, command.by) ?? contentRefusal(command) ?? (fromConsumer(command) && crowded(open))
  if (refusal) return refuse(refusal)

  const draft = new Draft(open, command.at)
  const { content, metadata, audience, clientId } = command
  draft.record({
    type: 'messageSent',
    v: 1,
    by: actorOf(command.by),
    audience,
    kind: content.kind,
    clientId,
    ...(fromConsumer(command) && { fate: fateOf(open), ...opening(open, command) }),
    body: { content, ...(metadata && { metadata }) },
  })
  if (fromConsumer(command)) hearOut(draft, command)
  return draft.decision()
}

/** A tap: the fact itself, and the words it says in the consumer's name, if any (messaging R3.5). */
export function clickElement(open: OpenConversation, command: ClickElement): Decision {
  const { on, element, texts, metadata, clientId, at } = command
  if (on < 1 || on > open.seq) return refuse('not-a-click')
  if (texts.length > 0 && crowded(open)) return refuse('too-many-waiting')

  const draft = new Draft(open, at)
  draft.record({ type: 'clicked', v: 1, on, element, clientId, ...(metadata && { body: { metadata } }) })
  if (texts.length === 0) return draft.decision()

  for (const [index, text] of texts.entries()) {
    draft.record({
      type: 'messageSent',
      v: 1,
      by: { kind: 'consumer' },
      audience: 'ALL',
      kind: 'text',
      ...(index === 0 && { clientId }),
      clickOn: on,
      fate: fateOf(open),
      ...opening(open, command),
      body: { content: { kind: 'text', text }, ...(metadata && { metadata }) },
    })
  }
  hearOut(draft, command)
  return draft.decision()
}

/** The consumer has spoken: a bot answers, or nobody is there, or their words were the last ones of a survey. */
function hearOut(
  draft: Draft,
  { endsSurvey, seat, closed }: Pick<SendMessage, 'endsSurvey' | 'seat' | 'closed'>,
): void {
  if (closed !== undefined && draft.open.assignee.kind === 'agent') sayBySystem(draft, 'closed', closed)
  if (!endsSurvey || draft.open.phase !== 'survey') return openNextTurn(draft, seatOf(draft.open, seat))
  cancelTurn(draft)
  end(draft, { kind: 'consumer' }, 'surveySkipped')
}

export function setAttributes(open: OpenConversation, { attributes, at }: SetAttributes): Decision {
  const draft = new Draft(open, at)
  draft.record({ type: 'attributesChanged', v: 1, body: { attributes } })
  return draft.decision()
}

const fromConsumer = ({ by }: SendMessage): boolean => by.kind === 'consumer'

const fateOf = ({ assignee }: OpenConversation): NonNullable<MessageSent['fate']> =>
  assignee.kind === 'bot' ? 'waits' : 'toPeople'

/** A bot is there day and night. */
const opening = (open: OpenConversation, { opensAt }: Pick<SendMessage, 'opensAt'>): Pick<MessageSent, 'opensAt'> =>
  opensAt === undefined || fateOf(open) === 'waits' ? {} : { opensAt }

/** More than a bot can catch up with: refused, so that what was acknowledged is also answered. */
const crowded = ({ assignee, waiting }: OpenConversation): Refusal | false =>
  assignee.kind === 'bot' && waiting.length >= MAX_WAITING && 'too-many-waiting'

export const saysNothing = (content: Content): boolean => content.kind === 'text' && content.text.trim() === ''

function contentRefusal({ by, audience, content }: SendMessage): Refusal | undefined {
  if (saysNothing(content)) return 'message-empty'
  if (audience === 'ALL') return undefined
  if (by.kind === 'consumer') return 'private-not-permitted'
  return content.kind === 'structured' ? 'content-not-permitted' : undefined
}
