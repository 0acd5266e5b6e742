import { randomUUID } from 'node:crypto'
import { type ConversationId, type EpochMs, hours, Lru } from '@baton/base'
import type { Command, Conversation, Open, OpenConversation, SendMessage } from '@baton/conversation'
import type { ListedConversation } from '@baton/storage'
import { clientMessageOf } from './clientMessages.ts'
import { isOpen } from './commands.ts'
import type { Conversations } from './conversations.ts'
import type { Decider, Made, Undertaken } from './decider.ts'
import type { Directory } from './directory.ts'
import type { Surroundings } from './ports.ts'
import type { Resolver } from './resolver.ts'
import type { Order } from './runtime.ts'
import type { AutomaticWords, Opening } from './words/automaticWords.ts'

export type ConsumerWrite = Extract<Order, { type: 'write'; by: { kind: 'consumer' } }>

const NOT_THEIRS = { refusal: 'conversation-not-found', path: '/conversationId' } as const

const WELCOMED_AGAIN_MS = hours(48)

type Found = ConversationId | 'foreign' | undefined

/** Which conversation a consumer's words belong to: the open one, or a new one. */
export class ConsumerWords {
  /** Where consumers last wrote: spares the search. Only a hint; the state that is loaded decides. */
  private readonly lastKnown: Lru<string, ConversationId>
  private readonly around: Surroundings
  private readonly parts: {
    conversations: Conversations
    decider: Decider
    directory: Directory
    resolver: Resolver
    automatic: Pick<AutomaticWords, 'atOpening'>
  }

  constructor(around: Surroundings, parts: ConsumerWords['parts']) {
    this.around = around
    this.parts = parts
    this.lastKnown = new Lru(around.limits.cachedConversations)
  }

  /** Called for one order of a consumer at a time. */
  async write(order: ConsumerWrite): Promise<Undertaken> {
    const named = order.conversationId
    const found = named === undefined ? await this.findOpen(order) : await this.namedOrOpen(order, named)
    if (found === 'foreign') return { how: 'refused', ...NOT_THEIRS }

    let target: ConversationId | undefined = found
    for (let tries = 0; tries < this.around.limits.tries; tries += 1) {
      const undertaken: Undertaken = target === undefined ? await this.open(order) : await this.say(order, target)
      if (undertaken.how === 'elsewhere') target = undertaken.conversationId
      // It closed between the look and the words: they open the next one.
      else if (undertaken.how === 'refused' && undertaken.refusal === 'conversation-closed') target = undefined
      else return undertaken
    }
    return { how: 'refused', refusal: 'conversation-closed' }
  }

  /** The open conversation that the words belong to, where that is known without asking the storage. */
  knownOpen(order: ConsumerWrite): ConversationId | undefined {
    const { accountId, by, conversationId: named } = order
    const id = named ?? this.lastKnown.get(`${accountId}/${by.consumerId}`)
    const state = id && this.parts.conversations.remembered(accountId, id)?.state
    return state && isOpen(state) && state.consumerId === by.consumerId ? id : undefined
  }

  private async namedOrOpen(order: ConsumerWrite, named: ConversationId): Promise<Found> {
    const { conversations } = this.parts
    const { consumerId } = order.by
    // Who signed in at another node a moment ago took the conversation with them.
    const isTheirs = (state: Conversation) => state.phase !== 'absent' && state.consumerId === consumerId
    const known = await conversations.loadAs(order.accountId, named, isTheirs)
    if (known === undefined || !isTheirs(known.state)) return 'foreign'
    return isOpen(known.state) ? named : this.findOpen(order)
  }

  private async findOpen({ accountId, by: { consumerId } }: ConsumerWrite): Promise<ConversationId | undefined> {
    const hint = this.lastKnown.get(`${accountId}/${consumerId}`)
    const known = hint && (await this.parts.conversations.load(accountId, hint))
    if (known && isOpen(known.state)) return hint
    return this.around.storage.conversations.findOpen(accountId, consumerId)
  }

  /** Into this conversation; refused with `conversation-closed` when it is over by then. */
  say(order: ConsumerWrite, conversationId: ConversationId): Promise<Undertaken> {
    const clientMessage = clientMessageOf(order)
    if (order.conversationId === undefined) {
      this.lastKnown.set(`${order.accountId}/${order.by.consumerId}`, conversationId)
    }
    return this.parts.decider.undertake({
      accountId: order.accountId,
      conversationId,
      boundary: 'command-committed',
      laneLimit: this.around.limits.queuedOrders,
      ...(clientMessage && { clientMessage }),
      make: (state, at) => {
        if (!isOpen(state)) return this.message(order, at)
        if (state.consumerId !== order.by.consumerId) return NOT_THEIRS
        return state.assignee.kind === 'bot' ? this.toBot(order, at, state) : this.toPeople(order, at, state)
      },
    })
  }

  private async toBot(order: ConsumerWrite, at: EpochMs, state: OpenConversation): Promise<Made> {
    const { resolver } = this.parts
    const seat = await resolver.seatIn(state)
    const { content } = order
    const endsSurvey = content.kind === 'text' && (await resolver.endsSurvey(state, [content.text]))
    return this.message(order, at, { ...(seat && { seat }), ...(endsSurvey && { endsSurvey }) })
  }

  private async toPeople(order: ConsumerWrite, at: EpochMs, state: OpenConversation): Promise<Made> {
    return this.message(order, at, await this.parts.resolver.opensAgain(state, at))
  }

  private message(
    order: ConsumerWrite,
    at: EpochMs,
    heard: Pick<SendMessage, 'seat' | 'endsSurvey' | 'opensAt' | 'closed'> = {},
  ): Made {
    const command: Command = {
      type: 'sendMessage',
      by: { kind: 'consumer' },
      clientId: order.clientId,
      content: order.content,
      audience: 'ALL',
      at,
      ...(order.metadata && { metadata: order.metadata }),
      ...heard,
    }
    return { command }
  }

  private async open(order: ConsumerWrite): Promise<Undertaken> {
    const conversationId = randomUUID() as ConversationId
    const clientMessage = clientMessageOf(order)
    const undertaken = await this.parts.decider.undertake({
      accountId: order.accountId,
      conversationId,
      fresh: true,
      boundary: 'command-committed',
      ...(clientMessage && { clientMessage }),
      make: (_state, at) => this.opening(order, conversationId, at),
    })
    if (undertaken.how === 'done') this.lastKnown.set(`${order.accountId}/${order.by.consumerId}`, conversationId)
    return undertaken
  }

  /**
   * Who comes back to what closed by itself was welcomed a short time ago (messaging LIF-31); who comes back to questions whose
   * time was over is told so (messaging R2.9).
   */
  private async atOpening(
    opening: Opening,
    last: ListedConversation | undefined,
    at: EpochMs,
  ): Promise<Pick<Open, 'says'>> {
    const { accountId } = opening
    const { surveyExpired, welcome } = await this.parts.automatic.atOpening(opening, at)
    if (surveyExpired === undefined && welcome === undefined) return {}
    const words = welcome ? { says: welcome } : {}
    if (last?.closedAt === undefined || last.closedAt + WELCOMED_AGAIN_MS <= at) return words
    const closed = await this.around.storage.conversations.load(accountId, last.conversationId)
    const reason = closed?.state.phase === 'closed' ? closed.state.reason : undefined
    if (reason === 'surveyExpired' && surveyExpired) return { says: surveyExpired }
    return reason === 'idle' ? {} : words
  }

  private async opening(order: ConsumerWrite, conversationId: ConversationId, at: EpochMs): Promise<Made> {
    const { accountId, entryPointId, clientId, content, metadata, attributes, surveys } = order
    const entryPoint = await this.parts.directory.entryPoint(accountId, entryPointId)
    if (!entryPoint?.enabled) return { refusal: 'unknown-entry-point', path: '/entryPointId' }
    const destination = await this.parts.resolver.destination({ accountId, entryPointId }, entryPoint.skillId)
    if (destination === undefined) return { refusal: 'unknown-skill' }
    const { language } = entryPoint
    const [last] = await this.around.storage.conversations.listThread(accountId, order.by.consumerId, undefined, 1)
    // Who was never here before is answered first, for the whole of this conversation (messaging R4.6).
    const priority = last === undefined ? 'prioritized' : 'normal'
    const { skillId, bot, opensAt = at } = destination
    const responseMs = (bot ? 0 : opensAt - at) + destination.responseTimes[priority]
    const place = { accountId, entryPointId, skillId, language }
    const said = await this.atOpening(
      { ...place, responseMs, isFirst: last === undefined, byPeople: bot === undefined },
      last,
      at,
    )
    return {
      command: {
        type: 'open',
        conversationId,
        accountId,
        consumerId: order.by.consumerId,
        entryPointId,
        language,
        destination,
        priority,
        at,
        ...(last === undefined && { first: true }),
        ...(attributes && { attributes }),
        ...said,
        ...(surveys === false && { surveys }),
        message: { clientId, content, ...(metadata && { metadata }) },
      },
    }
  }
}
