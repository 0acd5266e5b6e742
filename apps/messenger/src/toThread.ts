import type { ClientState, EarlierConversation, OutboxItem } from '@baton/client'
import type { EventFrame, ViewAssignee, ViewerEvent, Who } from '@baton/protocol'
import type { Delivery, LineItem, MessageItem, ThreadItem } from '@baton/ui'
import { fill, type Texts } from './texts/texts.ts'

/** All that is to be seen, oldest first: earlier conversations, the newest one, what is not sent yet. */
export function toThread(state: ClientState, texts: Texts): ThreadItem[] {
  const { earlier, view, outbox } = state
  const taps = outbox.flatMap(({ said, state: at }) => (said.kind === 'click' && at !== 'failed' ? [said] : []))
  return [
    ...earlier.flatMap((conversation) => conversationItems(conversation, false, texts)),
    ...(view === undefined
      ? []
      : conversationItems({ conversationId: view.header.conversationId, events: view.events }, true, texts, taps)),
    ...outbox.flatMap((item) => outboxItem(item, texts) ?? []),
  ]
}

function conversationItems(
  { conversationId, events }: EarlierConversation,
  isLive: boolean,
  texts: Texts,
  taps: readonly Tap[] = [],
): readonly ThreadItem[] {
  const items: ThreadItem[] = []
  const used = usedIn(events, taps)
  const newest = events.findLast(({ event }) => event.type === 'message')?.seq
  let seated: string | undefined
  for (const [index, frame] of events.entries()) {
    const key = `${conversationId} ${frame.seq}`
    if (frame.event.type === 'message') {
      const isNewest = frame.seq === newest && taps.length === 0
      items.push({
        ...messageItem(frame, frame.event, key, texts),
        conversationId,
        isLive,
        isNewest,
        ...(used.has(frame.seq) ? { used: used.get(frame.seq) ?? [] } : {}),
      })
    }
    // Where the brand has words of its own for it, they say it, and nobody reads it twice.
    const line = isToldBy(events[index + 1]?.event) ? undefined : lineOf(frame.event, seated, texts)
    if (line !== undefined) items.push({ kind: 'line', key, at: frame.at, text: line } satisfies LineItem)
    seated = seatedAfter(frame.event) ?? seated
  }
  return items
}

/** Said by itself of what happened just before, in the same commit (messaging R3.16). */
const OF_WHAT_HAPPENED: ReadonlySet<string> = new Set([
  'accepted',
  'transferred',
  'transferredToAgent',
  'backToQueue',
  'joined',
  'left',
])
const isToldBy = (next: ViewerEvent | undefined): boolean =>
  next?.type === 'message' && next.automatic !== undefined && OF_WHAT_HAPPENED.has(next.automatic)

interface Tap {
  readonly on: number
  readonly element: string
}

/** What was tapped in each message, told by the server or still on its way there. */
function usedIn(events: readonly EventFrame[], taps: readonly Tap[]): ReadonlyMap<number, readonly string[]> {
  const used = new Map<number, readonly string[]>()
  const told = events.flatMap(({ event }) => (event.type === 'clicked' ? [event] : []))
  for (const { on, element } of [...told, ...taps]) used.set(on, [...(used.get(on) ?? []), element])
  return used
}

function messageItem(
  { seq, at }: EventFrame,
  { who, clientId, content }: ViewerEvent & { type: 'message' },
  key: string,
  texts: Texts,
): MessageItem {
  return {
    kind: 'message',
    key: clientId ?? key,
    at,
    seq,
    mine: who.kind === 'consumer',
    role: roleOf(who),
    name: nameOf(who, texts),
    ...(content !== undefined ? { content } : {}),
  }
}

function outboxItem({ clientId, at, said, state, reason }: OutboxItem, texts: Texts): MessageItem | undefined {
  const content = said.kind === 'message' ? said.content : said.text && ({ kind: 'text', text: said.text } as const)
  if (!content) return undefined
  return {
    kind: 'message',
    key: clientId,
    at,
    mine: true,
    role: 'consumer',
    name: texts.you,
    content,
    ...(state === 'failed' ? { failure: texts.failedReasons[reason ?? ''] ?? texts.failed } : {}),
  }
}

/** @param seated name of the person who answers at the moment */
function lineOf(event: ViewerEvent, seated: string | undefined, texts: Texts): string | undefined {
  switch (event.type) {
    case 'joined':
    case 'left':
      return fill(event.type === 'joined' ? texts.joined : texts.left, { name: nameOf(event.who, texts) })
    case 'transferred':
    case 'assigned': {
      if (event.assignee.kind === 'queue') return texts.toQueue
      const name = personOf(event.assignee)
      return name === undefined || name === seated ? undefined : fill(texts.joined, { name })
    }
    case 'closed':
      return event.by.kind === 'consumer' ? texts.endedByYou : texts.ended
    case 'erased':
      return texts.wiped
    default:
      return undefined
  }
}

function seatedAfter(event: ViewerEvent): string | undefined {
  return event.type === 'transferred' || event.type === 'assigned' ? personOf(event.assignee) : undefined
}

function personOf(assignee: ViewAssignee): string | undefined {
  return assignee.kind === 'agent' && 'name' in assignee.who ? assignee.who.name : undefined
}

export function nameOf(who: Who, texts: Texts): string {
  if (who.kind === 'consumer') return texts.you
  return 'name' in who ? who.name : texts.team
}

export function roleOf(who: Who): MessageItem['role'] {
  return who.kind === 'system' ? 'agent' : who.kind
}

/** How far the last message got, if it is the consumer's own. */
export function deliveryOf(state: ClientState, last: ThreadItem | undefined): Delivery | undefined {
  if (last?.kind !== 'message' || !last.mine || last.failure !== undefined) return undefined
  const waiting = state.outbox.find(({ clientId }) => clientId === last.key)
  if (waiting !== undefined) return waiting.state === 'sent' ? 'sent' : 'sending'
  const { seq } = last
  if (seq === undefined || state.view === undefined) return 'sent'
  const others = state.view.marks.filter(({ who }) => who.kind !== 'consumer')
  if (others.some(({ read }) => read >= seq)) return 'read'
  return others.some(({ delivered }) => delivered >= seq) ? 'delivered' : 'sent'
}
