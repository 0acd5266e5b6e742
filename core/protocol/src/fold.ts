import type { ConversationId, EpochMs } from '@baton/base'
import type { ConversationFrame, EventFrame, ViewMark } from './frames/serverFrames.ts'
import type { ViewAssignee, ViewerEvent, ViewHeader, Who } from './frames/views.ts'

/** What a client holds of one conversation. */
export interface ConversationView {
  readonly header: ViewHeader
  /** Oldest first, each once. */
  readonly events: readonly EventFrame[]
  /** Earlier events are to be had. */
  readonly more: boolean
  readonly marks: readonly ViewMark[]
}

export type Folded =
  | { readonly ok: true; readonly view: ConversationView }
  /** Something is missing: ask for everything after this place. */
  | { readonly ok: false; readonly after: number }

export function viewFromConversationFrame({ header, events, more, marks }: ConversationFrame): ConversationView {
  return { header, events, more, marks }
}

/**
 * Adds frames to a view; the one fold of client and server. Frames that are known already change nothing; a frame whose
 * `prev` is not what this view saw last tells of a loss.
 * @param view undefined before the first event of a conversation
 */
export function foldEvents(
  view: ConversationView | undefined,
  conversationId: ConversationId,
  frames: readonly EventFrame[],
): Folded {
  let header = view?.header
  const added: EventFrame[] = []
  for (const frame of frames) {
    const seen = header?.seq ?? 0
    if (frame.seq <= seen) continue
    if (frame.prev !== seen) return { ok: false, after: seen }
    header = foldHeader(header, conversationId, frame)
    if (!header) return { ok: false, after: 0 }
    added.push(frame)
  }
  if (!header) return { ok: false, after: 0 }
  if (view && added.length === 0) return { ok: true, view }
  const erasedUpTo = added.findLast(({ event }) => event.type === 'erased')?.seq ?? 0
  const events = [...(view?.events ?? []), ...added]
  return {
    ok: true,
    view: {
      header,
      events: erasedUpTo ? events.map((frame) => (frame.seq < erasedUpTo ? withoutBody(frame) : frame)) : events,
      more: view?.more ?? false,
      marks: view?.marks ?? [],
    },
  }
}

/** Puts an earlier page before what is there. */
export function prependHistory(view: ConversationView, page: readonly EventFrame[], more: boolean): ConversationView {
  const first = view.events[0]?.seq ?? Number.POSITIVE_INFINITY
  return { ...view, events: [...page.filter(({ seq }) => seq < first), ...view.events], more }
}

/** Marks only rise. */
export function foldMarks(view: ConversationView, marks: readonly ViewMark[]): ConversationView {
  const merged = new Map(view.marks.map((mark) => [keyOf(mark.who), mark]))
  for (const mark of marks) {
    const known = merged.get(keyOf(mark.who))
    merged.set(keyOf(mark.who), {
      who: mark.who,
      delivered: Math.max(mark.delivered, known?.delivered ?? 0),
      read: Math.max(mark.read, known?.read ?? 0),
    })
  }
  return { ...view, marks: [...merged.values()] }
}

export const keyOf = (who: Who): string => ('id' in who ? `${who.kind}:${who.id}` : who.kind)

/** @returns undefined when the first frame of a conversation is not its opening */
export function foldHeader(
  header: ViewHeader | undefined,
  conversationId: ConversationId,
  { seq, at, event }: EventFrame,
): ViewHeader | undefined {
  if (!header) return event.type === 'opened' ? openedHeader(conversationId, seq, event) : undefined
  return foldOpen({ ...header, seq }, event, at)
}

function openedHeader(
  conversationId: ConversationId,
  seq: number,
  event: ViewerEvent & { type: 'opened' },
): ViewHeader {
  const { assignee, language, priority, attributes, skillId, consumerId } = event
  const isAgents = skillId !== undefined
  return {
    conversationId,
    seq,
    phase: 'main',
    language,
    assignee,
    joined: [],
    ...(isAgents && { skillId, offers: [], tags: [] }),
    ...(consumerId !== undefined && { consumerId }),
    ...(priority && { priority }),
    ...(attributes && { attributes }),
  }
}

function foldOpen(header: ViewHeader, event: ViewerEvent, at: EpochMs): ViewHeader {
  switch (event.type) {
    case 'composing':
      return compose(header, event.who)
    case 'turn': {
      if (event.composing === undefined) return header
      return compose(header, event.composing ? event.who : undefined)
    }
    case 'transferred':
      if (event.reason === 'suggestedTimedOut') return { ...header, assignee: event.assignee }
      return {
        ...seat(header, event.assignee),
        ...(event.skillId !== undefined && { skillId: event.skillId }),
        ...(event.priority && { priority: event.priority }),
      }
    case 'assigned': {
      const { who } = event.assignee as { who: Who }
      const joined = header.joined.filter((other) => keyOf(other.who) !== keyOf(who))
      return { ...seat(header, event.assignee), joined }
    }
    case 'surveyOpened':
      return { ...seat(header, event.assignee), phase: 'survey' }
    case 'joined':
      return { ...header, joined: [...header.joined, { who: event.who, role: event.role }] }
    case 'left':
      return { ...header, joined: header.joined.filter(({ who }) => keyOf(who) !== keyOf(event.who)) }
    case 'closed':
      return closedHeader(header, event, at)
    case 'attributes':
      return event.attributes ? { ...header, attributes: event.attributes } : withoutAttributes(header)
    case 'erased':
      return withoutAttributes(header)
    case 'steppedUp':
      return { ...header, consumerId: event.consumerId }
    case 'priority':
      return { ...header, priority: event.priority }
    case 'tags': {
      const { added, removed } = event
      const kept = (header.tags ?? []).filter((tag) => !added.includes(tag) && !removed.includes(tag))
      return { ...header, tags: [...kept, ...added] }
    }
    case 'offered': {
      const others = (header.offers ?? []).filter(({ agentId }) => agentId !== event.agentId)
      return { ...header, offers: [...others, { agentId: event.agentId, until: event.until }] }
    }
    case 'offerEnded':
      return offerEnded(header, event)
    default:
      return header
  }
}

/** Whom it was meant for did not want it: everybody of the skill may have it. */
function offerEnded(header: ViewHeader, { agentId, why }: ViewerEvent & { type: 'offerEnded' }): ViewHeader {
  const after = { ...header, offers: (header.offers ?? []).filter((offer) => offer.agentId !== agentId) }
  const { assignee } = header
  if (why === 'withdrawn' || assignee?.kind !== 'queue' || assignee.suggested?.kind !== 'agent') return after
  if (assignee.suggested.id !== agentId) return after
  const { suggested: _nobody, suggestedUntil: _never, ...waits } = assignee
  return { ...after, assignee: waits }
}

function compose({ composing: _before, ...header }: ViewHeader, who: Who | undefined): ViewHeader {
  return who ? { ...header, composing: who } : header
}

/** Whoever answers now, all offers are over. */
const seat = (header: ViewHeader, assignee: ViewAssignee): ViewHeader => ({
  ...header,
  assignee,
  ...(header.offers && { offers: [] }),
})

function closedHeader(
  { assignee: _left, composing: _stopped, ...header }: ViewHeader,
  { by, reason }: ViewerEvent & { type: 'closed' },
  at: EpochMs,
): ViewHeader {
  return { ...header, phase: 'closed', joined: [], closed: { by, reason, at }, ...(header.offers && { offers: [] }) }
}

function withoutAttributes({ attributes: _erased, ...header }: ViewHeader): ViewHeader {
  return header
}

/** What an erasure leaves of an event: its place, its time, its kind. */
function withoutBody(frame: EventFrame): EventFrame {
  const { event } = frame
  if (event.type === 'message') {
    const { content: _content, metadata: _metadata, ...rest } = event
    return { ...frame, event: rest }
  }
  if (event.type === 'clicked') {
    const { metadata: _metadata, ...rest } = event
    return { ...frame, event: rest }
  }
  if (event.type === 'opened' || event.type === 'attributes') {
    const { attributes: _attributes, ...rest } = event
    return { ...frame, event: rest }
  }
  return frame
}
