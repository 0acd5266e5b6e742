import type { ConversationId } from '@baton/base'
import type { Content } from '@baton/content'

/** One thing to be seen in a thread, in order. */
export type ThreadItem = MessageItem | LineItem | FoldItem

export interface MessageItem {
  readonly kind: 'message'
  /** The same for a message before and after the server has it, so that its bubble stays the same bubble. */
  readonly key: string
  readonly at: number
  readonly mine: boolean
  readonly role: 'consumer' | 'bot' | 'agent'
  /** Shown once per group; for a screen reader before each message. */
  readonly name: string
  /** Absent when it was erased. */
  readonly content?: Content
  /** Where it was said; files are asked for there. */
  readonly conversationId?: ConversationId
  /** Place in the conversation; absent until the server has it. */
  readonly seq?: number
  /** Agents' eyes only. */
  readonly isPrivate?: boolean
  /** Can its card still be used? */
  readonly isLive?: boolean
  /** False once something newer was said. */
  readonly isNewest?: boolean
  /** JSON pointers of what was tapped in it. */
  readonly used?: readonly string[]
  /** Why it was not sent. */
  readonly failure?: string
}

/** Something that happened: quiet and centred. */
export interface LineItem {
  readonly kind: 'line'
  readonly key: string
  readonly at: number
  readonly text: string
}

/** Much in one line, to be opened: a bot's turns, the reasons of a failure. */
export interface FoldItem {
  readonly kind: 'fold'
  readonly key: string
  readonly at: number
  readonly text: string
  readonly tone: 'bot' | 'fault'
  /** What was said in there. */
  readonly items: readonly (MessageItem | LineItem)[]
  /** Small print under the line. */
  readonly notes: readonly string[]
}

export type ThreadPart =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'group'; readonly key: string; readonly messages: readonly [MessageItem, ...MessageItem[]] }
  | LineItem
  | FoldItem

/** After a silence of this length the same sender starts a new group. */
const SILENCE_MS = 5 * 60_000

/** Puts a separator before each new day, and what one sender says in one go into one group. */
export function groupThread(items: readonly ThreadItem[], dayOf: (at: number) => string = localDay): ThreadPart[] {
  const parts: ThreadPart[] = []
  let last: ThreadItem | undefined
  for (const item of items) {
    const isNewDay = last === undefined || dayOf(last.at) !== dayOf(item.at)
    if (isNewDay) parts.push({ kind: 'day', key: `day ${dayOf(item.at)}`, at: item.at })
    const group = parts.at(-1)
    if (item.kind !== 'message') parts.push(item)
    else if (group?.kind === 'group' && last?.kind === 'message' && belongTogether(last, item)) {
      parts[parts.length - 1] = { ...group, messages: [...group.messages, item] }
    } else parts.push({ kind: 'group', key: `group ${item.key}`, messages: [item] })
    last = item
  }
  return parts
}

function belongTogether(a: MessageItem, b: MessageItem): boolean {
  const sameSender = a.mine === b.mine && a.role === b.role && a.name === b.name && a.isPrivate === b.isPrivate
  return sameSender && b.at - a.at < SILENCE_MS
}

function localDay(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}
