import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the bot was sent in one request. */
export interface Heard {
  readonly method: string
  readonly conversationId: string
  readonly idempotencyKey: string | undefined
  readonly type?: string
  readonly text?: string
  /** Of an event of the conversation's life. */
  readonly name?: string
}

export type Answer =
  | { readonly status?: number; readonly body: unknown }
  /** Never answers; the caller has to hang up. */
  | 'hang'

/** What the bot answers to an event. */
export type Script = (heard: Heard) => Answer | Promise<Answer>

/** A bot service on this machine that answers as a test says, and remembers what it heard. */
export interface ScriptedBot {
  readonly baseUrl: string
  /** Events only, in the order in which they came. */
  readonly events: readonly Heard[]
  readonly all: readonly Heard[]
  /** Callers who hung up before they were answered. */
  readonly hungUp: () => number
  answers(script: Script): void
  close(): Promise<void>
}

export async function startBot(first: Script): Promise<ScriptedBot> {
  let script = first
  let hungUp = 0
  const all: Heard[] = []
  const server = createServer(async (request, response) => {
    const heard = await listen(request)
    all.push(heard)
    response.on('close', () => {
      if (!response.writableFinished) hungUp += 1
    })
    if (heard.method === 'PUT') return send(response, { status: 204, body: undefined })
    const answer = await script(heard)
    if (answer !== 'hang') send(response, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    all,
    get events() {
      return all.filter(({ method }) => method === 'POST')
    },
    hungUp: () => hungUp,
    answers: (next) => {
      script = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = JSON.parse(Buffer.concat(chunks).toString() || '{}')
  const conversationId = /\/conversations\/([^/]+)/.exec(request.url ?? '')?.[1] ?? ''
  const idempotencyKey = request.headers['idempotency-key']
  return {
    method: request.method ?? '',
    conversationId,
    idempotencyKey: Array.isArray(idempotencyKey) ? idempotencyKey[0] : idempotencyKey,
    ...(typeof body.type === 'string' && { type: body.type }),
    ...(typeof body.data?.message === 'string' && { text: body.data.message }),
    ...(typeof body.data?.name === 'string' && { name: body.data.name }),
  }
}

function send(response: ServerResponse, { status = 200, body }: Exclude<Answer, 'hang'>): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

// What bots say, in the words of the Custom Endpoint contract.

export const reply = (...items: readonly object[]): Answer => ({ body: { response: items } })
export const text = (message: string) => ({ type: 'TEXT', data: { message } })
export const delay = (seconds: number) => ({ type: 'DELAY', data: { seconds, typing: true } })
export const action = (name: string, parameters: object = {}) => ({ type: 'ACTION', data: { name, parameters } })
export const transferTo = (skillName: string, agentId?: string) =>
  action('TRANSFER', { skillName, ...(agentId !== undefined && { agentId }) })
/** Says what it heard. */
export const echo: Script = ({ text: heard }) => reply(text(`you said: ${heard}`))
