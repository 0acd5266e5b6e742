import type { ConversationId, SkillId } from '@baton/base'
import {
  type AcceptedFrame,
  type AgentStatus,
  compareDeskRows,
  type DeskFrame,
  type DeskListName,
  type DeskRow,
  type ListFrame,
  type OfferFrame,
  type OfferOverFrame,
  type ServerFrame,
  type WatchFrame,
} from '@baton/protocol'
import type { Answer, Asks } from './asks.ts'

/** The agent's own place: status, since when, and how much of their capacity is taken. */
export type AgentDesk = Omit<DeskFrame, 'type'>

/** A list as it is now; `rows` are its first by due time. */
export interface DeskList {
  readonly rows: readonly DeskRow[]
  readonly total: number
  /** There are conversations behind the last row. */
  readonly more: boolean
  readonly skillId?: SkillId
}

export interface DeskState {
  /** Absent until the server has told. */
  readonly desk?: AgentDesk
  /** Those that are watched and have been told. */
  readonly lists: ReadonlyMap<DeskListName, DeskList>
  /** Offers to this agent, the one that lapses first first. */
  readonly offers: readonly OfferFrame[]
  /** How the last offers ended, newest last, so that a screen can say who was faster; at most `MAX_OVER`. */
  readonly offersOver: readonly OfferOverFrame[]
}

export interface DeskOrders {
  /** Asked for again after a loss of connection that was longer than the server waits. */
  setStatus(state: AgentStatus, reason?: string): Promise<Answer>
  /** Shows a list and keeps it up to date, over reconnects too; watching it again replaces what was watched. */
  /** @param rows so many of its first; the server's own number unless told */
  watch(list: DeskListName, skillId?: SkillId, rows?: number): Promise<Answer<ListFrame>>
  unwatch(list: DeskListName): Promise<Answer>
  accept(conversationId: ConversationId): Promise<Answer>
  reject(conversationId: ConversationId): Promise<Answer>
}

export interface Desk extends DeskOrders {
  readonly state: DeskState
  /** @returns whether the frame was the desk's */
  hear(frame: ServerFrame): boolean
  /** A socket was signed in: what the desk shows is asked for anew. */
  welcomed(): void
}

type Watched = Pick<WatchFrame, 'skillId' | 'rows'>

const MAX_OVER = 10

/** An agent's desk: status, lists, offers. Holds what the server says and nothing of its own but what it was asked to show. */
export function createDesk(asks: Asks, onChange: () => void): Desk {
  const watched = new Map<DeskListName, Watched>()
  const lists = new Map<DeskListName, DeskList>()
  const offers = new Map<ConversationId, OfferFrame>()
  let over: readonly OfferOverFrame[] = []
  let desk: AgentDesk | undefined
  let wanted: { readonly state: AgentStatus; readonly reason?: string } | undefined

  async function askFor(list: DeskListName, wish: Watched): Promise<Answer<ListFrame>> {
    const answer = await asks.ask('list', { type: 'watch', list, ...wish })
    if (answer.ok) start(answer.frame)
    else if (answer.code !== 'offline') watched.delete(list)
    return answer
  }

  function start({ list, rows, total, more }: ListFrame): void {
    if (!watched.has(list)) return
    const skillId = watched.get(list)?.skillId
    lists.set(list, { rows, total, more, ...(skillId !== undefined && { skillId }) })
    onChange()
  }

  function change({ list, rows, gone, total }: ServerFrame & { type: 'listChanged' }): void {
    const known = lists.get(list)
    if (known === undefined) return
    const replaced = new Set([...gone, ...rows.map(({ conversationId }) => conversationId)])
    const kept = known.rows.filter(({ conversationId }) => !replaced.has(conversationId))
    const now = [...kept, ...rows].sort(compareDeskRows)
    lists.set(list, { ...known, rows: now, total, more: total > now.length })
    onChange()
  }

  function tell({ type: _type, ...said }: DeskFrame): void {
    const isFirst = desk === undefined
    desk = said
    onChange()
    // Changed in another window: that is the agent's wish now.
    if (!isFirst && wanted?.state !== said.status) wanted = { state: said.status }
    // The connection was away for longer than the server waits: what the agent wished holds on.
    const lapsed = isFirst && said.status === 'offline' && wanted !== undefined && wanted.state !== 'offline'
    if (lapsed && wanted !== undefined) void setStatus(wanted.state, wanted.reason)
  }

  function setStatus(state: AgentStatus, reason?: string): Promise<Answer<AcceptedFrame>> {
    wanted = { state, ...(reason !== undefined && { reason }) }
    return asks.ask('accepted', { type: 'status', ...wanted })
  }

  const act = (conversationId: ConversationId, act: 'acceptOffer' | 'rejectOffer') =>
    asks.ask('accepted', { type: 'act', conversationId, act })

  return {
    get state() {
      const byEnd = [...offers.values()].sort((a, b) => a.until - b.until)
      return { ...(desk && { desk }), lists: new Map(lists), offers: byEnd, offersOver: over }
    },
    setStatus,
    watch(list, skillId, rows) {
      const wish = { ...(skillId !== undefined && { skillId }), ...(rows !== undefined && { rows }) }
      watched.set(list, wish)
      return askFor(list, wish)
    },
    unwatch(list) {
      watched.delete(list)
      if (lists.delete(list)) onChange()
      return asks.ask('accepted', { type: 'unwatch', list })
    },
    accept: (conversationId) => act(conversationId, 'acceptOffer'),
    reject: (conversationId) => act(conversationId, 'rejectOffer'),
    welcomed() {
      desk = undefined
      offers.clear() // those that still run are told again
      for (const [list, wish] of watched) void askFor(list, wish)
    },
    hear(frame) {
      switch (frame.type) {
        case 'desk':
          tell(frame)
          return true
        case 'list':
          start(frame)
          return true
        case 'listChanged':
          change(frame)
          return true
        case 'offer':
          offers.set(frame.conversationId, frame)
          onChange()
          return true
        case 'offerOver':
          offers.delete(frame.conversationId)
          over = [...over, frame].slice(-MAX_OVER)
          onChange()
          return true
        default:
          return false
      }
    },
  }
}
