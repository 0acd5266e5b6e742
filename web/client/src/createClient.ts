import type { ClientId, ConsumerId, ConversationId, JsonObject } from '@baton/base'
import type { CardRules, Content } from '@baton/content'
import {
  type AcceptedFrame,
  type EventsFrame,
  type FileRules,
  MAX_TEXT_LENGTH,
  type ServerFrame,
  type WelcomeFrame,
  type Who,
} from '@baton/protocol'
import { type Answer, createAsks } from './asks.ts'
import type { Client, ClientOptions, ClientState, Sent } from './client.ts'
import { createTokenKeeper } from './consumerToken.ts'
import { type Earlier, NOTHING_EARLIER, withEnded, withPage } from './earlier.ts'
import { completeEnvironment, defaultStorage, uuid } from './environment.ts'
import { createFiles } from './files.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import { type LinkStatus, openLink, socketAddress } from './link.ts'
import { createOutbox, type OutboxItem, type Said } from './outbox.ts'

const HISTORY_PAGE = 50
/** Unsent words wait this long for the conversation they may already be part of. */
const SETTLE_WITHIN_MS = 3_000
const RENEW_RETRY_MS = 10_000
const LONGEST_TIMER_MS = 2_147_000_000

/** Connects a consumer to an entry point of an account, at once. */
export function createClient(options: ClientOptions): Client {
  const environment = completeEnvironment(options)
  const { setTimer } = environment
  const key = keyFor(options)
  const tokens = createTokenKeeper({ ...options, environment, storageKey: tokenKey(options) })
  const listeners = new Set<(state: ClientState) => void>()
  const isMe = (who: Who) => who.kind === 'consumer'

  let status: LinkStatus = { kind: 'connecting' }
  let consumerId: ConsumerId | undefined
  let cards: CardRules | undefined
  let fileRules: FileRules | undefined
  let current: Keeper | undefined
  let earlier: Earlier = NOTHING_EARLIER
  let loadingEarlier = false
  let attributes: JsonObject | undefined
  /** The server's clock before this machine's. */
  let aheadMs = 0
  let settling = false
  let cancelSettling = () => {}
  let cancelRenewal = () => {}
  let state: ClientState | undefined

  const asks = createAsks((frame) => link.send(frame), setTimer)
  const outbox = createOutbox({
    storage: environment.storage,
    storageKey: `${key}:outbox`,
    now: environment.now,
    setTimer,
    canDeliver: () => link.online && !settling,
    wordsOpenAnew: true,
    deliver,
    onChange: publish,
  })
  const link = openLink({
    address: socketAddress(options.url, 'consumer'),
    environment,
    token: tokens.get,
    ...(options.surveys === undefined ? {} : { says: { surveys: options.surveys } }),
    // Whoever is somebody else now is told the whole of what is theirs.
    resume: () =>
      current?.view === undefined || tokens.consumerId !== consumerId
        ? []
        : [{ conversationId: current.conversationId, after: current.view.header.seq }],
    onStatus: (next) => {
      status = next
      if (next.kind !== 'online') asks.abandon()
      publish()
      outbox.flush()
    },
    onWelcome: welcome,
    onFrame: hear,
  })

  function publish(): void {
    state = undefined
    for (const listener of [...listeners]) listener(snapshot())
  }

  function snapshot(): ClientState {
    state ??= {
      connection: status.kind,
      ...(status.kind === 'closed' && status.problem !== undefined ? { problem: status.problem } : {}),
      ...(consumerId !== undefined ? { consumerId } : {}),
      ...(fileRules !== undefined ? { fileRules } : {}),
      ...(current?.view !== undefined ? { view: current.view } : {}),
      earlier: earlier.conversations,
      canLoadEarlier: current?.view !== undefined && (current.view.more || earlier.next !== 'none'),
      loadingEarlier,
      outbox: outbox.items,
      ...(current?.typing !== undefined ? { otherTyping: current.typing } : {}),
      unread: current?.unread ?? 0,
      ...(cards !== undefined ? { cards } : {}),
    }
    return state
  }

  // ── what the server says ──────────────────────────────────────────────────────────────────────────────────────────

  function welcome(frame: WelcomeFrame): void {
    if (frame.you.kind === 'consumer') {
      if (consumerId !== undefined && consumerId !== frame.you.consumerId) forgetThread()
      consumerId = frame.you.consumerId
      fileRules = frame.files
    }
    cards = frame.cards ?? cards
    aheadMs = frame.now - environment.now()
    renewBefore(frame.tokenExpiresAt - frame.now)
    current?.reconnected()
    // Words that were on their way may be in the newest conversation already; its content, which follows, will tell.
    if (frame.conversationId !== undefined && frame.conversationId !== current?.conversationId) {
      become(frame.conversationId)
      settling = true
      cancelSettling()
      cancelSettling = setTimer(settled, SETTLE_WITHIN_MS)
    } else {
      settled()
    }
  }

  function settled(): void {
    cancelSettling()
    settling = false
    outbox.flush()
  }

  function hear(frame: ServerFrame): void {
    if (asks.hear(frame)) return
    switch (frame.type) {
      case 'conversation':
        if (isPast(frame.conversationId)) return
        become(frame.conversationId).replace(frame)
        break
      case 'events':
        if (isPast(frame.conversationId)) return takePast(frame)
        if (!continuesThread(frame)) return
        become(frame.conversationId).take(frame.events)
        break
      case 'marked':
        keeperOf(frame.conversationId)?.takeMarks(frame.marks)
        return
      case 'signalled':
        keeperOf(frame.conversationId)?.takeSignal(frame.who, frame.state)
        return
      case 'cards':
        cards = frame.cards
        return publish()
      case 'behind':
        keeperOf(frame.conversationId)?.resume()
        return
      case 'gone':
        if (current?.conversationId === frame.conversationId) forgetThread()
        return
      default:
        return
    }
    if (current?.view !== undefined) {
      outbox.arrivedUpTo(current.conversationId, current.view.header.seq)
      if (settling) settled()
    }
  }

  function keeperOf(conversationId: ConversationId): Keeper | undefined {
    return current?.conversationId === conversationId ? current : undefined
  }

  function isPast(conversationId: ConversationId): boolean {
    return earlier.conversations.some((conversation) => conversation.conversationId === conversationId)
  }

  /** Events of another conversation than the newest one are those of a newer one, unless it is an old one's erasure. */
  function continuesThread({ conversationId, events }: EventsFrame): boolean {
    if (current?.view === undefined || current.conversationId === conversationId) return true
    if (events.some(({ event }) => event.type === 'opened')) return true
    return current.view.header.phase === 'closed' && !events.some(({ event }) => event.type === 'erased')
  }

  function takePast({ conversationId, events }: EventsFrame): void {
    if (!events.some(({ event }) => event.type === 'erased')) return
    const conversations = earlier.conversations.filter((past) => past.conversationId !== conversationId)
    earlier = { ...earlier, conversations }
    publish()
  }

  /** The newest conversation is this one from now on. */
  function become(conversationId: ConversationId): Keeper {
    if (current?.conversationId === conversationId) return current
    if (current !== undefined) {
      if (current.view !== undefined)
        earlier = withEnded(earlier, { conversationId: current.conversationId, ...current.view })
      current.stop()
    }
    current = createKeeper({
      conversationId,
      setTimer,
      send: link.send,
      reconnect: link.reconnect,
      isMe,
      onChange: publish,
      onArrived: outbox.arrived,
    })
    return current
  }

  /** This browser is somebody else now, or may no longer see what it saw. */
  function forgetThread(): void {
    current?.stop()
    current = undefined
    earlier = NOTHING_EARLIER
    publish()
  }

  function renewBefore(leftMs: number): void {
    cancelRenewal()
    const delayMs = Math.min(Math.max(leftMs * 0.8, 1_000), LONGEST_TIMER_MS)
    cancelRenewal = setTimer(() => void renew(), delayMs)
  }

  async function renew(): Promise<void> {
    if (!link.online) return // the next connection brings a token of its own
    try {
      const answer = await asks.ask('renewed', { type: 'renew', token: await tokens.renew() })
      if (answer.ok) return renewBefore(answer.frame.tokenExpiresAt - environment.now() - aheadMs)
    } catch {
      // Until the token ends there is time to try again; afterwards the server closes and the link renews.
    }
    cancelRenewal = setTimer(() => void renew(), RENEW_RETRY_MS)
  }

  // ── what the consumer says ────────────────────────────────────────────────────────────────────────────────────────

  async function deliver(item: OutboxItem): Promise<Answer<AcceptedFrame>> {
    const answer = await asks.ask('accepted', toFrame(item))
    if (answer.ok && answer.frame.conversationId !== undefined && answer.frame.seq !== undefined) {
      const { conversationId, seq } = answer.frame
      if (!isPast(conversationId)) become(conversationId).expect(seq)
    }
    return answer
  }

  function toFrame({ clientId, conversationId, said }: OutboxItem): { type: string; [field: string]: unknown } {
    if (said.kind === 'click') {
      const { on, element, chosen } = said
      return { type: 'click', clientId, conversationId, on, element, ...(chosen !== undefined ? { chosen } : {}) }
    }
    return {
      type: 'send',
      clientId,
      content: said.content,
      ...(conversationId !== undefined ? { conversationId } : {}),
      ...(said.metadata !== undefined ? { metadata: said.metadata } : {}),
      ...(conversationId === undefined && attributes !== undefined ? { attributes } : {}),
    }
  }

  const openId = (): ConversationId | undefined =>
    current?.view !== undefined && current.view.header.phase !== 'closed' ? current.conversationId : undefined

  function put(item: { said: Said; conversationId: ConversationId | undefined }): Sent {
    const clientId = uuid() as ClientId
    const { said, conversationId } = item
    const added = outbox.add({ clientId, said, ...(conversationId !== undefined ? { conversationId } : {}) })
    if (!added) return { ok: false, reason: 'outbox-full' }
    current?.doneComposing()
    return { ok: true, clientId }
  }

  async function loadEarlier(): Promise<boolean> {
    const from = whereEarlierBegins()
    if (loadingEarlier || from === undefined) return false
    loadingEarlier = true
    publish()
    const answer = await asks.ask('history', { type: 'history', ...from, limit: HISTORY_PAGE })
    loadingEarlier = false
    if (answer.ok) takePage(from.conversationId, answer.frame)
    publish()
    return answer.ok && answer.frame.events.length > 0
  }

  function whereEarlierBegins(): { conversationId: ConversationId; before?: number } | undefined {
    if (current?.view === undefined) return undefined
    const before = current.view.events[0]?.seq
    if (current.view.more || earlier.next === 'ask') {
      return { conversationId: current.conversationId, ...(before !== undefined ? { before } : {}) }
    }
    return earlier.next === 'none' ? undefined : earlier.next
  }

  function takePage(asked: ConversationId, page: ServerFrame & { type: 'history' }): void {
    const previous = page.previousConversationId
    if (asked === current?.conversationId) {
      current.takeOlder(page.events, page.more)
      if (page.more || earlier.next !== 'ask') return
      earlier = { ...earlier, next: previous === undefined ? 'none' : { conversationId: previous } }
    } else {
      earlier = withPage(earlier, asked, page.events, page.more, previous)
    }
  }

  return {
    files: createFiles(options.url, asks, environment),
    get state() {
      return snapshot()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    send(said, metadata) {
      const content: Content = typeof said === 'string' ? { kind: 'text', text: said } : said
      if (content.kind === 'text' && content.text.trim() === '') return { ok: false, reason: 'empty' }
      if (content.kind === 'text' && content.text.length > MAX_TEXT_LENGTH) return { ok: false, reason: 'too-long' }
      const words = { kind: 'message', content, ...(metadata !== undefined ? { metadata } : {}) } as const
      return put({ said: words, conversationId: openId() })
    },
    click(on, element, text, chosen) {
      const words = { ...(text !== undefined ? { text } : {}), ...(chosen !== undefined ? { chosen } : {}) }
      const said = { kind: 'click', on, element, ...words } as const
      return put({ said, conversationId: current?.conversationId })
    },
    async close() {
      const conversationId = openId()
      if (conversationId === undefined) return { ok: false, code: 'conversation-closed', message: 'Nothing is open.' }
      return asks.ask('accepted', { type: 'close', conversationId })
    },
    setAttributes(given) {
      attributes = given
      const conversationId = openId()
      if (conversationId !== undefined) void asks.ask('accepted', { type: 'attributes', conversationId, attributes })
    },
    identify(identity) {
      tokens.identify(identity)
      link.signInAnew()
    },
    markRead: () => current?.markRead(),
    typing: () => current?.composing(),
    loadEarlier,
    retry: outbox.retry,
    discard: outbox.discard,
    stop() {
      cancelRenewal()
      cancelSettling()
      current?.stop()
      link.stop()
      asks.abandon()
    },
  }
}

/** Whether this browser has been here before: then there may be a conversation to come back to. */
export function isKnownConsumer(options: Pick<ClientOptions, 'account' | 'entryPoint' | 'storage'>): boolean {
  return (options.storage ?? defaultStorage()).get(tokenKey(options)) !== undefined
}

type Place = Pick<ClientOptions, 'account' | 'entryPoint'>
const keyFor = ({ account, entryPoint }: Place): string => `baton:${account}:${entryPoint}`
const tokenKey = (place: Place): string => `${keyFor(place)}:token`
