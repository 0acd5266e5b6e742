import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AgentId, BotId, ConsumerId, ConversationId, EpochMs } from '@baton/base'
import {
  type AgentFrame,
  CLOSE_CODES,
  type ConsumerFrame,
  type EventFrame,
  foldEvents,
  type ServerFrame,
  type ViewerEvent,
  type Who,
} from '@baton/protocol'
import { type WebSocket, WebSocketServer } from 'ws'

export const ROBIN: Who = { kind: 'bot', id: 7 as BotId, name: 'Robin' }
export const ADA: Who = { kind: 'agent', id: 12 as AgentId, name: 'Ada' }

type ClientFrame = ConsumerFrame | AgentFrame

/** What goes wrong with the next message of a client. */
type SendFault = 'lost-before-commit' | 'answer-lost'

interface Scripted {
  readonly conversationId: ConversationId
  readonly log: EventFrame[]
}

/** A small server of one consumer's thread that speaks real frames over real sockets, and fails when told to. */
export class ScriptedServer {
  readonly conversations: Scripted[] = []
  /** Every frame heard, in order. */
  readonly heard: ClientFrame[] = []
  /** Bodies of the requests for a token. */
  readonly tokenRequests: { token?: string }[] = []
  /** How long a token holds, in milliseconds. */
  tokenLifeMs = 3_600_000
  /** Tokens given so far and still taken. */
  readonly goodTokens = new Set<string>()
  sendFaults: SendFault[] = []
  /** Codes with which the next sends are refused; `undefined` lets one pass. */
  refusals: (string | undefined)[] = []
  /** So many of the next pushes never arrive. */
  losePushes = 0
  deliverTwice = false
  answersPings = true
  /** Events that a newcomer is told at once; the rest is history. */
  firstPage = 100
  /** Answers requests for anything else than a token, such as for a page to look at; false leaves it to the server. */
  serve: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
  readonly #http = createServer((request, response) => {
    if (this.serve(request, response)) return
    let body = ''
    request.on('data', (bytes) => {
      body += bytes
    })
    request.on('end', () => {
      this.tokenRequests.push(JSON.parse(body))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(this.#issueToken()))
    })
  })
  readonly #sockets = new WebSocketServer({ server: this.#http })
  readonly #signedIn = new Set<WebSocket>()
  readonly #agents = new WeakSet<WebSocket>()

  async start(): Promise<string> {
    this.#sockets.on('connection', (socket, request) => {
      if (request.url === '/agent') this.#agents.add(socket)
      socket.on('message', (data) => this.#hear(socket, JSON.parse(String(data))))
      socket.on('close', () => this.#signedIn.delete(socket))
    })
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    await new Promise((resolve) => this.#http.close(resolve))
  }

  /** All sockets are gone, without a goodbye or with a code. */
  cut(code?: number): void {
    for (const socket of this.#sockets.clients) {
      if (code === undefined) socket.terminate()
      else socket.close(code)
    }
  }

  get newest(): Scripted | undefined {
    return this.conversations.at(-1)
  }

  /** The bot says something. */
  say(text: string): void {
    this.commit({ type: 'message', who: ROBIN, audience: 'ALL', content: { kind: 'text', text } })
  }

  commit(event: ViewerEvent): EventFrame {
    const { conversationId, log } = this.newest ?? this.#open()
    const frame = this.#append(log, event)
    this.push({ type: 'events', conversationId, events: [frame] })
    return frame
  }

  push(frame: ServerFrame): void {
    if (this.losePushes > 0) {
      this.losePushes -= 1
      return
    }
    for (const socket of this.#signedIn) {
      tell(socket, frame)
      if (this.deliverTwice) tell(socket, frame)
    }
  }

  #issueToken() {
    const token = `token-${randomUUID()}`
    this.goodTokens.add(token)
    return { token, expiresAt: Date.now() + this.tokenLifeMs, consumerId: 'consumer-1' }
  }

  #open(): Scripted {
    const conversation = { conversationId: randomUUID() as ConversationId, log: [] }
    this.conversations.push(conversation)
    const opened = this.#append(conversation.log, {
      type: 'opened',
      assignee: { kind: 'bot', who: ROBIN },
      language: 'en',
    })
    this.push({ type: 'events', conversationId: conversation.conversationId, events: [opened] })
    return conversation
  }

  /** Seqs have gaps, as they do for a consumer who may not see everything. */
  #append(log: EventFrame[], event: ViewerEvent): EventFrame {
    const prev = log.at(-1)?.seq ?? 0
    const frame = { seq: prev + 1 + (log.length % 3), prev, at: Date.now() as EpochMs, event }
    const first = prev === 0 ? { ...frame, seq: 1 } : frame
    log.push(first)
    return first
  }

  #hear(socket: WebSocket, frame: ClientFrame): void {
    this.heard.push(frame)
    switch (frame.type) {
      case 'hello':
        return this.#welcome(socket, frame)
      case 'ping':
        if (this.answersPings) tell(socket, { type: 'pong', now: Date.now() as EpochMs })
        return
      case 'send':
        return this.#take(socket, frame)
      case 'resume':
        return this.#tellAfter(socket, frame.conversationId, frame.after)
      case 'subscribe':
        tell(socket, { type: 'accepted', frameId: frame.frameId })
        return this.#tellAfter(socket, frame.conversationId, frame.after ?? 0)
      case 'history':
        return this.#tellHistory(socket, frame)
      case 'renew':
        return tell(socket, { type: 'renewed', frameId: frame.frameId, tokenExpiresAt: this.#expiry() })
      case 'mark':
      case 'signal':
        return
      case 'close': {
        const { seq } = this.commit({ type: 'closed', by: { kind: 'consumer' }, reason: 'byConsumer' })
        return tell(socket, { type: 'accepted', frameId: frame.frameId, seq })
      }
      default:
        if ('frameId' in frame) tell(socket, { type: 'accepted', frameId: frame.frameId })
    }
  }

  #expiry(): EpochMs {
    return (Date.now() + this.tokenLifeMs) as EpochMs
  }

  #welcome(socket: WebSocket, hello: ClientFrame & { type: 'hello' }): void {
    if (!this.goodTokens.has(hello.token ?? '')) return socket.close(CLOSE_CODES.tokenExpired)
    const isAgent = this.#agents.has(socket)
    const newest = isAgent ? undefined : this.newest // agents ask for conversations by name
    tell(socket, {
      type: 'welcome',
      protocol: 1,
      you: isAgent
        ? { kind: 'agent', agentId: 12 as AgentId }
        : { kind: 'consumer', consumerId: 'consumer-1' as ConsumerId },
      tokenExpiresAt: this.#expiry(),
      now: Date.now() as EpochMs,
      ...(newest !== undefined ? { conversationId: newest.conversationId } : {}),
    })
    this.#signedIn.add(socket)
    if (newest === undefined) return
    const point = hello.resume?.find(({ conversationId }) => conversationId === newest.conversationId)
    this.#tellAfter(socket, newest.conversationId, point?.after ?? 0)
  }

  #tellAfter(socket: WebSocket, conversationId: ConversationId, after: number): void {
    const log = this.conversations.find((other) => other.conversationId === conversationId)?.log
    if (log === undefined) return
    if (after > 0) {
      tell(socket, { type: 'events', conversationId, events: log.filter(({ seq }) => seq > after) })
      return
    }
    const folded = foldEvents(undefined, conversationId, log)
    if (!folded.ok) throw new Error('the script made a log that does not fold')
    const events = log.slice(-this.firstPage)
    const more = events.length < log.length
    tell(socket, { type: 'conversation', conversationId, header: folded.view.header, events, more, marks: [] })
  }

  #tellHistory(socket: WebSocket, { frameId, conversationId, before, limit }: ClientFrame & { type: 'history' }): void {
    const place = this.conversations.findIndex((other) => other.conversationId === conversationId)
    const older = (this.conversations[place]?.log ?? []).filter(({ seq }) => seq < (before ?? Number.POSITIVE_INFINITY))
    const more = older.length > limit
    const previous = this.conversations[place - 1]?.conversationId
    tell(socket, {
      type: 'history',
      frameId,
      events: older.slice(-limit),
      more,
      ...(!more && previous !== undefined ? { previousConversationId: previous } : {}),
    })
  }

  #take(socket: WebSocket, { frameId, clientId, content }: ClientFrame & { type: 'send' }): void {
    const fault = this.sendFaults.shift()
    if (fault === 'lost-before-commit') return socket.terminate()
    const refusal = this.refusals.shift()
    if (refusal !== undefined) {
      tell(socket, { type: 'refused', frameId, code: refusal as never, message: refusal })
      return
    }
    const known = this.newest?.log.find(({ event }) => event.type === 'message' && event.clientId === clientId)
    const who: Who = this.#agents.has(socket) ? ADA : { kind: 'consumer' }
    const event = { type: 'message', who, audience: 'ALL', clientId, content } as const
    const isOver = this.newest?.log.at(-1)?.event.type === 'closed'
    if (known === undefined && isOver) this.#open()
    const { seq } = known ?? this.commit(event)
    if (fault === 'answer-lost') return socket.terminate()
    const conversationId = this.newest?.conversationId as ConversationId
    tell(socket, { type: 'accepted', frameId, conversationId, seq })
  }
}

function tell(socket: WebSocket, frame: ServerFrame): void {
  socket.send(JSON.stringify(frame))
}
