import type { ConversationId } from '@baton/base'
import type { Conversation } from '@baton/conversation'
import { type ServerFrame, type ViewMark, viewHeader } from '@baton/protocol'
import type { Runtime } from '@baton/runtime'
import { type ConversationStore, type Mark, StorageUnavailable } from '@baton/storage'
import type { NameBook } from './names.ts'
import { whoOf } from './participant.ts'
import { type Reading, readBefore, readSince } from './readLog.ts'
import type { Subscription } from './subscription.ts'

export interface CatchUpSource {
  readonly runtime: Pick<Runtime, 'find'>
  readonly store: ConversationStore
  readonly names: NameBook
  readonly resumeEvents: number
  readonly firstEvents: number
}

export interface CatchUp {
  readonly frames: readonly ServerFrame[]
  /** The log was dealt with up to here. */
  readonly position: number
}

/**
 * What brings a client up to now: what it missed, or, where that is too much or unknown, the conversation anew.
 * @param after the last place that the client has; undefined when it has nothing
 * @returns undefined when there is no such conversation for this viewer
 */
export async function catchUp(
  source: CatchUpSource,
  subscription: Subscription,
  after: number | undefined,
): Promise<CatchUp | undefined> {
  const { onlooker, conversationId } = subscription
  const found = await source.runtime.find(onlooker.accountId, conversationId)
  if (found === undefined || !onlooker.maySee(found.state)) return undefined
  const { store, names } = source
  const reading: Reading = { store, names, accountId: onlooker.accountId, conversationId, viewer: onlooker.viewer }
  const isKnownPlace = after !== undefined && after > 0 && after <= found.seq
  const since = isKnownPlace ? await readSince(reading, after, source.resumeEvents) : undefined
  const marks = await marksOf(source, reading)
  if (since === undefined) return anew(source, reading, found, marks)
  const events: ServerFrame = { type: 'events', conversationId, events: since.frames }
  return {
    frames: marks.length === 0 ? [events] : [events, { type: 'marked', conversationId, marks }],
    position: since.position,
  }
}

const UNFLUSHED_TRIES = 100
const UNFLUSHED_PAUSE_MS = 5

async function anew(
  source: CatchUpSource,
  reading: Reading,
  { state, seq }: { state: Conversation; seq: number },
  marks: readonly ViewMark[],
): Promise<CatchUp> {
  const { conversationId, accountId, names, viewer } = reading
  await names.learn(accountId, [], state)
  for (let tries = 0; tries < UNFLUSHED_TRIES; tries += 1) {
    const { frames: events, more, newest } = await readBefore(reading, seq + 1, source.firstEvents)
    const header = viewHeader(state, viewer, names.of(accountId))
    if (newest === seq && header !== undefined) {
      return { frames: [{ type: 'conversation', conversationId, header, events, more, marks }], position: seq }
    }
    // The state may be a group of commits ahead of the log; header and events must be of the same moment.
    await new Promise((resolve) => setTimeout(resolve, UNFLUSHED_PAUSE_MS))
  }
  throw new StorageUnavailable(`the log of ${conversationId as ConversationId} does not reach its state`)
}

async function marksOf(source: CatchUpSource, { accountId, conversationId }: Reading): Promise<ViewMark[]> {
  const marks = await source.store.readMarks(accountId, conversationId)
  return Promise.all(marks.map((mark) => viewMark(source.names, accountId, mark)))
}

async function viewMark(names: NameBook, accountId: Reading['accountId'], mark: Mark): Promise<ViewMark> {
  return { who: await whoOf(names, accountId, mark.participant), delivered: mark.delivered, read: mark.read }
}
