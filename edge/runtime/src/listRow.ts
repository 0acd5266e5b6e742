import { summaryLine } from '@baton/content'
import { answerDueAt, type Conversation, isActionable, type Recorded } from '@baton/conversation'
import type { ListRow } from '@baton/storage'

type Existing = Exclude<Conversation, { phase: 'absent' }>

/**
 * What lists show of a conversation after these events.
 * @param before the row as it was, whose last line stays where nothing new was said
 */
export function listRowOf(state: Existing, events: readonly Recorded[], before?: ListRow): ListRow {
  const open = state.phase === 'closed' ? undefined : state
  const assignee = open?.assignee
  // Every member is written, so that all rows have one shape (docs/decisions/0008).
  return {
    phase: state.phase,
    consumerId: state.consumerId,
    skillId: state.skillId,
    responseMs: state.priority.responseMs,
    priority: state.priority.type,
    openedAt: state.openedAt,
    updatedAt: state.lastAt,
    lastLine: lastLineOf(events, before?.lastLine),
    assigneeKind: assignee?.kind ?? 'none',
    assigneeId: assignee && numberOf(assignee),
    queuedSince: assignee?.kind === 'queue' ? assignee.since : undefined,
    dueAt: open && owedAt(open),
    offerable: open && isOfferable(open) ? true : undefined,
    closedAt: state.phase === 'closed' ? state.closedAt : undefined,
  }
}

type Open = Exclude<Existing, { phase: 'closed' }>

function numberOf(assignee: Open['assignee']): number {
  switch (assignee.kind) {
    case 'bot':
      return assignee.botId
    case 'agent':
      return assignee.agentId
    case 'queue':
      return assignee.skillId
  }
}

/**
 * While a bot is being asked, its own budget says when it is late, and ends in words or in a transfer: nobody waits for it in a list.
 * So the row of a conversation with a bot keeps its place in every index through a turn (docs/decisions/0036).
 */
const owedAt = (open: Open): ListRow['dueAt'] =>
  open.assignee.kind === 'bot' && open.turn ? undefined : answerDueAt(open)

/** While somebody is being asked, nobody else is looked for. */
const isOfferable = (state: Open): boolean => state.phase === 'main' && state.offers.length === 0 && isActionable(state)

function lastLineOf(events: readonly Recorded[], before: ListRow['lastLine']): ListRow['lastLine'] {
  let line = before
  for (const { seq, at, event } of events) {
    if (event.type === 'erased') line = undefined
    // What the system says by itself is not what a list should remind of.
    if (event.type !== 'messageSent' || event.body === undefined || event.automatic !== undefined) continue
    line = { text: summaryLine(event.body.content), seq, audience: event.audience, by: event.by.kind, at }
  }
  return line
}
