import type { AccountId, AgentId, ConversationId } from '@baton/base'
import type { Offered, Recorded } from '@baton/conversation'
import { nameIn, type OfferFrame, type OfferOverFrame, who } from '@baton/protocol'
import type { Committed } from '@baton/runtime'
import type { ConversationStore } from '@baton/storage'
import type { NameBook } from '../names.ts'
import { deskRows } from './deskRow.ts'

export interface OfferSource {
  readonly store: Pick<ConversationStore, 'load' | 'readLogBackwards'>
  readonly names: NameBook
}

/** Far enough back to find the event of an offer that still runs. */
const LOOK_BACK = 200

/** An offer as its agent is told of it; undefined when the conversation is gone meanwhile. */
export async function offerFrame(
  { store, names }: OfferSource,
  accountId: AccountId,
  conversationId: ConversationId,
  { until, reserved, explanation = '' }: Offered,
): Promise<OfferFrame | undefined> {
  const loaded = await store.load(accountId, conversationId)
  if (loaded === undefined || loaded.state.phase === 'absent') return undefined
  const { seq, listRow, state } = loaded
  const item = { conversationId, seq, tags: state.tags ?? [], ...listRow }
  const [row] = await deskRows(names, accountId, [item], false, async () => ({
    consumerName: nameIn(state.attributes),
  }))
  return row && { type: 'offer', conversationId, until, ring: reserved ? 'one' : 'all', row, explanation }
}

/** The event of an offer that runs; for agents who come back while it rings. */
export async function findOffered(
  { store }: OfferSource,
  accountId: AccountId,
  conversationId: ConversationId,
  agentId: AgentId,
): Promise<Offered | undefined> {
  const log = await store.readLogBackwards(accountId, conversationId, Number.MAX_SAFE_INTEGER, LOOK_BACK)
  return log
    .map(({ event }: Recorded) => event)
    .findLast((event): event is Offered => event.type === 'offered' && event.agentId === agentId)
}

/** Whose offers ended with this commit, and how; who lost a race learns who won it. */
export function offersOver(
  names: NameBook,
  { accountId, conversationId, before, events }: Committed,
): readonly { readonly agentId: AgentId; readonly frame: OfferOverFrame }[] {
  if (before.phase === 'absent' || before.phase === 'closed' || before.offers.length === 0) return []
  const assigned = events.map(({ event }) => event).find((event) => event.type === 'assigned')
  const by = assigned && who({ kind: 'agent', agentId: assigned.agentId }, names.of(accountId))
  const taken = { type: 'offerOver', conversationId, why: 'accepted', ...(by && { by }) } as const
  const ended = events.flatMap(({ event }) => {
    if (event.type !== 'offerEnded') return []
    const isLost = event.why === 'withdrawn' && assigned !== undefined
    const frame: OfferOverFrame = isLost ? taken : { type: 'offerOver', conversationId, why: event.why }
    return [{ agentId: event.agentId, frame }]
  })
  const hadOffer = assigned && before.offers.some(({ agentId }) => agentId === assigned.agentId)
  const isTold = assigned && ended.some(({ agentId }) => agentId === assigned.agentId)
  return assigned && hadOffer && !isTold ? [...ended, { agentId: assigned.agentId, frame: taken }] : ended
}
