import type { AccountId, ConversationId } from '@baton/base'
import { absent, type Conversation, evolve, type Recorded } from '@baton/conversation'
import type { FedEvent, News, NodeRegister, Presence, Rings } from '@baton/storage'
import { type Conversations, type Known, keyOf } from './conversations.ts'
import { everySoOften, type Rounds } from './everySoOften.ts'
import type { Newsroom } from './newsroom.ts'
import { describe } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { Committed, LiveMark, LiveSignal } from './runtime.ts'
import { ToldPlaces } from './toldPlaces.ts'

/** A ring that was lost delays what it was for by this, in milliseconds. */
const LOOK_EVERY_MS = 1_000
/** Who has not beaten for ten seconds is dead; found and freed within two more. */
const BEAT_EVERY_MS = 2_000
/** A beat that comes back after this node has left would bring it to life again. */
const LAST_BEAT_MS = 2_000
const PAGE = 500
/** Events that are read beyond a horizon that stands still, in pages; the others wait until it goes on. */
const PAGES_AHEAD = 20
/**
 * Looks for which a node must have been alone to pass over what was committed since: ten seconds, in which a node that was only
 * asleep, and swept, has beaten again several times.
 */
const LOOKS_ALONE = 10
/** Events of one conversation that are folded anew to know how it was before. */
const MAX_REFOLDED = 1_000

interface Parts {
  readonly conversations: Conversations
  readonly newsroom: Newsroom
  /** Told of what other nodes committed. */
  committed(committed: Committed): void
  /** There may be work that another node left. */
  wake(): void
}

type Said = { readonly mark: LiveMark } | { readonly signal: LiveSignal } | { readonly presence: Presence }

/**
 * The other nodes that share this storage. Each one beats, frees what the dead held, and reads in the feed what the others
 * committed; rings only say when it is worth a look. While there are no others, nobody is rung and nothing is read: all that was
 * committed is its own. With a storage of its own, a node has no neighbours, and none of this runs.
 */
export class Neighbours {
  private readonly around: Surroundings
  private readonly parts: Parts
  private readonly nodes: NodeRegister | undefined
  private readonly rings: Rings | undefined
  private readonly told: ToldPlaces
  private readonly rounds: Rounds[] = []
  private stopListening: () => void = () => {}
  private position = 0
  /** How far the feed went at each of the last looks, while nobody else was there at any of them; oldest first. */
  private alone: readonly number[] = []
  private looking: Promise<void> | undefined
  private again = false
  /** How far everybody could see at the last look, and when this node last looked around. */
  private horizon = 0
  private horizonBefore = -1
  private ahead = false
  private stopped = false

  constructor(around: Surroundings, parts: Parts) {
    this.around = around
    this.parts = parts
    this.nodes = around.storage.nodes
    this.rings = around.storage.rings
    this.told = new ToldPlaces(around.limits.cachedConversations)
  }

  get some(): boolean {
    return this.nodes !== undefined
  }

  async start(): Promise<void> {
    const { nodes, rings } = this
    if (nodes === undefined) return
    this.position = await this.around.storage.feed.horizon()
    await nodes.beat(this.around.nodeId)
    if (rings !== undefined) {
      this.stopListening = rings.listen({
        committed: () => this.look(),
        reconnected: () => this.look(),
        settingsChanged: () => {},
        said: (message) => this.hear(message as Said),
      })
    }
    this.every(BEAT_EVERY_MS, () => this.beat(nodes))
    this.every(LOOK_EVERY_MS, async () => {
      if (!(await this.passOverOwn(nodes))) this.lookAround()
      this.parts.wake()
    })
  }

  async stop(): Promise<void> {
    this.stopped = true
    for (const round of this.rounds) round.end()
    this.stopListening()
    await this.looking
    await Promise.all(this.rounds.map((round) => round.over(LAST_BEAT_MS)))
    await this.nodes?.leave(this.around.nodeId).catch(() => {})
  }

  /** This node committed it, and tells of it by itself. */
  noteOwn({ accountId, conversationId, events }: Committed): void {
    const [first, last] = [events[0], events.at(-1)]
    if (this.nodes === undefined || first === undefined || last === undefined) return
    this.told.wrote(keyOf(accountId, conversationId), first.seq, last.seq)
    // Whoever comes in this moment looks by itself.
    if (this.alone.length === 0) this.rings?.ring()
  }

  /** What is no event is pushed by every node to its own sockets. */
  say(said: Said): void {
    this.rings?.say(said)
  }

  private hear(said: Said): void {
    if ('mark' in said) this.parts.newsroom.tell((listener) => listener.marked(said.mark))
    else if ('signal' in said) this.parts.newsroom.tell((listener) => listener.signalled(said.signal))
    else if ('presence' in said) this.parts.newsroom.tell((listener) => listener.presence?.(said.presence))
  }

  private every(ms: number, act: () => Promise<void>): void {
    const failed = (fault: unknown): void => {
      this.alone = []
      this.around.log.warn({ cause: describe(fault) }, 'the other nodes could not be asked')
    }
    this.rounds.push(everySoOften(ms, act, failed))
  }

  private async beat(nodes: NodeRegister): Promise<void> {
    await nodes.beat(this.around.nodeId)
    const { dead, freed } = await nodes.sweep()
    if (dead.length > 0) this.around.log.warn({ dead, freed }, 'a node died; what it held is free')
    if (freed > 0) this.parts.wake()
  }

  /**
   * Who was alone before and is alone after the end of the feed was read committed all of it. The place to read on from follows
   * some looks behind, so that somebody who was here unseen is still found when it is seen.
   * @returns whether nothing is left to read
   */
  private async passOverOwn(nodes: NodeRegister): Promise<boolean> {
    const wasAlone = await nodes.isAlone(this.around.nodeId)
    const end = wasAlone ? await this.around.storage.feed.horizon() : 0
    if (!wasAlone || !(await nodes.isAlone(this.around.nodeId))) {
      this.alone = []
      return false
    }
    const [oldest] = this.alone
    const followed = this.alone.length === LOOKS_ALONE && this.looking === undefined
    if (followed && oldest !== undefined) this.position = Math.max(this.position, oldest)
    this.alone = [...this.alone, end].slice(-LOOKS_ALONE)
    // Until it has been alone for long enough, others may have left something to read.
    return followed
  }

  /**
   * Whoever falls asleep in the middle of a transaction holds the horizon, and with it the news of everybody, until the database ends
   * it. So what is visible beyond a horizon that has not moved since this node last looked around is told, too, and read again from there.
   */
  private lookAround(): void {
    this.ahead = this.horizon === this.horizonBefore
    this.horizonBefore = this.horizon
    this.look()
  }

  private look(): void {
    if (this.stopped) return
    this.again = true
    this.looking ??= this.readOn()
      .catch((fault) => {
        this.again = false // the next look comes by itself
        this.alone = []
        this.around.log.warn({ cause: describe(fault) }, 'the feed could not be read')
      })
      .finally(() => {
        this.looking = undefined
        if (this.again && !this.stopped) this.look()
      })
  }

  private async readOn(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false
      const { upTo, more, horizon } = await this.readPage(this.position, 'for-everyone')
      this.position = upTo
      this.horizon = horizon
      if (more) this.again = true
    }
    if (this.ahead) await this.readAhead()
  }

  private async readAhead(): Promise<void> {
    this.ahead = false
    for (let page = 0, from = this.position; page < PAGES_AHEAD && !this.stopped; page += 1) {
      const { upTo, more } = await this.readPage(from, 'visible')
      if (!more) return
      from = upTo
    }
  }

  private async readPage(after: number, what: 'for-everyone' | 'visible'): Promise<News> {
    const isKnown = (accountId: AccountId, id: ConversationId, seq: number): boolean =>
      this.told.has(keyOf(accountId, id), seq)
    const news = await this.around.storage.feed.readNews(after, PAGE, isKnown, what)
    for (const events of inSpans(news.events)) await this.tell(events)
    if (news.events.length > 0) this.parts.wake()
    return news
  }

  /** @param fed of one conversation, without a gap */
  private async tell(fed: readonly FedEvent[]): Promise<void> {
    const [first, last] = [fed[0], fed.at(-1)]
    if (first === undefined || last === undefined) return
    const { accountId, conversationId } = first
    const key = keyOf(accountId, conversationId)
    const remembered = this.parts.conversations.rememberedAs(key)
    if (remembered === undefined || remembered.seq < last.seq)
      this.parts.conversations.forget(accountId, conversationId)
    let state = await this.stateBefore(accountId, conversationId, first.seq, remembered)
    // A commit of its own may be among them that was read before it was noted.
    for (const { isNews, events } of this.byNews(key, fed)) {
      const before = state
      state = events.reduce(evolve, before)
      if (!isNews || state.phase === 'absent') continue
      this.told.read(key, events.at(-1)?.seq ?? last.seq)
      const { consumerId } = state
      this.parts.committed({ accountId, conversationId, consumerId, before, after: state, events })
    }
  }

  private byNews(key: string, fed: readonly FedEvent[]): { isNews: boolean; events: Recorded[] }[] {
    const groups: { isNews: boolean; events: Recorded[] }[] = []
    for (const { seq, at, event } of fed) {
      const isNews = !this.told.has(key, seq)
      const group = groups.at(-1)
      if (group?.isNews === isNews) group.events.push({ seq, at, event })
      else groups.push({ isNews, events: [{ seq, at, event }] })
    }
    return groups
  }

  private async stateBefore(
    accountId: AccountId,
    id: ConversationId,
    seq: number,
    remembered: Known | undefined,
  ): Promise<Conversation> {
    if (seq === 1) return absent
    if (remembered?.seq === seq - 1) return remembered.state
    const { conversations } = this.around.storage
    let state: Conversation = absent
    for (let after = 0; after < seq - 1; ) {
      const page = await conversations.readLog(accountId, id, after, Math.min(MAX_REFOLDED, seq - 1 - after))
      if (page.length === 0) break
      state = page.reduce(evolve, state)
      after = page.at(-1)?.seq ?? seq
    }
    return state
  }
}

/** What is of one conversation, in its order and without a gap: what is missing was told here before. */
function* inSpans(page: readonly FedEvent[]): Iterable<readonly FedEvent[]> {
  const open = new Map<string, FedEvent[]>()
  for (const event of page) {
    const span = open.get(event.conversationId)
    if (span?.at(-1)?.seq === event.seq - 1) span.push(event)
    else {
      if (span !== undefined) yield span
      open.set(event.conversationId, [event])
    }
  }
  yield* open.values()
}
