import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { type WebSocket, WebSocketServer } from 'ws'
import { isAnswer } from './isAnswer.ts'
import { storeInPostgres } from './storeInPostgres.ts'
import { storeInSqlite } from './storeInSqlite.ts'

/*
 * The least that any program could do with the same libraries and still do the work: take a frame, append it where a power cut
 * cannot reach it, acknowledge it, tell everyone who watches; in a turn ask the bot once, check what it says, append that and
 * tell everyone. It knows no rules, no rights, no retries and no repetitions, and holds no code of Baton.
 *
 *   floor.js FILE|postgres://… [BOT_URL [as-service] | itself]
 */
const [target, botUrl, kind] = process.argv.slice(2)
if (target === undefined) throw new Error('floor.js FILE|postgres://… [BOT_URL [as-service] | itself]')
/** The bot runs here, and asks a service. */
const isService = kind === 'as-service'

interface Conversation {
  readonly id: string
  seq: number
  /** Of the bot that runs here. */
  turn: number
  readonly watchers: Set<WebSocket>
}
type Frame =
  | { type: 'hello'; token: string }
  | { type: 'subscribe'; frameId: string; conversationId: string }
  | { type: 'send'; frameId: string; clientId: string; content: { kind: 'text'; text: string } }

const conversations = new Map<string, Conversation>()
const agent = new Agent({ connections: 64, pipelining: 1 })

const store = target.startsWith('postgres')
  ? await storeInPostgres(target, onFlushed)
  : storeInSqlite(target, onFlushed)
const flushed: (() => void)[] = []
let events: (string | number)[] = []
let turns: (string | number)[] = []
let answered = 0
let scheduled = false

/** @param then called after the flush, in the order of the appends, with the place of the event */
function append(conversation: Conversation, at: number, body: string, then: (seq: number) => void): void {
  conversation.seq += 1
  const { seq } = conversation
  events.push(conversation.id, seq, at, body)
  flushed.push(() => then(seq))
  if (scheduled) return
  scheduled = true
  queueMicrotask(() => {
    scheduled = false
    store.append({ events, turns })
    events = []
    turns = []
  })
}
function onFlushed(count: number): void {
  for (const end = answered + count; answered < end; answered += 1) flushed[answered]?.()
  if (answered === flushed.length || answered > 10_000) {
    flushed.splice(0, answered)
    answered = 0
  }
}

function tell({ id, watchers }: Conversation, seq: number, at: number, event: object): void {
  const bytes = Buffer.from(
    JSON.stringify({ type: 'events', conversationId: id, events: [{ seq, prev: seq - 1, at, event }] }),
  )
  for (const watcher of watchers) watcher.send(bytes, { binary: false })
}

function hear(socket: WebSocket, own: Conversation, frame: Frame): void {
  if (frame.type === 'hello') return socket.send(JSON.stringify({ type: 'welcome', protocol: 1, now: Date.now() }))
  if (frame.type === 'subscribe') {
    const { conversationId, frameId } = frame
    conversations.get(conversationId)?.watchers.add(socket)
    return socket.send(JSON.stringify({ type: 'accepted', frameId, conversationId }))
  }
  const { frameId, clientId, content } = frame
  if (typeof frameId !== 'string' || typeof clientId !== 'string' || typeof content?.text !== 'string') return
  const at = Date.now()
  append(own, at, JSON.stringify({ by: 'consumer', clientId, content }), (seq) => {
    socket.send(JSON.stringify({ type: 'accepted', frameId, conversationId: own.id, seq, at }))
    tell(own, seq, at, { type: 'message', who: { kind: 'consumer' }, audience: 'ALL', clientId, content })
    if (botUrl === 'itself') run(own, content.text)
    else if (botUrl !== undefined) void answer(own, botUrl, content.text)
  })
}

/**
 * A bot that runs here: whoever runs one must remember where its dialog stands, or the next message finds nobody who knows, and
 * why it went there, or nobody can say. Both with the words, in one flush.
 */
function run(own: Conversation, heard: string): void {
  const said = `reply to ${heard}`
  remember(own, { input: { kind: 'message', at: Date.now(), text: heard }, pattern: '*', outputs: [said] })
  reply(own, [said])
}

/** @param step with what a service was asked and said, if one was: whoever promises not to ask it twice must know its answer from then on */
function remember(own: Conversation, step: object): void {
  const at = Date.now()
  own.turn += 1
  const state = {
    turn: own.turn,
    at,
    phase: 'talking',
    stack: [],
    variables: {},
    session: { startedAt: at, activeAt: at },
  }
  turns.push(own.id, own.turn, JSON.stringify(state), JSON.stringify({ version: 1, steps: [step] }))
}

async function answer(conversation: Conversation, url: string, message: string): Promise<void> {
  const { id, turn } = conversation
  const asked = JSON.stringify({ type: 'TEXT', data: { message }, context: { conversationId: id } })
  const { statusCode: status, body } = await request(
    `${url}/v1/bots/floor/environments/draft/conversations/${id}/events`,
    {
      dispatcher: agent,
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json', authorization: 'Bearer floor' },
        ...(isService && { 'idempotency-key': `${id}/${turn + 1}` }),
      },
      body: asked,
    },
  )
  const given: unknown = JSON.parse(await body.text())
  if (!isAnswer(given)) throw new Error('the bot of the bench gave a wrong answer')
  const said = given.response.map(({ data }) => data.message)
  if (isService) {
    const input = { kind: 'message', at: Date.now(), text: message }
    remember(conversation, {
      input,
      pattern: '*',
      call: { url, body: asked },
      answer: { status, given },
      outputs: said,
    })
  }
  reply(conversation, said)
}

function reply(conversation: Conversation, texts: readonly string[]): void {
  const at = Date.now()
  for (const text of texts) {
    const content = { kind: 'text', text }
    append(conversation, at, JSON.stringify({ by: 'bot', content }), (seq) =>
      tell(conversation, seq, at, {
        type: 'message',
        who: { kind: 'bot', id: 1, name: 'Bot' },
        audience: 'ALL',
        content,
      }),
    )
  }
}

const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })
sockets.on('connection', (socket, { url }) => {
  const own: Conversation = { id: randomUUID(), seq: 0, turn: 0, watchers: new Set([socket]) }
  if (url === '/consumer') {
    conversations.set(own.id, own)
    socket.once('close', () => conversations.delete(own.id))
  }
  socket.on('message', (data: Buffer) => hear(socket, own, JSON.parse(data.toString()) as Frame))
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))
