import type { ConversationId } from '@baton/base'
import { type SentBefore, StorageUnavailable } from '@baton/storage'
import { clientMessageOf } from './clientMessages.ts'
import type { Commands, OrderToConversation } from './commands.ts'
import type { ConsumerWords, ConsumerWrite } from './consumerWords.ts'
import { type Decider, seqOfClient, TooManyTries, type Undertaken } from './decider.ts'
import { LaneFull, type Lanes } from './lanes.ts'
import { NewerRelease } from './newerRelease.ts'
import type { Surroundings } from './ports.ts'
import type { Handled, Order } from './runtime.ts'
import type { StorageGate } from './storageGate.ts'
import type { Masks } from './words/masks.ts'

/** Where orders come in: one consumer's orders in the order in which they came, one conversation's one at a time. */
export class OrderDesk {
  private isClosed = false
  private readonly around: Surroundings
  private readonly parts: {
    decider: Decider
    gate: StorageGate
    lanes: Lanes
    commands: Commands
    words: ConsumerWords
    masks: Masks
  }

  constructor(around: Surroundings, parts: OrderDesk['parts']) {
    this.around = around
    this.parts = parts
  }

  get closed(): boolean {
    return this.isClosed
  }
  close(): void {
    this.isClosed = true
  }

  /** @throws StorageUnavailable when nothing can be saved now or by this release, or the process stops */
  async handle(given: Order): Promise<Handled> {
    if (this.isClosed) throw new StorageUnavailable('this server is stopping')
    this.parts.gate.check()
    this.around.meter.count('orders')
    const masking = this.parts.masks.of(given)
    const order = masking instanceof Promise ? await masking : masking
    let handled: Handled | NewerRelease
    try {
      handled = answer(order, await this.undertake(order))
    } catch (fault) {
      handled = refusalOf(fault)
    }
    if (!(handled instanceof NewerRelease) && handled.ok) return handled
    const before = await this.firstAnswer(order)
    if (before !== undefined) return before
    this.around.meter.count('orders-refused')
    if (!(handled instanceof NewerRelease)) return handled
    const { code, message } = handled
    this.around.log.warn({ accountId: order.accountId, code, cause: message }, 'an order is left to a newer release')
    throw new StorageUnavailable(message)
  }

  /** What was accepted once stays accepted, although the rules would refuse the same words by now. */
  private async firstAnswer(order: Order): Promise<Handled | undefined> {
    const sent = clientMessageOf(order)
    const before = sent && (await this.around.storage.conversations.findClientMessage(order.accountId, sent))
    return before && repeated(before)
  }

  private undertake(order: Order): Promise<Undertaken> {
    const by = 'by' in order ? order.by : undefined
    if (by?.kind !== 'consumer') return this.inConversation(order as OrderToConversation)
    // A consumer's first words open the conversation that the second find: so they come one after the other.
    const lane = `${order.accountId}/consumer/${by.consumerId}`
    const inLane = (work: () => Promise<Undertaken>) =>
      this.parts.lanes.run(lane, work, this.around.limits.queuedOrders)
    if (!isConsumerWrite(order)) return inLane(() => this.inConversation(order))
    // Words into a conversation that is open keep their order in its own lane, unless some are on their way to it already.
    const open = this.parts.lanes.isFree(lane) ? this.parts.words.knownOpen(order) : undefined
    return open === undefined ? inLane(() => this.parts.words.write(order)) : this.sayOrWrite(order, open, inLane)
  }

  private async sayOrWrite(
    order: ConsumerWrite,
    open: ConversationId,
    inLane: (work: () => Promise<Undertaken>) => Promise<Undertaken>,
  ): Promise<Undertaken> {
    const undertaken = await this.parts.words.say(order, open)
    const isOver = undertaken.how === 'refused' && undertaken.refusal === 'conversation-closed'
    // It closed between the look and the words: they find or open the next one.
    return isOver || undertaken.how === 'elsewhere' ? inLane(() => this.parts.words.write(order)) : undertaken
  }

  private inConversation(order: OrderToConversation): Promise<Undertaken> {
    const { accountId, conversationId } = order
    const clientMessage = clientMessageOf(order)
    return this.parts.decider.undertake({
      accountId,
      conversationId,
      boundary: 'command-committed',
      laneLimit: this.around.limits.queuedOrders,
      make: (state, at) => this.parts.commands.of(order, state, at),
      ...(clientMessage && { clientMessage }),
    })
  }
}

/** What an order is answered that could not be decided. @throws what is no answer */
function refusalOf(fault: unknown): Handled | NewerRelease {
  if (fault instanceof NewerRelease) return fault
  if (fault instanceof LaneFull) return { ok: false, refusal: 'too-many-waiting' }
  if (fault instanceof TooManyTries) throw new StorageUnavailable('too many write at the same place; try again')
  throw fault
}

const isConsumerWrite = (order: Order): order is ConsumerWrite => order.type === 'write' && order.by.kind === 'consumer'

function answer(order: Order, undertaken: Undertaken): Handled {
  switch (undertaken.how) {
    case 'done': {
      const { after, events } = undertaken
      if (after.phase === 'absent') return { ok: false, refusal: 'conversation-not-found' }
      const own = 'clientId' in order ? seqOfClient(order.clientId, events) : events[0]?.seq
      return {
        ok: true,
        conversationId: after.id,
        ...(own !== undefined && { seq: own, at: after.lastAt }),
      }
    }
    case 'repeated':
      return repeated(undertaken)
    case 'refused': {
      const { refusal, path } = undertaken
      return { ok: false, refusal, ...(path !== undefined && { path }) }
    }
    case 'elsewhere': // Words that open a conversation go on to the open one; a signed-in consumer has one already.
      return { ok: false, refusal: 'conversation-exists' }
    case 'effect-gone': // Only outcomes settle effects.
      return { ok: false, refusal: 'conversation-not-found' }
  }
}

const repeated = ({ sameContent, conversationId, seq, at }: SentBefore): Handled =>
  sameContent ? { ok: true, conversationId, seq, at } : { ok: false, refusal: 'duplicate-client-id' }
