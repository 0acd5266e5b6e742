import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One event as a bot received it. */
export interface ReceivedEvent {
  readonly conversationId: string
  readonly headers: IncomingMessage['headers']
  readonly body: {
    readonly type: string
    readonly data: { readonly message?: string }
    readonly context: {
      readonly lpEvent: { readonly metadata?: readonly object[]; readonly lastConsumerMessage?: string }
    }
  }
}

/** The body of the answer; or whoever writes to `response` by hand gives nothing back. */
export type Script = (event: ReceivedEvent, response: ServerResponse) => unknown

export interface ScriptedBot {
  readonly url: string
  /** All events so far, repetitions too. */
  readonly events: readonly ReceivedEvent[]
  /** Conversations in the order in which they were announced, repetitions too. */
  readonly announced: readonly string[]
  /** From now on it answers like this. */
  play(script: Script): void
  stop(): Promise<void>
}

export const saying = (message: string) => ({ response: [{ type: 'TEXT', data: { message } }], analytics: {} })

const CONVERSATION = /\/conversations\/([^/]+)(\/events)?$/
const MAX_REQUEST_BYTES = 1_048_576

/** A custom endpoint that says what a test wants it to say, byte by byte if need be. */
export async function startScriptedBot(first: Script = () => saying('Hello.')): Promise<ScriptedBot> {
  let script = first
  const events: ReceivedEvent[] = []
  const announced: string[] = []
  const server = createServer((request, response) => {
    response.on('error', () => {}) // the platform may hang up in the middle of a hostile answer
    void read(request).then((text) => {
      const [, id, isEvent] = CONVERSATION.exec(request.url ?? '') ?? []
      if (id === undefined) return sendJson(response, { state: 'online', version: '1.0.0' })
      const conversationId = decodeURIComponent(id)
      if (isEvent === undefined) {
        announced.push(conversationId)
        return void response.writeHead(204).end()
      }
      const event = { conversationId, headers: request.headers, body: JSON.parse(text) as ReceivedEvent['body'] }
      events.push(event)
      const answer = script(event, response)
      if (answer !== undefined) sendJson(response, answer)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    events,
    announced,
    play(next) {
      script = next
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_REQUEST_BYTES) throw new Error('the platform sent more than a bot takes')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
