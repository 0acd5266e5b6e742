import type { AgentId, ClientId, ConversationId, SkillId } from '@baton/base'
import type { PriorityType } from '@baton/bot'
import type { Audience, CardRules, Content, Metadata } from '@baton/content'
import type {
  AcceptedFrame,
  ActFrame,
  ConversationView,
  FileRules,
  HistoryPageFrame,
  ServerFrame,
  TransferFrame,
  Who,
} from '@baton/protocol'
import { type Answer, createAsks } from './asks.ts'
import { createDesk, type DeskOrders, type DeskState } from './desk.ts'
import { completeEnvironment, type GivenEnvironment, memoryStorage, uuid } from './environment.ts'
import { createFiles, type FileOrders } from './files.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import { type LinkProblem, type LinkStatus, openLink, SignInRefused, socketAddress } from './link.ts'
import { createOutbox, type OutboxItem } from './outbox.ts'

export interface AgentClientOptions extends GivenEnvironment {
  /** http(s) base of the server. */
  readonly url: string
  /**
   * A text, or how to get one; asked again with `renew` when the server no longer takes it. Absent in a browser that is signed
   * in: its session's cookie goes with the socket.
   */
  readonly token?: string | ((renew: boolean) => Promise<string>)
}

export interface AgentConversation {
  readonly view: ConversationView
  readonly otherTyping?: Who
  readonly unread: number
}

export interface AgentState extends DeskState {
  readonly connection: LinkStatus['kind']
  readonly problem?: LinkProblem
  readonly agentId?: AgentId
  /** What files may be sent; absent: none. */
  readonly fileRules?: FileRules
  /** Those that are subscribed to and have been told. */
  readonly conversations: ReadonlyMap<ConversationId, AgentConversation>
  readonly outbox: readonly OutboxItem[]
  /** How the account wants cards to be drawn; absent before the first welcome. */
  readonly cards?: CardRules
}

/** An agent's side: their desk, and several conversations by name. Shares fold, resume and outbox with the consumer's client. */
export interface AgentClient extends DeskOrders {
  readonly state: AgentState
  readonly files: FileOrders
  subscribe(listener: (state: AgentState) => void): () => void
  /** Follows a conversation from now on, over reconnects too. */
  follow(conversationId: ConversationId): Promise<Answer>
  unfollow(conversationId: ConversationId): Promise<Answer>
  send(
    conversationId: ConversationId,
    said: string | Content,
    how?: { readonly audience?: Audience; readonly metadata?: Metadata },
  ): { readonly ok: true; readonly clientId: ClientId } | { readonly ok: false; readonly reason: 'outbox-full' }
  /** @param how `note`: for whoever gets it; with the same id, a repetition is harmless */
  transfer(
    conversationId: ConversationId,
    skillId: SkillId,
    how?: { readonly agentId?: AgentId; readonly note?: TransferFrame['note'] },
  ): Promise<Answer>
  act(conversationId: ConversationId, act: ActFrame['act']): Promise<Answer>
  /** @param responseMs with `custom` only */
  priority(conversationId: ConversationId, priority: PriorityType, responseMs?: number): Promise<Answer>
  close(conversationId: ConversationId, withoutSurvey?: boolean): Promise<Answer>
  history(conversationId: ConversationId, before?: number, limit?: number): Promise<Answer<HistoryPageFrame>>
  /** Puts the page before the oldest event into what is shown of the conversation. */
  showOlder(conversationId: ConversationId): Promise<Answer<HistoryPageFrame>>
  markRead(conversationId: ConversationId): void
  typing(conversationId: ConversationId): void
  retry(clientId: ClientId): void
  discard(clientId: ClientId): void
  stop(): void
}

const OLDER_AT_ONCE = 50

/** Connects an agent, at once. Unsent words are kept in `storage`, by default in memory. */
export function createAgentClient(options: AgentClientOptions): AgentClient {
  const environment = completeEnvironment({ ...options, storage: options.storage ?? memoryStorage() })
  const { setTimer } = environment
  const listeners = new Set<(state: AgentState) => void>()
  const followed = new Map<ConversationId, Keeper>()
  let status: LinkStatus = { kind: 'connecting' }
  let agentId: AgentId | undefined
  let cards: CardRules | undefined
  let fileRules: FileRules | undefined
  let state: AgentState | undefined

  const asks = createAsks((frame) => link.send(frame), setTimer)
  const desk = createDesk(asks, publish)
  const outbox = createOutbox({
    storage: environment.storage,
    storageKey: 'baton:agent:outbox',
    now: environment.now,
    setTimer,
    canDeliver: () => link.online,
    wordsOpenAnew: false,
    deliver,
    onChange: publish,
  })
  const link = openLink({
    address: socketAddress(options.url, 'agent'),
    environment,
    token: tokenSource(options.token),
    resume: () => [], // subscriptions end with their socket; each is asked for again, from where it stopped
    onStatus: (next) => {
      status = next
      if (next.kind !== 'online') asks.abandon()
      publish()
      outbox.flush()
    },
    onWelcome: (frame) => {
      if (frame.you.kind === 'agent') agentId = frame.you.agentId
      cards = frame.cards ?? cards
      fileRules = frame.files
      desk.welcomed()
      for (const keeper of followed.values()) {
        keeper.reconnected()
        void subscribeTo(keeper)
      }
    },
    onFrame: hear,
  })

  function publish(): void {
    state = undefined
    for (const listener of [...listeners]) listener(snapshot())
  }

  function snapshot(): AgentState {
    state ??= {
      connection: status.kind,
      ...(status.kind === 'closed' && status.problem !== undefined ? { problem: status.problem } : {}),
      ...(agentId !== undefined ? { agentId } : {}),
      ...(fileRules !== undefined ? { fileRules } : {}),
      conversations: new Map([...followed.values()].flatMap(shown)),
      outbox: outbox.items,
      ...(cards !== undefined ? { cards } : {}),
      ...desk.state,
    }
    return state
  }

  function hear(frame: ServerFrame): void {
    if (frame.type === 'cards') {
      cards = frame.cards
      return publish()
    }
    if (asks.hear(frame) || desk.hear(frame) || !('conversationId' in frame) || frame.conversationId === undefined)
      return
    const keeper = followed.get(frame.conversationId)
    if (keeper === undefined) return
    switch (frame.type) {
      case 'conversation':
        keeper.replace(frame)
        break
      case 'events':
        keeper.take(frame.events)
        break
      case 'marked':
        return keeper.takeMarks(frame.marks)
      case 'signalled':
        return keeper.takeSignal(frame.who, frame.state)
      case 'behind':
        return keeper.resume()
      case 'gone':
        return forget(keeper)
      default:
        return
    }
    outbox.arrivedUpTo(keeper.conversationId, keeper.view?.header.seq ?? 0)
  }

  function keep(conversationId: ConversationId): Keeper {
    const known = followed.get(conversationId)
    if (known !== undefined) return known
    const keeper = createKeeper({
      conversationId,
      setTimer,
      send: link.send,
      reconnect: link.reconnect,
      isMe: (who) => who.kind === 'agent' && who.id === agentId,
      onChange: publish,
      onArrived: outbox.arrived,
    })
    followed.set(conversationId, keeper)
    return keeper
  }

  function forget(keeper: Keeper): void {
    keeper.stop()
    followed.delete(keeper.conversationId)
    publish()
  }

  async function subscribeTo(keeper: Keeper): Promise<Answer> {
    const { conversationId } = keeper
    const after = keeper.view?.header.seq
    const answer = await asks.ask('accepted', {
      type: 'subscribe',
      conversationId,
      ...(after !== undefined ? { after } : {}),
    })
    const refused = !answer.ok && answer.code !== 'offline'
    if (refused && followed.get(conversationId) === keeper) forget(keeper)
    return answer
  }

  async function deliver({ clientId, conversationId, said }: OutboxItem): Promise<Answer<AcceptedFrame>> {
    if (said.kind !== 'message') throw new Error('agents do not tap cards')
    const { kind: _kind, ...words } = said
    const answer = await asks.ask('accepted', { type: 'send', clientId, conversationId, ...words })
    if (answer.ok && conversationId !== undefined && answer.frame.seq !== undefined) {
      followed.get(conversationId)?.expect(answer.frame.seq)
    }
    return answer
  }

  const order = (frame: { type: string; conversationId: ConversationId; [field: string]: unknown }) =>
    asks.ask('accepted', frame)

  return {
    files: createFiles(options.url, asks, environment),
    get state() {
      return snapshot()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setStatus: desk.setStatus,
    watch: desk.watch,
    unwatch: desk.unwatch,
    accept: desk.accept,
    reject: desk.reject,
    follow: (conversationId) => subscribeTo(keep(conversationId)),
    unfollow(conversationId) {
      const keeper = followed.get(conversationId)
      if (keeper !== undefined) forget(keeper)
      return order({ type: 'unsubscribe', conversationId })
    },
    send(conversationId, said, how = {}) {
      const clientId = uuid() as ClientId
      const content: Content = typeof said === 'string' ? { kind: 'text', text: said } : said
      const added = outbox.add({ clientId, conversationId, said: { kind: 'message', content, ...how } })
      followed.get(conversationId)?.doneComposing()
      return added ? { ok: true, clientId } : { ok: false, reason: 'outbox-full' }
    },
    transfer: (conversationId, skillId, how = {}) => order({ type: 'transfer', conversationId, skillId, ...how }),
    act: (conversationId, act) => order({ type: 'act', conversationId, act }),
    priority: (conversationId, priority, responseMs) =>
      order({ type: 'priority', conversationId, priority, ...(responseMs !== undefined ? { responseMs } : {}) }),
    close: (conversationId, withoutSurvey) =>
      order({ type: 'close', conversationId, ...(withoutSurvey !== undefined ? { withoutSurvey } : {}) }),
    history: (conversationId, before, limit = 50) =>
      asks.ask('history', { type: 'history', conversationId, limit, ...(before !== undefined ? { before } : {}) }),
    async showOlder(conversationId) {
      const before = followed.get(conversationId)?.view?.events[0]?.seq
      const frame = {
        type: 'history',
        conversationId,
        limit: OLDER_AT_ONCE,
        ...(before !== undefined ? { before } : {}),
      }
      const answer = await asks.ask('history', frame)
      if (answer.ok) followed.get(conversationId)?.takeOlder(answer.frame.events, answer.frame.more)
      return answer
    },
    markRead: (conversationId) => followed.get(conversationId)?.markRead(),
    typing: (conversationId) => followed.get(conversationId)?.composing(),
    retry: outbox.retry,
    discard: outbox.discard,
    stop() {
      for (const keeper of followed.values()) keeper.stop()
      link.stop()
      asks.abandon()
    },
  }
}

function shown(keeper: Keeper): [ConversationId, AgentConversation][] {
  const { conversationId, view, typing, unread } = keeper
  if (view === undefined) return []
  return [[conversationId, { view, unread, ...(typing !== undefined ? { otherTyping: typing } : {}) }]]
}

/** A fixed token, or a session, that the server refuses stays refused. */
function tokenSource(token: AgentClientOptions['token']): (renew: boolean) => Promise<string | undefined> {
  if (typeof token === 'function') return token
  return async (renew) => {
    if (renew) throw new SignInRefused('the server does not take the token any more')
    return token
  }
}
