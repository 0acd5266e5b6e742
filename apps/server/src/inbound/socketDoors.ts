import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { EpochMs } from '@baton/base'
import { CLOSE_CODES, MAX_FRAME_BYTES } from '@baton/protocol'
import { type WebSocket, WebSocketServer } from 'ws'
import type { DoorLimits } from '../limits.ts'
import type { AddressLimit } from '../tokenBucket.ts'
import { cookieOf, SESSION_COOKIE } from './cookies.ts'
import { isOwnPage } from './ownPage.ts'

/** What a new socket's request told; the request itself is let go, since a socket may live for days. */
export interface Arrival {
  readonly origin?: string
  /** Of people who signed in by their browser; only where a door asks for it. */
  readonly session?: string
}

/** What a door asks of an upgrade. */
export interface DoorRules {
  /** Only pages of this very server, and programs; and the session with which they come is told. */
  readonly ownPagesOnly?: true
}

/** Serves one socket. `wire` is what lies under it. */
export type OnSocket = (socket: WebSocket, arrival: Arrival, wire: Duplex) => Watched

/** Watched once a second: idle sockets cost no timer of their own. */
export interface Watched {
  readonly socket: WebSocket
  /** @param now by the process's own monotonic clock, in milliseconds */
  look(now: number): void
}

export interface SocketDoorsOptions {
  readonly limits: DoorLimits
  readonly arrivals: AddressLimit
  readonly trustProxy: boolean
  readonly isOpen: () => boolean
  readonly ownOrigins: () => readonly string[]
}

const LOOK_EVERY_MS = 1_000

/**
 * Takes upgrades and hands sockets to the door of their path. Speaks to `ws` directly: a request object per socket would
 * cost more memory than the socket.
 */
export class SocketDoors {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    skipUTF8Validation: false,
  })
  readonly #doors = new Map<string, { onSocket: OnSocket; rules: DoorRules }>()
  readonly #watched = new Set<Watched>()
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly options: SocketDoorsOptions) {}

  get open(): number {
    return this.#watched.size
  }

  door(path: string, onSocket: OnSocket, rules: DoorRules = {}): void {
    this.#doors.set(path, { onSocket, rules })
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#timer = setInterval(() => {
      const now = performance.now()
      for (const watched of this.#watched) watched.look(now)
    }, LOOK_EVERY_MS).unref()
  }

  /** Says goodbye to everyone; whoever does not answer is cut off after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    clearInterval(this.#timer)
    for (const { socket } of this.#watched) socket.close(CLOSE_CODES.goingAway, 'the server goes down')
    const deadline = performance.now() + graceMs
    while (this.#watched.size > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    for (const { socket } of this.#watched) socket.terminate()
    this.#server.close()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const { limits, arrivals, isOpen } = this.options
    const door = this.#doors.get((request.url ?? '').split('?')[0] ?? '')
    if (door === undefined) return refuse(socket, '404 Not Found')
    if (!isOpen() || this.open >= limits.sockets) return refuse(socket, '503 Service Unavailable')
    if (!arrivals.take(this.#addressOf(request))) return refuse(socket, '429 Too Many Requests')
    const { origin, host, cookie } = request.headers
    const { ownPagesOnly = false } = door.rules
    const isOwn = isOwnPage(origin, host, this.options.ownOrigins())
    if (ownPagesOnly && origin !== undefined && !isOwn) return refuse(socket, '403 Forbidden')
    // A cookie without an origin was sent by no browser of ours.
    const session = ownPagesOnly && isOwn ? cookieOf(cookie, SESSION_COOKIE) : undefined
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      const arrival = { ...(origin !== undefined && { origin }), ...(session !== undefined && { session }) }
      const watched = door.onSocket(accepted, arrival, socket)
      this.#watched.add(watched)
      accepted.once('close', () => this.#watched.delete(watched))
    })
  }

  #addressOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for']
    if (this.options.trustProxy && typeof forwarded === 'string') {
      const nearest = forwarded.split(',').at(-1)?.trim()
      if (nearest) return nearest
    }
    return request.socket.remoteAddress ?? 'unknown'
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** The instant at which something ends, looked at once a second. */
export const isOver = (instant: EpochMs | undefined, now: EpochMs): boolean => instant !== undefined && now >= instant
