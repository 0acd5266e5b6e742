import type { AccountId, ConversationId } from '@baton/base'
import { type DeskListName, type DeskRow, type ListFrame, MAX_LIST_ROWS, type ServerFrame } from '@baton/protocol'
import type { DeskItem, DeskQuery, DeskStore } from '@baton/storage'
import type { NameBook } from '../names.ts'
import type { Outlet } from '../outlet.ts'
import { toTextFrame } from '../textFrame.ts'
import { deskRows, type FindBeside, isUnread } from './deskRow.ts'

/** Between two tellings of one list, in milliseconds: at most four a second. */
export const TELL_EVERY_MS = 250

/** One socket that is shown a list. */
export interface Watcher {
  readonly outlet: Outlet
  readonly list: DeskListName
  /** Asked at every telling: rights may have changed. */
  mayWatch(query: DeskQuery): boolean
}

interface Shown {
  readonly row: DeskRow
  /** Differs whenever the row does. */
  readonly signature: string
}

export interface LiveListSource {
  readonly desk: Pick<DeskStore, 'readDesk'>
  readonly names: NameBook
  readonly besideOf: FindBeside
  onFault(fault: unknown): void
}

/**
 * The beginning of one list, kept up to date for all who watch it: however many they are, it is read once and the frame is made
 * once. Holds so many rows as are watched and no more; a reader who is too slow is started anew when it has caught up.
 */
export class LiveList {
  readonly watchers = new Set<Watcher>()
  readonly #behind = new Set<Watcher>()
  /** Not shown anything yet: changes mean nothing to them. */
  readonly #starting = new Set<Watcher>()
  #shown = new Map<ConversationId, Shown>()
  #total = 0
  #reading: Promise<void> = Promise.resolve()
  #again = false
  #timer: NodeJS.Timeout | undefined
  #toldAt = 0

  constructor(
    private readonly source: LiveListSource,
    readonly accountId: AccountId,
    readonly query: DeskQuery,
    /** So many of its first. */
    readonly rows: number = MAX_LIST_ROWS,
  ) {}

  /** Shows the list from its beginning, and what changes from then on. */
  async start(watcher: Watcher, frameId?: string): Promise<void> {
    this.#starting.add(watcher)
    // What others are shown already must be the same, so that the next change fits all.
    await this.#readInTurn()
    this.#starting.delete(watcher)
    if (!this.watchers.has(watcher)) return
    watcher.outlet.answer(this.#whole(watcher, frameId))
  }

  /** Something in it may have changed; many calls make one telling. */
  changed(): void {
    this.#again = true
    if (this.#timer !== undefined || this.watchers.size === 0) return
    const wait = Math.max(0, this.#toldAt + TELL_EVERY_MS - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#tell()
    }, wait).unref()
  }

  /** Names or rights may be others: every row is told again. */
  forget(): void {
    this.#shown = new Map([...this.#shown].map(([id, { row }]) => [id, { row, signature: '' }]))
    this.changed()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #tell(): Promise<void> {
    this.#toldAt = performance.now()
    try {
      this.#again = false
      await this.#readInTurn()
      this.#startAnew()
    } catch (fault) {
      this.source.onFault(fault)
    }
    if (this.#again || this.#behind.size > 0) this.changed()
  }

  /** One reading after the other: each tells what is different from the one before. */
  #readInTurn(): Promise<void> {
    const reading = this.#reading.then(() => this.#read())
    this.#reading = reading.catch(() => {})
    return reading
  }

  /** Reads the beginning of the list and tells everyone what is different. */
  async #read(): Promise<void> {
    const { desk, names, besideOf } = this.source
    const { items, total } = await desk.readDesk(this.accountId, this.query, this.rows)
    const changed = items.filter((item) => this.#shown.get(item.conversationId)?.signature !== signatureOf(item))
    const rows = await deskRows(names, this.accountId, changed, this.query.kind === 'mine', besideOf)
    const made = new Map(rows.map((row) => [row.conversationId, row]))
    const before = this.#shown
    const totalBefore = this.#total
    this.#shown = new Map(
      items.flatMap((item): [ConversationId, Shown][] => {
        const row = made.get(item.conversationId) ?? before.get(item.conversationId)?.row
        return row ? [[item.conversationId, { row, signature: signatureOf(item) }]] : []
      }),
    )
    this.#total = total
    const gone = [...before.keys()].filter((id) => !this.#shown.has(id))
    if (rows.length > 0 || gone.length > 0 || total !== totalBefore) this.#push(rows, gone)
  }

  #push(rows: readonly DeskRow[], gone: readonly ConversationId[]): void {
    const frames = new Map<DeskListName, Buffer>()
    for (const watcher of this.watchers) {
      if (this.#starting.has(watcher) || this.#behind.has(watcher) || !watcher.mayWatch(this.query)) continue
      const { list } = watcher
      const bytes = frames.get(list) ?? encode({ type: 'listChanged', list, rows, gone, total: this.#total })
      frames.set(list, bytes)
      if (!watcher.outlet.push(bytes)) this.#behind.add(watcher)
    }
  }

  #startAnew(): void {
    for (const watcher of this.#behind) {
      if (this.watchers.has(watcher) && !watcher.outlet.drained) continue
      this.#behind.delete(watcher)
      if (this.watchers.has(watcher) && watcher.mayWatch(this.query)) watcher.outlet.answer(this.#whole(watcher))
    }
  }

  #whole({ list }: Watcher, frameId?: string): ListFrame {
    const rows = [...this.#shown.values()].map(({ row }) => row)
    const more = this.#total > rows.length
    return { type: 'list', list, rows, total: this.#total, more, ...(frameId !== undefined && { frameId }) }
  }
}

const signatureOf = (item: DeskItem): string => `${item.seq}/${isUnread(item)}`

const encode = (frame: ServerFrame): Buffer => toTextFrame(JSON.stringify(frame))
