import type { ConversationEvent, MessageSent, Recorded } from '@baton/conversation'
import { isPublic } from '@baton/conversation'
import type { EventFrame } from './frames/serverFrames.ts'
import type { ViewerEvent } from './frames/views.ts'
import type { Names, Viewer } from './viewer.ts'
import { viewAssignee, who } from './viewer.ts'

/**
 * One event as this viewer may see it; undefined when they may not. The only place that decides it: a consumer gets no
 * private notes, skills, offers, intents or causes (invariant 4).
 */
export function viewEvent(event: ConversationEvent, viewer: Viewer, names: Names): ViewerEvent | undefined {
  return viewer === 'consumer' ? forConsumer(event, names) : forAgent(event, names)
}

/**
 * The frames of a stretch of the log, chained by `prev`.
 * @param prev the last seq that this viewer could see before the stretch; 0 at the beginning of the log
 */
export function framesFor(
  log: readonly Recorded[],
  viewer: Viewer,
  names: Names,
  prev: number,
): { readonly frames: EventFrame[]; readonly last: number } {
  const frames: EventFrame[] = []
  let last = prev
  for (const { seq, at, event } of log) {
    const seen = viewEvent(event, viewer, names)
    if (!seen) continue
    frames.push({ seq, prev: last, at, event: seen })
    last = seq
  }
  return { frames, last }
}

function forConsumer(event: ConversationEvent, names: Names): ViewerEvent | undefined {
  if (!isPublic(event)) return undefined
  switch (event.type) {
    case 'opened':
      return { type: 'opened', assignee: viewAssignee(event.assignee, 'consumer', names), language: event.language }
    case 'messageSent':
      return message(event, names)
    case 'clicked':
      return clicked(event)
    case 'turnOpened':
    case 'turnPaused':
    case 'turnContinued':
      return { type: 'composing', ...(event.typing && { who: botOf(event, names) }) }
    case 'turnEnded':
      return { type: 'composing' }
    case 'transferred':
      return { type: 'transferred', assignee: viewAssignee(event.to, 'consumer', names) }
    case 'assigned':
      return {
        type: 'assigned',
        assignee: { kind: 'agent', who: who({ kind: 'agent', agentId: event.agentId }, names) },
      }
    case 'joined':
    case 'left':
      return membership(event, names)
    case 'surveyOpened':
    case 'closed':
    case 'erased':
      return shared(event, names)
    default:
      return undefined
  }
}

function forAgent(event: ConversationEvent, names: Names): ViewerEvent | undefined {
  switch (event.type) {
    case 'opened':
      return {
        type: 'opened',
        assignee: viewAssignee(event.assignee, 'agent', names),
        language: event.language,
        priority: event.priority,
        skillId: event.skillId,
        consumerId: event.consumerId,
        ...(event.first && { first: true }),
        ...(event.body && { attributes: event.body.attributes }),
      }
    case 'messageSent':
      return message(event, names)
    case 'clicked':
      return clicked(event)
    case 'attributesChanged':
      return { type: 'attributes', ...(event.body && { attributes: event.body.attributes }) }
    case 'turnOpened':
      return { type: 'turn', turnId: event.turnId, stage: 'opened', who: botOf(event, names), composing: event.typing }
    case 'turnAnswered':
      return { type: 'turn', turnId: event.turnId, stage: 'answered', intents: event.intents }
    case 'turnPaused':
      return { type: 'turn', turnId: event.turnId, stage: 'paused', who: botOf(event, names), composing: event.typing }
    case 'turnContinued': {
      const { turnId, typing: composing } = event
      return { type: 'turn', turnId, stage: 'continued', who: botOf(event, names), composing }
    }
    case 'turnEnded':
      return { type: 'turn', turnId: event.turnId, stage: event.outcome, composing: false }
    case 'botFailed': {
      const { turnId, code, cause, problems } = event
      return { type: 'botFailed', turnId, who: botOf(event, names), code, cause, problems }
    }
    case 'escalationFailed':
      return { type: 'escalationFailed', who: botOf(event, names) }
    case 'surveyAnswered': {
      const { measures, number, skipped, body } = event
      const given = { ...(number !== undefined && { number }), ...(skipped && { skipped }) }
      return { type: 'surveyAnswered', measures, ...given, ...body }
    }
    case 'transferFailed': {
      const { why, cause, failures, skillId, stopped } = event
      const failed = { type: 'transferFailed', who: botOf(event, names), why, cause, failures } as const
      return { ...failed, ...(skillId !== undefined && { skillId }), ...(stopped && { stopped }) }
    }
    case 'transferred':
      return {
        type: 'transferred',
        assignee: viewAssignee(event.to, 'agent', names),
        by: who(event.by, names),
        reason: event.reason,
        priority: event.priority,
        skillId: event.skillId,
      }
    case 'offered': {
      const { agentId, until, explanation } = event
      return { type: 'offered', agentId, until, ...(explanation !== undefined && { explanation }) }
    }
    case 'offerEnded':
      return { type: 'offerEnded', agentId: event.agentId, why: event.why }
    case 'assigned':
      return {
        type: 'assigned',
        assignee: { kind: 'agent', who: who({ kind: 'agent', agentId: event.agentId }, names) },
        how: event.how,
      }
    case 'joined':
    case 'left':
      return membership(event, names)
    case 'priorityChanged':
      return { type: 'priority', priority: event.priority, by: who(event.by, names) }
    case 'tagsChanged':
      return { type: 'tags', added: event.added, removed: event.removed, by: who(event.by, names) }
    case 'steppedUp':
      return { type: 'steppedUp', consumerId: event.consumerId }
    case 'surveyOpened':
    case 'closed':
    case 'erased':
      return shared(event, names)
    case 'copyEnded': // the bot tells in its own words what came of it
    case 'unreadable':
      return undefined
  }
}

function shared(event: ConversationEvent & { type: 'surveyOpened' | 'closed' | 'erased' }, names: Names): ViewerEvent {
  switch (event.type) {
    case 'surveyOpened':
      return {
        type: 'surveyOpened',
        assignee: { kind: 'bot', who: botOf(event, names) },
        by: who(event.by, names),
        reason: event.reason,
      }
    case 'closed':
      return { type: 'closed', by: who(event.by, names), reason: event.reason }
    case 'erased':
      return { type: 'erased' }
  }
}

function message(event: MessageSent, names: Names): ViewerEvent {
  const { by, audience, clientId, clickOn, turnId, automatic, body } = event
  return {
    type: 'message',
    who: who(by, names),
    audience,
    ...(clientId !== undefined && { clientId }),
    ...(clickOn !== undefined && { clickOn }),
    ...(turnId !== undefined && { turnId }),
    ...(automatic !== undefined && { automatic }),
    ...(body && { content: body.content }),
    ...(body?.metadata && { metadata: body.metadata }),
  }
}

function clicked(event: ConversationEvent & { type: 'clicked' }): ViewerEvent {
  const { on, element, body } = event
  return { type: 'clicked', on, element, ...(body?.metadata && { metadata: body.metadata }) }
}

const botOf = ({ botId }: { readonly botId: Parameters<Names['bot']>[0] }, names: Names) =>
  who({ kind: 'bot', botId }, names)

const membership = (event: ConversationEvent & { type: 'joined' | 'left' }, names: Names): ViewerEvent => ({
  type: event.type,
  who: who({ kind: 'agent', agentId: event.agentId }, names),
  role: event.role,
})
