import type { AccountId, AgentId, Clock } from '@baton/base'
import type { Conversation, OpenConversation } from '@baton/conversation'
import {
  type AgentStatus,
  type DeskFrame,
  type DeskListName,
  MAX_LIST_ROWS,
  nameIn,
  type ServerFrame,
  type WatchFrame,
} from '@baton/protocol'
import type { Committed, Runtime } from '@baton/runtime'
import type { DeskQuery, Storage } from '@baton/storage'
import type { AgentIdentity } from '../maySee.ts'
import type { NameBook } from '../names.ts'
import type { Outlet } from '../outlet.ts'
import type { FindBeside } from './deskRow.ts'
import { LiveList, TELL_EVERY_MS, type Watcher } from './liveList.ts'
import { findOffered, offerFrame, offersOver } from './offers.ts'
import { keyOf, watchable } from './watchable.ts'

/** A signed-in person's socket, as their desk sees it. */
export interface DeskSocket {
  readonly accountId: AccountId
  readonly identity: AgentIdentity
  readonly outlet: Outlet
}

type WatchWish = Pick<WatchFrame, 'list' | 'skillId' | 'rows'>

interface Watch extends Watcher {
  readonly wish: WatchWish
  list: DeskListName
  live: LiveList
}

/** One agent of an account, over all of their sockets on this node. */
interface Desk {
  readonly accountId: AccountId
  readonly agentId: AgentId
  readonly sockets: Map<DeskSocket, Map<DeskListName, Watch>>
  told: string
  timer: NodeJS.Timeout | undefined
}

export interface DesksSource {
  readonly runtime: Pick<Runtime, 'listen' | 'presence' | 'find'>
  readonly storage: Storage
  readonly names: NameBook
  readonly clock: Clock
  onFault(fault: unknown): void
}

/** Keeps agents' desks up to date: their status and load, the lists they watch, what is offered to them. Decides nothing. */
export class Desks {
  readonly #desks = new Map<string, Desk>()
  readonly #lists = new Map<AccountId, Map<string, LiveList>>()

  constructor(private readonly source: DesksSource) {}

  /** @returns how to stop */
  listenTo(runtime: Pick<Runtime, 'listen'>): () => void {
    const stop = runtime.listen({
      committed: (committed) => this.#committed(committed),
      marked: ({ accountId, participant }) => {
        if (participant.kind !== 'agent') return
        // The mark is saved with the next group, within about a second.
        const own = keyOf({ kind: 'mine', agentId: participant.agentId })
        setTimeout(() => {
          for (const list of this.#lists.get(accountId)?.values() ?? []) if (keyOf(list.query) === own) list.changed()
        }, MARK_SAVED_MS).unref()
      },
      signalled: () => {},
      presence: ({ accountId, agentId }) => this.#tellSoon(accountId, agentId),
    })
    return () => {
      stop()
      for (const desk of this.#desks.values()) clearTimeout(desk.timer)
      for (const lists of this.#lists.values()) for (const list of lists.values()) list.stop()
    }
  }

  /** Tells a new socket how its agent is, and what rings. */
  async arrived(socket: DeskSocket): Promise<void> {
    const { accountId, identity } = socket
    const { agentId } = identity
    const key = deskKey(accountId, agentId)
    const desk = this.#desks.get(key) ?? { accountId, agentId, sockets: new Map(), told: '', timer: undefined }
    desk.sockets.set(socket, new Map())
    this.#desks.set(key, desk)
    await this.source.runtime.presence.arrived(accountId, agentId)
    socket.outlet.answer(await this.#deskFrame(desk))
    for (const conversationId of await this.source.storage.desk.listOffered(accountId, agentId)) {
      const offered = await findOffered(this.#offerSource, accountId, conversationId, agentId)
      const frame = offered && (await offerFrame(this.#offerSource, accountId, conversationId, offered))
      if (frame) socket.outlet.answer(frame)
    }
  }

  left(socket: DeskSocket): void {
    const { accountId, identity } = socket
    const key = deskKey(accountId, identity.agentId)
    const desk = this.#desks.get(key)
    const watches = desk?.sockets.get(socket)
    if (desk === undefined || watches === undefined) return
    for (const watch of watches.values()) this.#drop(watch)
    desk.sockets.delete(socket)
    if (desk.sockets.size === 0) {
      clearTimeout(desk.timer)
      this.#desks.delete(key)
    }
    this.source.runtime.presence.left(accountId, identity.agentId).catch(this.source.onFault)
  }

  async setStatus({ accountId, identity }: DeskSocket, state: AgentStatus, reason?: string): Promise<void> {
    await this.source.runtime.presence.setStatus(accountId, identity.agentId, state, reason)
  }

  /** @returns false when this person may not watch it */
  async watch(socket: DeskSocket, wish: WatchWish, frameId?: string): Promise<boolean> {
    const { list, skillId, rows = MAX_LIST_ROWS } = wish
    const query = watchable(socket.identity, list, skillId)
    const watches = this.#watchesOf(socket)
    if (query === undefined || watches === undefined) return false
    const before = watches.get(list)
    if (before) this.#drop(before)
    const live = this.#list(socket.accountId, query, rows) ?? this.#open(socket.accountId, query, rows)
    const mayWatch = (shown: DeskQuery) => {
      const now = watchable(socket.identity, list, skillId)
      return now !== undefined && keyOf(now) === keyOf(shown)
    }
    const watch: Watch = { outlet: socket.outlet, list, wish, live, mayWatch }
    watches.set(list, watch)
    live.watchers.add(watch)
    await live.start(watch, frameId)
    return true
  }

  unwatch(socket: DeskSocket, list: DeskListName): void {
    const watches = this.#watchesOf(socket)
    const watch = watches?.get(list)
    if (watch) this.#drop(watch)
    watches?.delete(list)
  }

  /** Role or skills changed: what may still be watched starts anew, the rest is emptied. */
  async recheck(socket: DeskSocket): Promise<void> {
    this.#tellSoon(socket.accountId, socket.identity.agentId)
    for (const { list, wish, live, mayWatch } of [...(this.#watchesOf(socket)?.values() ?? [])]) {
      if (mayWatch(live.query)) continue
      if (await this.watch(socket, wish)) continue
      this.unwatch(socket, list)
      socket.outlet.answer({ type: 'list', list, rows: [], total: 0, more: false })
    }
  }

  /** Somebody or something was renamed, or has another capacity. */
  settingsChanged(accountId: AccountId): void {
    for (const list of this.#lists.get(accountId)?.values() ?? []) list.forget()
    for (const desk of this.#desks.values()) if (desk.accountId === accountId) this.#tellSoon(accountId, desk.agentId)
  }

  /** From the state, which the runtime mostly has at hand: only rows that changed are asked for. */
  #besideOf(accountId: AccountId): FindBeside {
    return async (conversationId) => {
      const found = await this.source.runtime.find(accountId, conversationId)
      if (found === undefined || found.state.phase === 'absent') return {}
      const consumerName = nameIn(found.state.attributes)
      const assignee = openOf(found.state)?.assignee
      if (assignee?.kind !== 'queue') return { consumerName }
      const { suggestedAgentId, suggestedUntil } = assignee
      return { consumerName, suggestedAgentId, suggestedUntil }
    }
  }

  get #offerSource() {
    return { store: this.source.storage.conversations, names: this.source.names }
  }

  #committed(committed: Committed): void {
    const { accountId, before, after } = committed
    const lists = this.#lists.get(accountId)
    if (lists !== undefined) for (const list of lists.values()) if (touches(list.query, before, after)) list.changed()
    if (this.#desks.size === 0) return
    this.#tellHolders(accountId, before)
    this.#tellHolders(accountId, after)
    if (!committed.events.some(({ event }) => MOVES_OFFERS.has(event.type))) return
    const over = () => {
      for (const { agentId, frame } of offersOver(this.source.names, committed)) this.#say(accountId, agentId, frame)
    }
    // Where nobody follows the conversation, as on a server of its own for desks, who was faster may have no name yet.
    const learnt = this.source.names.learn(accountId, committed.events)
    if (learnt === undefined) over()
    else void learnt.catch(this.source.onFault).then(over)
    void this.#offer(committed).catch(this.source.onFault)
  }

  /** Whose load may have changed. */
  #tellHolders(accountId: AccountId, state: Conversation): void {
    const open = openOf(state)
    if (open === undefined) return
    if (open.assignee.kind === 'agent') this.#tellSoon(accountId, open.assignee.agentId)
    for (const { agentId } of open.offers) this.#tellSoon(accountId, agentId)
  }

  async #offer({ accountId, conversationId, events }: Committed): Promise<void> {
    for (const { event } of events) {
      if (event.type !== 'offered' || !this.#desks.has(deskKey(accountId, event.agentId))) continue
      const frame = await offerFrame(this.#offerSource, accountId, conversationId, event)
      if (frame) this.#say(accountId, event.agentId, frame)
    }
  }

  #say(accountId: AccountId, agentId: AgentId, frame: ServerFrame): void {
    for (const { outlet } of this.#desks.get(deskKey(accountId, agentId))?.sockets.keys() ?? []) outlet.answer(frame)
  }

  #tellSoon(accountId: AccountId, agentId: AgentId): void {
    const desk = this.#desks.get(deskKey(accountId, agentId))
    if (desk === undefined || desk.timer !== undefined) return
    desk.timer = setTimeout(() => {
      desk.timer = undefined
      this.#tell(desk).catch(this.source.onFault)
    }, TELL_EVERY_MS / 5).unref()
  }

  async #tell(desk: Desk): Promise<void> {
    const frame = await this.#deskFrame(desk)
    const said = JSON.stringify(frame)
    if (said === desk.told) return
    desk.told = said
    this.#say(desk.accountId, desk.agentId, frame)
  }

  async #deskFrame({ accountId, agentId }: Desk): Promise<DeskFrame> {
    const { desk, settings } = this.source.storage
    const [presence, person] = await Promise.all([
      desk.findPresence(accountId, agentId),
      settings.findPerson(accountId, agentId),
    ])
    const now = this.source.clock.now()
    const [held] = await desk.readLoads(accountId, [agentId], now)
    const { reason, setBy } = presence ?? {}
    const leader = setBy === undefined ? undefined : await settings.findPerson(accountId, setBy)
    return {
      type: 'desk',
      status: presence?.status ?? 'offline',
      load: held?.load ?? 0,
      capacity: person?.capacity ?? 0,
      since: presence?.since ?? now,
      ...(reason !== undefined && { reason }),
      ...(leader && { setBy: { kind: 'agent', id: leader.id, name: leader.nickname } as const }),
    }
  }

  #watchesOf(socket: DeskSocket): Map<DeskListName, Watch> | undefined {
    return this.#desks.get(deskKey(socket.accountId, socket.identity.agentId))?.sockets.get(socket)
  }

  #list(accountId: AccountId, query: DeskQuery, rows: number): LiveList | undefined {
    return this.#lists.get(accountId)?.get(listKey(query, rows))
  }

  #open(accountId: AccountId, query: DeskQuery, rows: number): LiveList {
    const { storage, names, onFault } = this.source
    const source = { desk: storage.desk, names, besideOf: this.#besideOf(accountId), onFault }
    const live = new LiveList(source, accountId, query, rows)
    const lists = this.#lists.get(accountId) ?? new Map<string, LiveList>()
    lists.set(listKey(query, rows), live)
    this.#lists.set(accountId, lists)
    return live
  }

  /** A list that nobody watches is not kept. */
  #drop({ live, ...watch }: Watch): void {
    for (const watcher of live.watchers) {
      if (watcher.outlet === watch.outlet && watcher.list === watch.list) live.watchers.delete(watcher)
    }
    if (live.watchers.size > 0) return
    live.stop()
    const lists = this.#lists.get(live.accountId)
    lists?.delete(listKey(live.query, live.rows))
    if (lists?.size === 0) this.#lists.delete(live.accountId)
  }
}

const listKey = (query: DeskQuery, rows: number): string => `${rows}/${keyOf(query)}`

const MARK_SAVED_MS = 1_500
/** With these, offers begin or end. */
const MOVES_OFFERS: ReadonlySet<string> = new Set(['offered', 'offerEnded', 'assigned'])

const deskKey = (accountId: AccountId, agentId: AgentId): string => `${accountId}/${agentId}`

const openOf = (state: Conversation): OpenConversation | undefined =>
  state.phase === 'main' || state.phase === 'survey' ? state : undefined

const touches = (query: DeskQuery, before: Conversation, after: Conversation): boolean =>
  shows(query, before) || shows(query, after)

function shows(query: DeskQuery, state: Conversation): boolean {
  const open = openOf(state)
  if (open === undefined) return false
  switch (query.kind) {
    case 'mine':
      return (
        (open.assignee.kind === 'agent' && open.assignee.agentId === query.agentId) ||
        open.joined.some(({ agentId }) => agentId === query.agentId)
      )
    case 'offers':
      return open.offers.some(({ agentId }) => agentId === query.agentId)
    case 'all':
      return query.skillId === undefined || open.skillId === query.skillId
    case 'queue':
      return open.assignee.kind === 'queue' && query.skillIds.includes(open.assignee.skillId)
  }
}
