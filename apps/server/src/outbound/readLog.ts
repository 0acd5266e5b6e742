import type { AccountId, ConversationId } from '@baton/base'
import type { Recorded } from '@baton/conversation'
import { type EventFrame, framesFor, type Viewer } from '@baton/protocol'
import type { ConversationStore } from '@baton/storage'
import type { NameBook } from './names.ts'

/** Where frames are read from the log, and for whom. */
export interface Reading {
  readonly store: ConversationStore
  readonly names: NameBook
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  readonly viewer: Viewer
}

export interface Since {
  readonly frames: readonly EventFrame[]
  /** Place of the last event that was read, visible or not. */
  readonly position: number
}

const PAGE = 1_000
const PAGE_BACKWARDS = 200
const PAGES = 5

/**
 * All that this viewer may see after a place.
 * @returns undefined when it is more than `limit` events: the client is better served with the newest ones
 */
export async function readSince(reading: Reading, after: number, limit: number): Promise<Since | undefined> {
  const { store, names, accountId, conversationId, viewer } = reading
  const frames: EventFrame[] = []
  let position = after
  let prev = after
  for (let pages = 0; pages < PAGES; pages += 1) {
    const log = await store.readLog(accountId, conversationId, position, PAGE)
    await names.learn(accountId, log)
    const seen = framesFor(log, viewer, names.of(accountId), prev)
    frames.push(...seen.frames)
    prev = seen.last
    position = log.at(-1)?.seq ?? position
    if (frames.length > limit) return undefined
    if (log.length < PAGE) return { frames, position }
  }
  return undefined
}

export interface Before {
  /** Oldest first. */
  readonly frames: readonly EventFrame[]
  /** Earlier ones are to be had. */
  readonly more: boolean
  /** Place of the newest event that was read, visible or not; 0 for none. */
  readonly newest: number
}

/** The last `limit` events before a place that this viewer may see. */
export async function readBefore(reading: Reading, before: number, limit: number): Promise<Before> {
  const { store, names, accountId, conversationId, viewer } = reading
  let log: Recorded[] = []
  let visible = 0
  let from = before
  let atStart = false
  // One more than asked for: its place is the `prev` of the first.
  while (visible <= limit && !atStart) {
    const page = await store.readLogBackwards(accountId, conversationId, from, PAGE_BACKWARDS)
    await names.learn(accountId, page)
    visible += framesFor(page, viewer, names.of(accountId), 0).frames.length
    log = [...page, ...log]
    from = page[0]?.seq ?? 1
    atStart = page.length < PAGE_BACKWARDS || from <= 1
  }
  const { frames } = framesFor(log, viewer, names.of(accountId), 0)
  return { frames: frames.slice(-limit), more: frames.length > limit, newest: log.at(-1)?.seq ?? 0 }
}
