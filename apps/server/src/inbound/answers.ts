import type { ConversationId, EpochMs } from '@baton/base'
import type { HistoryFrame, MarkFrame } from '@baton/protocol'
import type { Handled, Orderer } from '@baton/runtime'
import type { House } from '../house.ts'
import type { Outlet } from '../outbound/outlet.ts'
import { readBefore } from '../outbound/readLog.ts'
import type { Onlooker } from '../outbound/subscription.ts'
import { refusal } from './serveSocket.ts'

/** Whom an answer goes to. */
export interface Answering {
  readonly house: House
  readonly outlet: Outlet
  readonly by: Orderer
}

/** `accepted` is said after the disk has it, never before. */
export async function answerHandled(
  { house, outlet }: Answering,
  frameId: string,
  handling: Promise<Handled>,
): Promise<void> {
  const handled = await handling
  if (!handled.ok) {
    house.metrics.refused(handled.refusal)
    return outlet.answer(
      refusal(handled.refusal, { frameId, ...(handled.path !== undefined && { path: handled.path }) }),
    )
  }
  house.metrics.accepted()
  const { conversationId, seq, at } = handled
  outlet.answer({
    type: 'accepted',
    frameId,
    conversationId,
    ...(seq !== undefined && { seq }),
    ...(at !== undefined && { at }),
  })
}

/** A page of older events, and the way on to the conversation before. */
export async function answerHistory(
  { house, outlet, by }: Answering,
  onlooker: Onlooker,
  { frameId, conversationId: asked, before, limit }: HistoryFrame,
): Promise<void> {
  const { accountId, viewer } = onlooker
  const conversationId = asked ?? (await newestOf(house, onlooker, by))
  if (conversationId === undefined) return outlet.answer({ type: 'history', frameId, events: [], more: false })
  const found = await house.runtime.find(accountId, conversationId)
  if (found === undefined || found.state.phase === 'absent' || !onlooker.maySee(found.state)) {
    return outlet.answer(refusal('conversation-not-found', { frameId, path: '/conversationId' }))
  }
  const store = house.storage.conversations
  const reading = { store, names: house.names, accountId, conversationId, viewer }
  const page = await readBefore(reading, before ?? Number.MAX_SAFE_INTEGER, limit)
  const { consumerId, openedAt } = found.state
  const previous = await previousOf(house, onlooker, { consumerId, openedAt, conversationId })
  outlet.answer({
    type: 'history',
    frameId,
    conversationId,
    events: page.frames,
    more: page.more,
    ...(previous !== undefined && { previousConversationId: previous }),
  })
}

async function newestOf(house: House, { accountId }: Onlooker, by: Orderer): Promise<ConversationId | undefined> {
  if (by.kind !== 'consumer') return undefined
  const [newest] = await house.storage.conversations.listThread(accountId, by.consumerId, undefined, 1)
  return newest?.conversationId
}

async function previousOf(
  house: House,
  onlooker: Onlooker,
  of: {
    consumerId: Parameters<House['storage']['conversations']['listThread']>[1]
    openedAt: EpochMs
    conversationId: ConversationId
  },
): Promise<ConversationId | undefined> {
  const { accountId } = onlooker
  const [previous] = await house.storage.conversations.listThread(accountId, of.consumerId, of.openedAt, 1)
  if (previous === undefined || previous.conversationId === of.conversationId) return undefined
  const found = await house.runtime.find(accountId, previous.conversationId)
  return found !== undefined && onlooker.maySee(found.state) ? previous.conversationId : undefined
}

/** A mark never runs ahead of the conversation; what was read was also delivered. */
export function markOf({ delivered = 0, read = 0 }: MarkFrame, seq: number): { delivered: number; read: number } {
  return { delivered: Math.min(Math.max(delivered, read), seq), read: Math.min(read, seq) }
}
