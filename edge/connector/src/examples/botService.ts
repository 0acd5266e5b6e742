import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@baton/base'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Parsed; undefined when there was none. */
  readonly body: JsonObject | undefined
}

export type Answer = (response: ServerResponse, request: Received) => void

export interface BotService {
  readonly url: string
  readonly received: readonly Received[]
  /** `PUT`, `POST`, … in order. */
  methods(): string[]
  lastEvent(): JsonObject
  /** Answers in this order; the last one for all that follow. */
  answerEvents(...answers: Answer[]): void
  answerAnnouncements(...answers: Answer[]): void
  answerReads(answer: Answer): void
  close(): void
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end()
export const json =
  (value: unknown, code = 200): Answer =>
  (response) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value))
export const raw =
  (body: string | Uint8Array): Answer =>
  (response) =>
    response.writeHead(200).end(body)
export const says = (text: string): Answer => json(replyOf({ type: 'TEXT', data: { message: text } }))
export const replyOf = (...response: unknown[]) => ({ response, analytics: { intents: [] } })

/** A real bot service on this machine that answers as it is told, and remembers what it was asked. */
export async function startBotService(): Promise<BotService> {
  const received: Received[] = []
  let events: Answer[] = [says('hello')]
  let announcements: Answer[] = [status(204)]
  let reads: Answer = json({ state: 'online', version: '1.0' })
  const next = (answers: Answer[]): Answer => (answers.length > 1 ? answers.shift() : answers[0]) ?? status(500)
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString()
    const body = text === '' ? undefined : (JSON.parse(text) as JsonObject)
    const { method = '', url = '', headers } = request
    const one: Received = { method, path: url, headers, body }
    received.push(one)
    const answer = method === 'GET' ? reads : next(method === 'PUT' ? announcements : events)
    answer(response, one)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    received,
    methods: () => received.map(({ method }) => method),
    lastEvent: () => received.findLast(({ method }) => method === 'POST')?.body ?? {},
    answerEvents: (...answers) => {
      events = answers
    },
    answerAnnouncements: (...answers) => {
      announcements = answers
    },
    answerReads: (answer) => {
      reads = answer
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
