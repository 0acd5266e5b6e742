import { PROTOCOL_VERSION } from '@baton/protocol'
import { WebSocket } from 'ws'

/** A side of the comparison: something that speaks the frames. Both sides are driven by the same code. */
export interface Side {
  readonly name: string
  /** `http://127.0.0.1:…` */
  readonly url: string
  /** Signs a new consumer in. @returns what `hello` carries */
  signIn(): Promise<string>
  /** Of a person who may watch every conversation. */
  readonly agentToken: string
}

/** Raw, so that the generator of the load is not what is measured: frames go out as text and are looked at, not parsed. */
export interface Line {
  readonly socket: WebSocket
  /** Called with every frame. */
  onFrame: (bytes: Buffer) => void
  /** The one that was open already, as the welcome told. */
  conversationId?: string
}

/** A consumer with a socket and an open conversation. */
export interface Consumer extends Line {
  readonly conversationId: string
}

const PATIENCE_MS = 20_000
const AT_ONCE = 64
/** How many conversations one agent's socket may follow. */
const FOLLOWED = 200

export async function openLine(url: string, token: string): Promise<Line> {
  const line = await connect(url)
  const { conversationId } = await ask(line, { type: 'hello', protocol: PROTOCOL_VERSION, token }, 'welcome')
  if (typeof conversationId === 'string') line.conversationId = conversationId
  return line
}

async function connect(url: string): Promise<Line> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false, skipUTF8Validation: true })
  const line: Line = { socket, onFrame: () => {} }
  socket.on('message', (bytes: Buffer) => line.onFrame(bytes))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {}) // told by the missing answers
  return line
}

/** Sends a frame and waits for the answer of this type. @throws Error with what came instead */
export function ask(line: Line, frame: object, type: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const before = line.onFrame
    const settle = (act: () => void) => {
      clearTimeout(timer)
      line.onFrame = before
      line.socket.off('close', closed)
      act()
    }
    const closed = (code: number) => settle(() => reject(new Error(`the socket was closed with ${code}`)))
    const timer = setTimeout(() => settle(() => reject(new Error(`no ${type} in ${PATIENCE_MS} ms`))), PATIENCE_MS)
    line.socket.once('close', closed)
    line.onFrame = (bytes) => {
      const answer = JSON.parse(bytes.toString()) as Record<string, unknown>
      if (answer.type === type) settle(() => resolve(answer))
      else if (answer.type === 'refused') settle(() => reject(new Error(`refused: ${bytes.toString()}`)))
    }
    line.socket.send(JSON.stringify(frame))
  })
}

/** Lines without conversations, as many as asked for, some at a time. */
export function openLines(side: Side, count: number): Promise<Line[]> {
  return inParallel(count, async () => openLine(`${side.url}/consumer`, await side.signIn()))
}

/** Lines to a server that says back what it is told, and so knows no sign-in. */
export const openEchoes = (url: string, count: number): Promise<Consumer[]> =>
  inParallel(count, async () => Object.assign(await connect(url), { conversationId: 'none' }))

let opened = 0

/** Consumers who have each said a first word. */
export function openConsumers(side: Side, count: number): Promise<Consumer[]> {
  return inParallel(count, async () => startTalking(await openLine(`${side.url}/consumer`, await side.signIn())))
}

/** @param line of a consumer; the first word opens a conversation */
export async function startTalking(line: Line): Promise<Consumer> {
  const id = `first-${opened++}`
  const content = { kind: 'text', text: 'good morning' }
  const { conversationId } = await ask(line, { type: 'send', frameId: id, clientId: id, content }, 'accepted')
  if (typeof conversationId !== 'string') throw new Error('a message was accepted into no conversation')
  return Object.assign(line, { conversationId })
}

/** Says something and waits until a bot has replied to it. */
export async function say(consumer: Consumer, text: string): Promise<void> {
  const { conversationId } = consumer
  const clientId = `said-${opened++}`
  const replied = hears(consumer, `reply to ${text}`)
  const content = { kind: 'text', text }
  consumer.socket.send(JSON.stringify({ type: 'send', frameId: clientId, clientId, conversationId, content }))
  await replied
}

function hears(line: Line, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`“${words}” was not said in ${PATIENCE_MS} ms`)), PATIENCE_MS)
    line.onFrame = (bytes) => {
      if (!bytes.includes(words)) return
      clearTimeout(timer)
      line.onFrame = () => {}
      resolve()
    }
  })
}

/** Agents who together watch all these conversations. */
export async function openAgents(side: Side, consumers: readonly Consumer[]): Promise<Line[]> {
  const parts = Array.from({ length: Math.ceil(consumers.length / FOLLOWED) }, (_, part) =>
    consumers.slice(part * FOLLOWED, (part + 1) * FOLLOWED),
  )
  return Promise.all(
    parts.map(async (part) => {
      const line = await openLine(`${side.url}/agent`, side.agentToken)
      for (const { conversationId } of part) await follow(line, conversationId)
      return line
    }),
  )
}

async function follow(line: Line, conversationId: string): Promise<void> {
  await ask(line, { type: 'subscribe', frameId: conversationId, conversationId }, 'accepted')
}

export async function hangUp(lines: readonly Line[]): Promise<void> {
  await Promise.all(
    lines.map(
      ({ socket }) =>
        new Promise<void>((resolve) => {
          if (socket.readyState === socket.CLOSED) return resolve()
          socket.once('close', () => resolve())
          socket.close()
        }),
    ),
  )
}

async function inParallel<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = []
  let left = count
  const work = async () => {
    while (left-- > 0) made.push(await make())
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, work))
  return made
}
