import type { ConversationId } from '@baton/base'
import type { EventFrame } from '@baton/protocol'

/** A conversation of the same thread before the newest one, as far as it has been scrolled to. */
export interface EarlierConversation {
  readonly conversationId: ConversationId
  /** Oldest first. */
  readonly events: readonly EventFrame[]
}

/** How far back the thread is known, and where to ask for what lies before. */
export interface Earlier {
  /** Oldest first. */
  readonly conversations: readonly EarlierConversation[]
  /** Where the next page begins; `ask` while nobody knows what is before the newest conversation. */
  readonly next: 'ask' | 'none' | { readonly conversationId: ConversationId; readonly before?: number }
}

export const NOTHING_EARLIER: Earlier = { conversations: [], next: 'ask' }

/** Puts a page before what is there; the page may begin another conversation. */
export function withPage(
  earlier: Earlier,
  conversationId: ConversationId,
  page: readonly EventFrame[],
  more: boolean,
  previous: ConversationId | undefined,
): Earlier {
  const known = earlier.conversations.find((conversation) => conversation.conversationId === conversationId)
  const others = earlier.conversations.filter((conversation) => conversation !== known)
  const first = known?.events[0]?.seq ?? Number.POSITIVE_INFINITY
  const events = [...page.filter(({ seq }) => seq < first), ...(known?.events ?? [])]
  const conversations = events.length === 0 ? others : [{ conversationId, events }, ...others]
  return { conversations, next: nextPage(conversationId, events, more, previous) }
}

/** The newest conversation has become an earlier one. */
export function withEnded(
  earlier: Earlier,
  ended: { readonly conversationId: ConversationId; readonly events: readonly EventFrame[]; readonly more: boolean },
): Earlier {
  const { conversationId, events, more } = ended
  const conversations = [...earlier.conversations, { conversationId, events }]
  // Its own older pages come first; what lies before it is told with its first page.
  const next = earlier.next === 'ask' || more ? nextPage(conversationId, events, true, undefined) : earlier.next
  return { conversations, next }
}

function nextPage(
  conversationId: ConversationId,
  events: readonly EventFrame[],
  more: boolean,
  previous: ConversationId | undefined,
): Earlier['next'] {
  const before = events[0]?.seq
  if (more) return { conversationId, ...(before !== undefined ? { before } : {}) }
  return previous === undefined ? 'none' : { conversationId: previous }
}
