import { summaryLine } from '@baton/content'
import { answerDueAt, type Conversation, isActionable, type Recorded } from '@baton/conversation'
import type { ListRow } from '@baton/storage'

type Existing = Exclude<Conversation, { phase: 'absent' }>

/**
 * What lists show of a conversation after these events.
 * @param before the row as it was, whose last line stays where nothing new was said
 */
export function listRowOf(state: Existing, events: readonly Recorded[], before?: ListRow): ListRow {
  const lastLine = lastLineOf(events, before?.lastLine)
  return {
    phase: state.phase,
    consumerId: state.consumerId,
    skillId: state.skillId,
    responseMs: state.priority.responseMs,
    priority: state.priority.type,
    openedAt: state.openedAt,
    updatedAt: state.lastAt,
    ...(lastLine && { lastLine }),
    ...(state.phase === 'closed'
      ? { assigneeKind: 'none' as const, closedAt: state.closedAt }
      : { ...assigneeOf(state), ...dueOf(state), ...(isOfferable(state) && { offerable: true as const }) }),
  }
}

type Open = Exclude<Existing, { phase: 'closed' }>

function assigneeOf({ assignee }: Open): Pick<ListRow, 'assigneeKind' | 'assigneeId' | 'queuedSince'> {
  switch (assignee.kind) {
    case 'bot':
      return { assigneeKind: 'bot', assigneeId: assignee.botId }
    case 'agent':
      return { assigneeKind: 'agent', assigneeId: assignee.agentId }
    case 'queue':
      return { assigneeKind: 'queue', assigneeId: assignee.skillId, queuedSince: assignee.since }
  }
}

/** While somebody is being asked, nobody else is looked for. */
const isOfferable = (state: Open): boolean => state.phase === 'main' && state.offers.length === 0 && isActionable(state)

function dueOf(state: Open): Pick<ListRow, 'dueAt'> {
  const dueAt = answerDueAt(state)
  return dueAt === undefined ? {} : { dueAt }
}

function lastLineOf(events: readonly Recorded[], before: ListRow['lastLine']): ListRow['lastLine'] {
  let line = before
  for (const { seq, at, event } of events) {
    if (event.type === 'erased') line = undefined
    if (event.type !== 'messageSent' || event.body === undefined) continue
    line = { text: summaryLine(event.body.content), seq, audience: event.audience, by: event.by.kind, at }
  }
  return line
}
