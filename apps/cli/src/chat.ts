import { createInterface } from 'node:readline'
import { type Client, type ClientState, createClient, memoryStorage, type SocketConstructor } from '@baton/client'
import type { EventFrame } from '@baton/protocol'
import { WebSocket } from 'ws'
import { chooseDoor } from './chooseDoor.ts'
import { CommandFailed, EXIT } from './exitCodes.ts'
import { type Choice, tell } from './tell.ts'

export interface ChatOptions {
  readonly url?: string
  readonly account?: string
  readonly entryPoint?: string
  readonly origin?: string
  readonly json: boolean
}

/** What is unsent at the end of the input gets this long, in milliseconds. */
const FAREWELL_MS = 10_000
const HINT = 'Write, and press Enter. A number chooses a suggestion; /close ends the conversation, /quit leaves it.'

/** A consumer in the terminal: lines in, lines out; ends with its input. */
export async function chat(options: ChatOptions): Promise<number> {
  const door = await chooseDoor(options)
  const client = createClient({
    ...door,
    ...cameFrom(options.origin ?? new URL(door.url).origin),
    storage: memoryStorage(),
  })
  const screen = openScreen(client, options.json)
  const input = createInterface({ input: process.stdin, terminal: false })
  if (!options.json && process.stdin.isTTY) console.log(HINT)
  try {
    await new Promise<void>((resolve, reject) => {
      client.subscribe(({ connection, problem }) => {
        if (connection === 'closed') reject(new CommandFailed(`The server does not let us in: ${problem ?? 'closed'}`))
      })
      input.on('line', (line) => {
        if (line.trim() === '/quit') input.close()
        else if (line.trim() === '/close') void client.close()
        else screen.say(line)
      })
      input.once('close', () => void delivered(client).then(resolve, reject))
    })
    return EXIT.fine
  } finally {
    input.close()
    client.stop()
  }
}

/** A terminal has no page; it says for whom it comes as a browser would. */
function cameFrom(origin: string): { WebSocket: SocketConstructor; fetch: typeof fetch } {
  class SocketWithOrigin extends WebSocket {
    constructor(address: string) {
      super(address, { origin })
    }
  }
  return {
    WebSocket: SocketWithOrigin as unknown as SocketConstructor,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), origin } }),
  }
}

function openScreen(client: Client, json: boolean): { say(line: string): void } {
  const told = new Map<string, number>()
  let choices: readonly Choice[] = []
  let connection: ClientState['connection'] | undefined

  const show = ({ conversationId, frame }: { conversationId: string; frame: EventFrame }) => {
    if (json) return console.log(JSON.stringify({ conversationId, ...frame }))
    const { lines, choices: offered } = tell(frame)
    for (const line of lines) console.log(line)
    if (offered !== undefined) choices = offered
  }
  client.subscribe((state) => {
    if (state.connection !== connection) {
      if (!json && state.connection === 'offline') console.error('(the connection is lost; trying again)')
      if (!json && state.connection === 'online' && connection === 'offline') console.error('(connected again)')
      connection = state.connection
    }
    const { view } = state
    if (view === undefined) return
    const { conversationId } = view.header
    const last = told.get(conversationId) ?? 0
    for (const frame of view.events) if (frame.seq > last) show({ conversationId, frame })
    told.set(conversationId, Math.max(last, view.header.seq))
  })

  return {
    say(line) {
      const choice = /^\d{1,3}$/.test(line.trim()) ? choices[Number(line.trim()) - 1] : undefined
      const sent = choice === undefined ? client.send(line) : client.click(choice.on, choice.element, choice.text)
      if (!sent.ok && sent.reason !== 'empty') console.error(`(not sent: ${sent.reason})`)
    },
  }
}

/** @throws CommandFailed when something said did not reach the server in time */
async function delivered(client: Client): Promise<void> {
  const deadline = Date.now() + FAREWELL_MS
  while (client.state.outbox.some(({ state }) => state === 'sending')) {
    if (Date.now() > deadline) throw new CommandFailed('What was said last did not reach the server.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
