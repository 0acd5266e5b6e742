import type { ClientId, ConversationId } from '@baton/base'
import {
  type ConversationFrame,
  type ConversationView,
  type EventFrame,
  foldEvents,
  foldMarks,
  keyOf,
  prependHistory,
  type ViewMark,
  viewFromConversationFrame,
  type Who,
} from '@baton/protocol'
import type { SetTimer } from './environment.ts'

/** Several frames arrive together; one mark tells of all of them. */
const MARK_AFTER_MS = 200
/** A sender that vanished never says that it stopped typing (messaging R3.10). */
const TYPING_FADES_MS = 10_000
const COMPOSING_EVERY_MS = 3_000
const IDLE_AFTER_MS = 5_000
/** A question for what was missed that is not answered: the socket itself is in doubt. */
const RESUME_WITHIN_MS = 10_000
/** What was acknowledged should be here by now; else ask for it. */
const EVENT_WITHIN_MS = 2_000

export interface KeeperOptions {
  readonly conversationId: ConversationId
  readonly setTimer: SetTimer
  readonly send: (frame: object) => boolean
  readonly reconnect: () => void
  readonly isMe: (who: Who) => boolean
  readonly onChange: () => void
  /** An event of this client's own words is here. */
  readonly onArrived: (clientId: ClientId) => void
}

/** One conversation as it is kept up to date from frames: complete, in order, every event once. */
export interface Keeper {
  readonly conversationId: ConversationId
  readonly view: ConversationView | undefined
  readonly typing: Who | undefined
  /** Messages of others above the own read mark. */
  readonly unread: number
  replace(frame: ConversationFrame): void
  take(events: readonly EventFrame[]): void
  takeOlder(events: readonly EventFrame[], more: boolean): void
  takeMarks(marks: readonly ViewMark[]): void
  takeSignal(who: Who, state: 'composing' | 'idle'): void
  /** Asks for everything after what is here. */
  resume(): void
  /** The server acknowledged an event at this place; it is on its way. */
  expect(seq: number): void
  markRead(): void
  /** A key was pressed. */
  composing(): void
  /** The words were sent, or wiped. */
  doneComposing(): void
  /** The socket is new: nothing asked over the old one will be answered, nothing told is known to have arrived. */
  reconnected(): void
  stop(): void
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { conversationId, setTimer, send, isMe } = options
  let view: ConversationView | undefined
  let typing: Who | undefined
  let readTo = 0
  let told = { delivered: 0, read: 0 }
  let expected = 0
  let resuming = false
  let composingToldAt = false
  const timers = createTimers(setTimer)

  function changed(next: ConversationView, arrived: readonly EventFrame[]): void {
    view = next
    for (const { event } of arrived) {
      if (event.type !== 'message') continue
      if (typing !== undefined && keyOf(typing) === keyOf(event.who)) typing = undefined
      if (isMe(event.who) && event.clientId !== undefined) options.onArrived(event.clientId)
    }
    if (next.header.seq >= expected) timers.clear('expect')
    markLater()
    options.onChange()
  }

  function settled(): void {
    resuming = false
    timers.clear('resume')
  }

  function resume(): void {
    if (resuming) return
    if (!send({ type: 'resume', frameId: `r${conversationId}`, conversationId, after: view?.header.seq ?? 0 })) return
    resuming = true
    timers.set('resume', options.reconnect, RESUME_WITHIN_MS)
  }

  function take(events: readonly EventFrame[]): void {
    if (events.length === 0) return settled()
    const folded = foldEvents(view, conversationId, events)
    if (!folded.ok) return resume()
    settled()
    if (folded.view !== view) changed(folded.view, events)
  }

  function markLater(): void {
    const delivered = view?.header.seq ?? 0
    if (delivered <= told.delivered && readTo <= told.read) return
    timers.start('mark', tellMarks, MARK_AFTER_MS)
  }

  function tellMarks(): void {
    const delivered = view?.header.seq ?? 0
    const news = {
      ...(delivered > told.delivered ? { delivered } : {}),
      ...(readTo > told.read ? { read: readTo } : {}),
    }
    if (Object.keys(news).length > 0 && send({ type: 'mark', conversationId, ...news })) told = { ...told, ...news }
  }

  function signal(state: 'composing' | 'idle'): void {
    if (view !== undefined && view.header.phase !== 'closed') send({ type: 'signal', conversationId, state })
  }

  function doneComposing(): void {
    timers.clear('idle')
    timers.clear('composing')
    if (composingToldAt) signal('idle')
    composingToldAt = false
  }

  return {
    conversationId,
    get view() {
      return view
    },
    get typing() {
      return view?.header.phase === 'closed' ? undefined : (view?.header.composing ?? typing)
    },
    get unread() {
      return countUnread(view, Math.max(readTo, ownMark(view, isMe)?.read ?? 0), isMe)
    },
    replace(frame) {
      settled()
      const fresh = viewFromConversationFrame(frame)
      changed(joinOlder(view, fresh), fresh.events)
    },
    take,
    takeOlder(events, more) {
      if (view === undefined) return
      view = prependHistory(view, events, more)
      options.onChange()
    },
    takeMarks(marks) {
      if (view === undefined) return
      view = foldMarks(view, marks)
      options.onChange()
    },
    takeSignal(who, state) {
      if (isMe(who)) return
      typing = state === 'composing' ? who : undefined
      timers.set('typing', fade, TYPING_FADES_MS)
      options.onChange()
    },
    resume,
    expect(seq) {
      if (seq <= (view?.header.seq ?? 0)) return
      expected = Math.max(expected, seq)
      timers.set('expect', resume, EVENT_WITHIN_MS)
    },
    markRead() {
      const seq = view?.header.seq ?? 0
      if (seq <= readTo) return
      readTo = seq
      markLater()
      options.onChange()
    },
    composing() {
      timers.set('idle', doneComposing, IDLE_AFTER_MS)
      if (timers.isSet('composing')) return
      composingToldAt = true
      signal('composing')
      timers.set('composing', () => {}, COMPOSING_EVERY_MS)
    },
    doneComposing,
    reconnected() {
      settled()
      told = { delivered: 0, read: 0 }
      const mark = ownMark(view, isMe)
      if (mark !== undefined) told = { delivered: mark.delivered, read: mark.read }
      typing = undefined
      timers.clear('composing')
      markLater()
    },
    stop: timers.stop,
  }

  function fade(): void {
    typing = undefined
    options.onChange()
  }
}

/** A replacement keeps the older messages that were scrolled to, where nothing lies between them and it. */
function joinOlder(old: ConversationView | undefined, fresh: ConversationView): ConversationView {
  const first = fresh.events[0]
  if (old === undefined || first === undefined || !fresh.more) return fresh
  const joint = old.events.findIndex(({ seq }) => seq === first.prev)
  return joint === -1 ? fresh : prependHistory(fresh, old.events.slice(0, joint + 1), old.more)
}

function ownMark(view: ConversationView | undefined, isMe: (who: Who) => boolean): ViewMark | undefined {
  return view?.marks.find(({ who }) => isMe(who))
}

function countUnread(view: ConversationView | undefined, readTo: number, isMe: (who: Who) => boolean): number {
  if (view === undefined) return 0
  return view.events.filter(({ seq, event }) => seq > readTo && event.type === 'message' && !isMe(event.who)).length
}

/** Timers by name: at most one of each. */
function createTimers(setTimer: SetTimer) {
  const running = new Map<string, () => void>()
  const clear = (name: string) => {
    running.get(name)?.()
    running.delete(name)
  }
  const set = (name: string, run: () => void, delayMs: number) => {
    clear(name)
    const cancel = setTimer(() => {
      running.delete(name)
      run()
    }, delayMs)
    running.set(name, cancel)
  }
  return {
    set,
    clear,
    /** Unlike `set`, leaves one that runs alone. */
    start: (name: string, run: () => void, delayMs: number) => {
      if (!running.has(name)) set(name, run, delayMs)
    },
    isSet: (name: string) => running.has(name),
    stop: () => {
      for (const name of [...running.keys()]) clear(name)
    },
  }
}
