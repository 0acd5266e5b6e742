import type { ClientId, ConversationId, EpochMs } from '@baton/base'
import type { Audience, Chosen, Content, Metadata } from '@baton/content'
import type { AcceptedFrame } from '@baton/protocol'
import type { Answer, RefusalCode } from './asks.ts'
import { type TextStorage, uuid } from './environment.ts'

/** More unsent messages than this and the next one is not taken. */
export const MAX_OUTBOX = 50
/** Words that waited longer than this are not sent by themselves any more: nobody expects them to appear out of nowhere. */
const STALE_AFTER_MS = 24 * 3_600_000
/** The server asked for patience. */
const PATIENCE_MS = 2_000

/** Something said that is not yet among the events of the conversation. */
export interface OutboxItem {
  readonly clientId: ClientId
  /** By this machine's clock, for showing only. */
  readonly at: EpochMs
  /** The conversation it was said in; absent: into the open one, or into a new one. */
  readonly conversationId?: ConversationId
  readonly said: Said
  /** `sent`: the server has it, its event has not arrived here yet. */
  readonly state: 'sending' | 'sent' | 'failed'
  /** Why it failed. */
  readonly reason?: FailureReason
  /** Of a sent one: where it will appear. */
  readonly seq?: number
}
export type FailureReason = RefusalCode | 'too-old'

export type Said =
  | {
      readonly kind: 'message'
      readonly content: Content
      readonly metadata?: Metadata
      readonly audience?: Audience
    }
  | {
      readonly kind: 'click'
      readonly on: number
      readonly element: string
      /** What the click says in the consumer's name, for showing it at once. */
      readonly text?: string
      readonly chosen?: Chosen
    }

export interface OutboxOptions {
  readonly storage: TextStorage
  readonly storageKey: string
  readonly now: () => number
  readonly setTimer: (run: () => void, delayMs: number) => () => void
  /** Delivers one item; the outbox never has two on the way, so that nothing overtakes. */
  readonly deliver: (item: OutboxItem) => Promise<Answer<AcceptedFrame>>
  readonly canDeliver: () => boolean
  /** A consumer's words for a conversation that has ended begin the next one; an agent's do not. */
  readonly wordsOpenAnew: boolean
  readonly onChange: () => void
}

/** What this client said and the server has not told back yet: kept over a reload, sent in order, each with its one id. */
export interface Outbox {
  readonly items: readonly OutboxItem[]
  /** @returns false when the outbox is full */
  add(item: Omit<OutboxItem, 'state' | 'at'>): boolean
  /** Its event has arrived. */
  arrived(clientId: ClientId): void
  /** Everything up to here has arrived, so a sent one that is not among it will not come any more. */
  arrivedUpTo(conversationId: ConversationId, seq: number): void
  retry(clientId: ClientId): void
  discard(clientId: ClientId): void
  /** Goes on delivering if it can. */
  flush(): void
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { storage, storageKey, now } = options
  let items: readonly OutboxItem[] = readStored(storage, storageKey).map((item) =>
    now() - item.at > STALE_AFTER_MS ? { ...item, state: 'failed', reason: 'too-old' } : item,
  )
  let delivering = false
  let cancelPatience = () => {}

  /** Reads before it writes: another tab keeps its unsent words under the same key. */
  function keep(clientId: ClientId, item: OutboxItem | undefined): void {
    const others = readStored(storage, storageKey).filter((stored) => stored.clientId !== clientId)
    const kept = item === undefined || item.state === 'sent' ? others : [...others, item]
    if (kept.length === 0) storage.remove(storageKey)
    else storage.set(storageKey, JSON.stringify(kept.slice(-MAX_OUTBOX)))
  }

  function put(item: OutboxItem): void {
    const known = items.some(({ clientId }) => clientId === item.clientId)
    items = known ? items.map((old) => (old.clientId === item.clientId ? item : old)) : [...items, item]
    keep(item.clientId, item)
    options.onChange()
  }

  function drop(clientId: ClientId): void {
    if (!items.some((item) => item.clientId === clientId)) return
    items = items.filter((item) => item.clientId !== clientId)
    keep(clientId, undefined)
    options.onChange()
  }

  function flush(): void {
    const next = items.find((item) => item.state === 'sending')
    if (delivering || next === undefined || !options.canDeliver()) return
    delivering = true
    void options.deliver(next).then((answer) => {
      delivering = false
      settle(next, answer)
    })
  }

  function settle(item: OutboxItem, answer: Answer<AcceptedFrame>): void {
    const current = items.find(({ clientId }) => clientId === item.clientId)
    if (current === undefined || current.state !== 'sending') return flush() // its event came first, or it was discarded
    if (answer.ok) {
      const { conversationId, seq } = answer.frame
      put({
        ...current,
        state: 'sent',
        ...(conversationId !== undefined ? { conversationId } : {}),
        ...(seq !== undefined ? { seq } : {}),
      })
      flush()
    } else if (PASSING.has(answer.code)) {
      cancelPatience()
      cancelPatience = options.setTimer(flush, PATIENCE_MS)
    } else if (options.wordsOpenAnew && answer.code === 'conversation-closed' && isBoundMessage(current)) {
      // It ended while these words were on their way; they begin the next one. The refusal proves that nothing was stored.
      const { conversationId: _ended, ...words } = current
      put(words)
      flush()
    } else {
      if (isSilent(current)) drop(current.clientId)
      else put({ ...current, state: 'failed', reason: answer.code as RefusalCode })
      flush()
    }
  }

  return {
    get items() {
      return items
    },
    add(item) {
      if (items.length >= MAX_OUTBOX) return false
      put({ ...item, at: now() as EpochMs, state: 'sending' })
      flush()
      return true
    },
    arrived: drop,
    arrivedUpTo(conversationId, seq) {
      for (const item of items) {
        const isThere = item.state === 'sent' && item.conversationId === conversationId && (item.seq ?? 0) <= seq
        if (isThere) drop(item.clientId)
      }
    },
    retry(failedId) {
      const failed = items.find((item) => item.clientId === failedId && item.state === 'failed')
      if (failed === undefined) return
      const { reason, ...again } = failed
      // The id is taken by other words; these need one of their own.
      const clientId = reason === 'duplicate-client-id' ? (uuid() as ClientId) : failed.clientId
      if (clientId !== failed.clientId) drop(failed.clientId)
      put({ ...again, clientId, state: 'sending', at: now() as EpochMs })
      flush()
    },
    discard: drop,
    flush,
  }
}

/** The server could not, or not yet, rather than would not: asking again later helps, and nothing may overtake meanwhile. */
const PASSING: ReadonlySet<string> = new Set(['offline', 'unavailable', 'too-many-requests', 'hello-expected'])

/** A tap that says nothing, such as on a link: nobody would know what failed. */
function isSilent({ said }: OutboxItem): boolean {
  return said.kind === 'click' && said.text === undefined
}

function isBoundMessage(item: OutboxItem): boolean {
  return item.said.kind === 'message' && item.conversationId !== undefined
}

function readStored(storage: TextStorage, key: string): OutboxItem[] {
  const text = storage.get(key)
  if (text === undefined) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isItem).slice(-MAX_OUTBOX) : []
  } catch {
    return []
  }
}

function isItem(value: unknown): value is OutboxItem {
  if (typeof value !== 'object' || value === null) return false
  const { clientId, at, state, said } = value as Partial<Record<keyof OutboxItem, unknown>>
  if (typeof clientId !== 'string' || typeof at !== 'number' || typeof said !== 'object' || said === null) return false
  return state === 'sending' || state === 'failed'
}
