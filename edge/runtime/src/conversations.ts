import type { AccountId, ConversationId } from '@baton/base'
import { Lru } from '@baton/base'
import { absent, type Conversation, evolve, type Recorded, STATE_VERSION, type UnknownEvent } from '@baton/conversation'
import type { ListRow, Run } from '@baton/storage'
import type { Surroundings } from './ports.ts'

/** A conversation as this node knows it. */
export interface Known {
  readonly state: Conversation
  readonly seq: number
  /** Absent before the first commit. */
  readonly listRow?: ListRow
  /** The consumer's messages that a bot is being asked about, or will be next: they need not be read from the store again. */
  readonly unanswered: readonly Recorded[]
  /** How far a written bot's dialog is, where this node saved it last; absent: whoever wants it asks the storage. */
  readonly run?: Run | undefined
  /** Something that a newer release wrote: this node may show the conversation, and must not decide on it. */
  readonly unreadable?: UnknownEvent
}

export const UNKNOWN: Known = { state: absent, seq: 0, unanswered: [] }

const LOG_PAGE = 1_000

/** Reads conversations and keeps the newest states in memory. What another node wrote is noticed at the commit. */
export class Conversations {
  private readonly cache: Lru<string, Known>
  private readonly reading = new Map<string, Promise<Known | undefined>>()
  private readonly around: Surroundings

  constructor(around: Surroundings) {
    this.around = around
    this.cache = new Lru(around.limits.cachedConversations)
  }

  /** What is in memory; most conversations that are spoken in are, and need no waiting. */
  remembered(accountId: AccountId, id: ConversationId): Known | undefined {
    return this.cache.get(keyOf(accountId, id))
  }

  /** The same for whoever has made the key already, see `keyOf`. */
  rememberedAs(key: string): Known | undefined {
    return this.cache.get(key)
  }

  /** @returns undefined for an unknown id, and for one of another account */
  async load(accountId: AccountId, id: ConversationId): Promise<Known | undefined> {
    const key = keyOf(accountId, id)
    const known = this.cache.get(key) ?? this.reading.get(key)
    if (known !== undefined) return known
    const reading: Promise<Known | undefined> = this.read(accountId, id)
      .then((read) => this.learn(key, read, () => this.reading.get(key) === reading))
      .finally(() => {
        if (this.reading.get(key) === reading) this.reading.delete(key)
      })
    this.reading.set(key, reading)
    return reading
  }

  /**
   * For whoever was told by a row of the storage how the conversation stands. Where memory says otherwise, another node wrote since:
   * what is stored decides, so that nothing is passed over for what was true a moment ago.
   * @param stands what the row says
   */
  async loadAs(
    accountId: AccountId,
    id: ConversationId,
    stands: (state: Conversation) => boolean,
  ): Promise<Known | undefined> {
    const known = this.cache.get(keyOf(accountId, id))
    if (known !== undefined && !stands(known.state)) this.forget(accountId, id)
    return this.load(accountId, id)
  }

  keep(key: string, known: Known): void {
    this.cache.set(key, known)
  }

  /** What is being read in this moment may be as old: it is answered, and not remembered. */
  forget(accountId: AccountId, id: ConversationId): void {
    const key = keyOf(accountId, id)
    this.cache.delete(key)
    this.reading.delete(key)
  }

  private learn(key: string, read: Known | undefined, isWanted: () => boolean): Known | undefined {
    if (read === undefined) return undefined
    // A commit that came meanwhile knows better.
    const committed = this.cache.get(key)
    if (committed !== undefined && committed.seq >= read.seq) return committed
    // On what it cannot read this node will commit nothing, and so would never learn that its memory is old.
    if (read.unreadable === undefined && isWanted()) this.cache.set(key, read)
    return read
  }

  private async read(accountId: AccountId, id: ConversationId): Promise<Known | undefined> {
    const loaded = await this.around.storage.conversations.load(accountId, id)
    if (loaded === undefined) return undefined
    const { seq, listRow } = loaded
    return loaded.stateVersion === STATE_VERSION
      ? { state: loaded.state, seq, listRow, unanswered: [] }
      : { ...(await this.refold(accountId, id)), listRow, unanswered: [] }
  }

  private async refold(accountId: AccountId, id: ConversationId): Promise<Pick<Known, 'state' | 'seq' | 'unreadable'>> {
    let state: Conversation = absent
    let seq = 0
    let unreadable: UnknownEvent | undefined
    for (;;) {
      const page = await this.around.storage.conversations.readLog(accountId, id, seq, LOG_PAGE)
      for (const recorded of page) {
        state = evolve(state, recorded)
        seq = recorded.seq
        if (recorded.event.type === 'unreadable') unreadable ??= recorded.event.written
      }
      if (page.length < LOG_PAGE) return { state, seq, ...(unreadable && { unreadable }) }
    }
  }
}

/** Of these events, the consumer's messages that are still to be answered by a bot. */
export function unansweredOf(state: Conversation, events: readonly Recorded[]): readonly Recorded[] {
  if (state.phase !== 'main' && state.phase !== 'survey') return NONE
  const { waiting, turn } = state
  if (waiting.length === 0 && (turn === undefined || turn.messages.length === 0)) return NONE
  return events.filter(
    ({ seq, event }) => event.type === 'messageSent' && (waiting.includes(seq) || turn?.messages.includes(seq)),
  )
}

const NONE: readonly Recorded[] = []

/** What names a conversation in this node's memory. */
export const keyOf = (accountId: AccountId, id: ConversationId): string => `${accountId}/${id}`
