import type { AccountId, BoundaryObserver, ConsumerId, ConversationId } from '@baton/base'
import type { ServerFrame } from '@baton/protocol'
import type { Committed, LiveMark, LiveSignal, Runtime } from '@baton/runtime'
import { type CatchUpSource, catchUp } from './follow.ts'
import { FramesOf } from './framesOf.ts'
import { whoOf } from './participant.ts'
import { type Held, MAX_HELD, type Onlooker, type Subscription } from './subscription.ts'
import { toTextFrame } from './textFrame.ts'

/** Told of every conversation that their consumer opens, on whichever socket that was. */
export interface ConsumerOnlooker extends Onlooker {
  readonly consumerId: ConsumerId
  /** @returns false while the socket is still being welcomed: it will follow the conversation by itself */
  opened(conversationId: ConversationId): boolean
}

export interface PushCounts {
  pushed(frames: number): void
  fellBehind(): void
}

const DRAIN_CHECK_MS = 50

/**
 * Tells everyone: what is committed goes to each subscribed socket that may see it, in order, once. Nothing is decided here,
 * and nothing is kept but who follows what.
 */
export class PushEvents {
  readonly #followers = new Map<ConversationId, Map<Onlooker, Subscription>>()
  readonly #followed = new Map<Onlooker, Set<ConversationId>>()
  readonly #consumers = new Map<string, Set<ConsumerOnlooker>>()
  /** Slow readers who are still to be told that they are behind. */
  readonly #slow = new Set<Subscription>()
  #drainTimer: NodeJS.Timeout | undefined
  /** Commits of a conversation that wait for a name to be looked up; those behind them wait too. */
  readonly #unnamed = new Map<ConversationId, Committed[]>()

  constructor(
    private readonly source: CatchUpSource,
    private readonly observe: BoundaryObserver,
    private readonly counts: PushCounts,
  ) {}

  /** @returns how to stop */
  listenTo(runtime: Pick<Runtime, 'listen'>): () => void {
    const stop = runtime.listen({
      committed: (committed) => this.#committed(committed),
      marked: (mark) => void this.#marked(mark).catch(() => {}), // a lost mark is caught up with by the next
      signalled: (signal) => void this.#signalled(signal).catch(() => {}),
    })
    return () => {
      stop()
      clearInterval(this.#drainTimer)
    }
  }

  consumerArrived(consumer: ConsumerOnlooker): void {
    addTo(this.#consumers, consumerKey(consumer), consumer)
  }

  /** A socket is gone, with all that it followed. */
  left(onlooker: Onlooker | ConsumerOnlooker): void {
    for (const conversationId of this.#followed.get(onlooker) ?? []) this.unfollow(onlooker, conversationId)
    this.#followed.delete(onlooker)
    if ('consumerId' in onlooker) removeFrom(this.#consumers, consumerKey(onlooker), onlooker)
  }

  /** Says something to every consumer of an account that is connected here. */
  tellConsumers(accountId: AccountId, frame: ServerFrame): void {
    for (const sockets of this.#consumers.values()) {
      for (const socket of sockets) if (socket.accountId === accountId) socket.outlet.answer(frame)
    }
  }

  socketsOf(consumer: { readonly accountId: AccountId; readonly consumerId: ConsumerId }): number {
    return this.#consumers.get(consumerKey(consumer))?.size ?? 0
  }

  followedBy(onlooker: Onlooker): number {
    return this.#followed.get(onlooker)?.size ?? 0
  }

  isFollowing(onlooker: Onlooker, conversationId: ConversationId): boolean {
    return this.#followers.get(conversationId)?.has(onlooker) ?? false
  }

  /**
   * Brings a socket up to now and keeps it there: subscribes first, so that nothing falls between the log and the live events.
   * @returns false when there is no such conversation for this viewer
   */
  async follow(onlooker: Onlooker, conversationId: ConversationId, after: number | undefined): Promise<boolean> {
    const subscription = this.#subscribe(onlooker, conversationId)
    subscription.state = 'catchingUp'
    subscription.held = []
    subscription.meanwhile.length = 0
    this.#slow.delete(subscription)
    let caughtUp: Awaited<ReturnType<typeof catchUp>>
    try {
      caughtUp = await catchUp(this.source, subscription, after)
    } catch (fault) {
      this.unfollow(onlooker, conversationId)
      throw fault
    }
    if (caughtUp === undefined) {
      this.unfollow(onlooker, conversationId)
      return false
    }
    for (const frame of caughtUp.frames) onlooker.outlet.answer(frame)
    this.#goLive(subscription, caughtUp.position)
    return true
  }

  unfollow(onlooker: Onlooker, conversationId: ConversationId): void {
    const followers = this.#followers.get(conversationId)
    const subscription = followers?.get(onlooker)
    if (followers === undefined || subscription === undefined) return
    followers.delete(onlooker)
    if (followers.size === 0) this.#followers.delete(conversationId)
    this.#followed.get(onlooker)?.delete(conversationId)
    this.#slow.delete(subscription)
  }

  /** Somebody's rights changed: whoever may no longer see a conversation is told that it is gone. */
  async recheck(onlooker: Onlooker): Promise<void> {
    for (const conversationId of [...(this.#followed.get(onlooker) ?? [])]) {
      const found = await this.source.runtime.find(onlooker.accountId, conversationId)
      if (found === undefined || !onlooker.maySee(found.state)) this.#gone(onlooker, conversationId)
    }
  }

  #subscribe(onlooker: Onlooker, conversationId: ConversationId): Subscription {
    const followers = this.#followers.get(conversationId) ?? new Map<Onlooker, Subscription>()
    this.#followers.set(conversationId, followers)
    const known = followers.get(onlooker)
    if (known !== undefined) return known
    const subscription: Subscription = {
      onlooker,
      conversationId,
      state: 'live',
      position: 0,
      held: undefined,
      meanwhile: [],
    }
    followers.set(onlooker, subscription)
    addTo(this.#followed, onlooker, conversationId)
    return subscription
  }

  #goLive(subscription: Subscription, position: number): void {
    const { held } = subscription
    subscription.state = 'live'
    subscription.position = position
    subscription.held = undefined
    if (held === undefined) return this.#fallBehind(subscription)
    for (const part of held) this.#deliver(subscription, part)
    for (const bytes of subscription.meanwhile.splice(0)) {
      if (subscription.state === 'live' && subscription.onlooker.outlet.push(bytes)) this.counts.pushed(1)
    }
  }

  #committed(committed: Committed): void {
    const { conversationId, accountId } = committed
    const waiting = this.#unnamed.get(conversationId)
    if (waiting !== undefined) {
      waiting.push(committed)
      return
    }
    if (!this.#isWatched(committed)) return
    const learnt = this.source.names.learn(accountId, committed.events)
    if (learnt === undefined) return this.#push(committed)
    this.#unnamed.set(conversationId, [committed])
    void learnt.catch(() => {}).then(() => this.#pushUnnamed(conversationId))
  }

  /** A name that could not be looked up is shown as a number; the words are not held back for it. */
  #pushUnnamed(conversationId: ConversationId): void {
    const waiting = this.#unnamed.get(conversationId) ?? []
    this.#unnamed.delete(conversationId)
    const [first, ...rest] = waiting
    if (first !== undefined) this.#push(first)
    for (const committed of rest) this.#committed(committed)
  }

  #isWatched({ before, conversationId, accountId, consumerId }: Committed): boolean {
    if (this.#followers.has(conversationId)) return true
    return before.phase === 'absent' && this.#consumers.has(consumerKey({ accountId, consumerId }))
  }

  #push(committed: Committed): void {
    const { before, conversationId } = committed
    if (before.phase === 'absent') this.#opened(committed)
    const followers = this.#followers.get(conversationId)
    if (followers === undefined) return
    const parts = new FramesOf(committed, this.source.names.of(committed.accountId))
    for (const [onlooker, subscription] of followers) {
      const part = parts.for(onlooker.viewer)
      if (part === undefined || part.last <= subscription.position) continue
      // Whoever followed the main talk sees how it ends, although they are not seated any more; nobody new comes.
      // A conversation that became a signed-in consumer's is gone for whoever is still anonymous.
      const isEnd = committed.after.phase !== 'main' && onlooker.viewer === 'agent'
      const mayStay = isEnd || onlooker.maySee(committed.after)
      if (mayStay) this.#deliver(subscription, part)
      else this.#gone(onlooker, conversationId)
    }
    this.observe('frames-pushed')
  }

  #opened({ accountId, consumerId, conversationId }: Committed): void {
    for (const consumer of this.#consumers.get(consumerKey({ accountId, consumerId })) ?? []) {
      if (consumer.opened(conversationId)) this.#subscribe(consumer, conversationId)
    }
  }

  #deliver(subscription: Subscription, part: Held): void {
    if (subscription.state === 'behind') return
    if (subscription.state === 'catchingUp') {
      if (subscription.held !== undefined && subscription.held.length >= MAX_HELD) subscription.held = undefined
      subscription.held?.push(part)
      return
    }
    if (part.last <= subscription.position) return
    if (part.first !== subscription.position + 1) return this.#fallBehind(subscription) // a ring was lost on the way
    subscription.position = part.last
    if (part.bytes === undefined) return
    if (subscription.onlooker.outlet.push(part.bytes)) this.counts.pushed(1)
    else this.#fallBehind(subscription)
  }

  #fallBehind(subscription: Subscription): void {
    subscription.state = 'behind'
    subscription.held = undefined
    this.#slow.add(subscription)
    this.counts.fellBehind()
    this.#drainTimer ??= setInterval(() => this.#tellDrained(), DRAIN_CHECK_MS).unref()
  }

  /** `behind` is worth saying only to a reader who has read what there was. */
  #tellDrained(): void {
    for (const subscription of this.#slow) {
      const { onlooker, conversationId } = subscription
      if (!onlooker.outlet.drained) continue
      this.#slow.delete(subscription)
      onlooker.outlet.answer({ type: 'behind', conversationId })
    }
    if (this.#slow.size > 0) return
    clearInterval(this.#drainTimer)
    this.#drainTimer = undefined
  }

  #gone(onlooker: Onlooker, conversationId: ConversationId): void {
    this.unfollow(onlooker, conversationId)
    onlooker.outlet.answer({ type: 'gone', conversationId })
  }

  async #marked({ accountId, conversationId, participant, delivered, read }: LiveMark): Promise<void> {
    if (!this.#followers.has(conversationId)) return
    const who = await this.#who(accountId, participant)
    this.#pushToAll({ type: 'marked', conversationId, marks: [{ who, delivered, read }] }, conversationId)
  }

  async #signalled({ accountId, conversationId, participant, state }: LiveSignal): Promise<void> {
    if (!this.#followers.has(conversationId)) return
    const who = await this.#who(accountId, participant)
    this.#pushToAll({ type: 'signalled', conversationId, who, state }, conversationId)
  }

  #who(accountId: AccountId, participant: LiveMark['participant']) {
    const key = participant.kind === 'agent' ? `agent:${participant.agentId}` : participant.kind
    return whoOf(this.source.names, accountId, key)
  }

  /**
   * Marks and typing are not events: a reader who is behind gets the marks when it resumes, and old typing is worth nothing. Who is
   * catching up gets them afterwards: what was read for it may be older than a mark that is on its way to the disk.
   */
  #pushToAll(frame: ServerFrame, conversationId: ConversationId): void {
    const bytes = encode(frame)
    for (const subscription of this.#followers.get(conversationId)?.values() ?? []) {
      const { state, onlooker, meanwhile } = subscription
      if (state === 'catchingUp' && meanwhile.length < MAX_HELD) meanwhile.push(bytes)
      if (state === 'live' && onlooker.outlet.push(bytes)) this.counts.pushed(1)
    }
  }
}

const encode = (frame: ServerFrame): Buffer => toTextFrame(JSON.stringify(frame))

const consumerKey = (of: { readonly accountId: AccountId; readonly consumerId: ConsumerId }): string =>
  `${of.accountId}/${of.consumerId}`

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key)
  if (set === undefined) map.set(key, new Set([value]))
  else set.add(value)
}

function removeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key)
  set?.delete(value)
  if (set?.size === 0) map.delete(key)
}
