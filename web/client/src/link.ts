import {
  type AgentHelloFrame,
  CLOSE_CODES,
  type HelloFrame,
  PROTOCOL_VERSION,
  type ServerFrame,
  type WelcomeFrame,
} from '@baton/protocol'
import { backOffMs } from './backOff.ts'
import type { Environment, SocketLike } from './environment.ts'
import { parseServerFrame } from './serverFrame.ts'

const PING_EVERY_MS = 25_000
/** A socket that said nothing for this long after a ping is dead, whatever the operating system believes. */
const PONG_WITHIN_MS = 10_000
/** After the tab was asleep one wants to know at once. */
const PONG_AFTER_WAKE_MS = 4_000
const WELCOME_WITHIN_MS = 15_000

/** Why there is no connection, when trying again on one's own makes no sense. */
export type LinkProblem = 'origin-not-allowed' | 'unsupported-protocol' | 'sign-in-refused'

/** `connecting` until the first attempt has ended one way or the other. */
export type LinkStatus =
  | { readonly kind: 'connecting' | 'online' | 'offline' }
  | { readonly kind: 'closed'; readonly problem?: LinkProblem }

/** Thrown by `token` when the server will not let this client in, today or tomorrow. */
export class SignInRefused extends Error {
  readonly code = 'sign-in-refused'
}

export interface LinkOptions {
  /** Address of the socket, `ws:` or `wss:`. */
  readonly address: string
  readonly environment: Environment
  /**
   * @param renew the server no longer takes the one it was given before
   * @returns undefined: the browser's session counts, whose cookie goes with the upgrade
   */
  readonly token: (renew: boolean) => Promise<string | undefined>
  readonly resume: () => NonNullable<HelloFrame['resume']>
  /** What this client cannot do. */
  readonly says?: Pick<HelloFrame, 'surveys'>
  readonly onStatus: (status: LinkStatus) => void
  readonly onWelcome: (welcome: WelcomeFrame) => void
  readonly onFrame: (frame: ServerFrame) => void
}

/** One socket that is kept: signs in, keeps alive, notices its death, comes back. */
export interface Link {
  readonly online: boolean
  /** Sends if there is a signed-in socket; otherwise the frame is not sent. */
  send(frame: object): boolean
  /** Gives the socket up and connects anew: something on the other side is not as it should be. */
  reconnect(): void
  /** The same at once, because the token is to be another one. */
  signInAnew(): void
  stop(): void
}

/**
 * Told as a story: `waiting` → (time, or wake) → `signing in` (token, socket, hello) → `online` (welcome) → lost → `waiting`.
 * Every attempt has a number; what an earlier attempt still says is not heard.
 */
export function openLink(options: LinkOptions): Link {
  const { environment } = options
  const { setTimer } = environment
  let attempt = 0
  let failures = 0
  let renewToken = false
  let stopped = false
  let online = false
  let socket: SocketLike | undefined
  let cancelRetry = () => {}
  let cancelWelcome = () => {}
  let cancelPing = () => {}
  let cancelPong = () => {}

  const sleepWatch = environment.onWake(() => {
    if (stopped) return
    if (online) ping(PONG_AFTER_WAKE_MS)
    else if (socket === undefined) connect()
  })

  function connect(): void {
    cancelRetry()
    attempt += 1
    const current = attempt
    options.token(renewToken).then(
      (token) => {
        if (current === attempt && !stopped) openSocket(current, token)
      },
      (fault: unknown) => {
        if (current !== attempt || stopped) return
        if (fault instanceof SignInRefused) giveUp('sign-in-refused')
        else retryLater()
      },
    )
  }

  function openSocket(current: number, token: string | undefined): void {
    const opened = new environment.WebSocket(options.address)
    socket = opened
    const isCurrent = () => current === attempt && !stopped
    cancelWelcome = setTimer(() => isCurrent() && drop(), WELCOME_WITHIN_MS)
    opened.onopen = () => {
      if (!isCurrent()) return
      const resume = options.resume()
      const hello: HelloFrame | AgentHelloFrame = {
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        ...(token !== undefined ? { token } : {}),
        ...(resume.length > 0 ? { resume } : {}),
        ...options.says,
      }
      opened.send(JSON.stringify(hello))
    }
    opened.onmessage = (event: { data: unknown }) => {
      if (isCurrent()) hear(event.data)
    }
    opened.onerror = () => {}
    opened.onclose = (event: { code: number }) => {
      if (isCurrent()) lost(event.code)
    }
  }

  function hear(data: unknown): void {
    cancelPong()
    cancelPong = () => {}
    const frame = parseServerFrame(data)
    if (frame === undefined) return
    if (frame.type === 'welcome') {
      cancelWelcome()
      online = true
      failures = 0
      renewToken = false
      schedulePing()
      options.onWelcome(frame)
      options.onStatus({ kind: 'online' })
    } else if (online) {
      options.onFrame(frame)
    }
  }

  function schedulePing(): void {
    cancelPing()
    cancelPing = setTimer(() => {
      ping(PONG_WITHIN_MS)
      schedulePing()
    }, PING_EVERY_MS)
  }

  function ping(withinMs: number): void {
    if (!send({ type: 'ping' })) return
    cancelPong()
    cancelPong = setTimer(drop, withinMs)
  }

  /** Does not wait for the closing handshake: a dead socket never finishes it. */
  function drop(): void {
    const dead = socket
    forgetSocket()
    try {
      dead?.close()
    } catch {
      // Some sockets object to being closed while they open; they are no longer heard anyway.
    }
    retryLater()
  }

  function lost(code: number): void {
    forgetSocket()
    if (code === CLOSE_CODES.originNotAllowed) return giveUp('origin-not-allowed')
    if (code === CLOSE_CODES.unsupportedProtocol) return giveUp('unsupported-protocol')
    renewToken = code === CLOSE_CODES.tokenExpired || code === CLOSE_CODES.tokenInvalid
    if (renewToken && failures === 0) {
      failures = 1
      connect()
    } else {
      retryLater()
    }
  }

  function forgetSocket(): void {
    attempt += 1
    socket = undefined
    online = false
    cancelWelcome()
    cancelPing()
    cancelPong()
    cancelPong = () => {}
  }

  function retryLater(): void {
    if (stopped) return
    failures += 1
    options.onStatus({ kind: 'offline' })
    cancelRetry()
    cancelRetry = setTimer(connect, backOffMs(failures, environment.random))
  }

  function giveUp(problem: LinkProblem): void {
    stop()
    options.onStatus({ kind: 'closed', problem })
  }

  function send(frame: object): boolean {
    if (!online || socket === undefined) return false
    try {
      socket.send(JSON.stringify(frame))
      return true
    } catch {
      return false
    }
  }

  function stop(): void {
    stopped = true
    const dead = socket
    forgetSocket()
    cancelRetry()
    sleepWatch()
    try {
      dead?.close(1000)
    } catch {
      // See drop.
    }
  }

  connect()
  return {
    get online() {
      return online
    },
    send,
    reconnect: () => {
      if (!stopped && socket !== undefined) drop()
    },
    signInAnew: () => {
      if (stopped) return
      const old = socket
      forgetSocket()
      old?.close(1000)
      connect()
    },
    stop: () => {
      if (stopped) return
      stop()
      options.onStatus({ kind: 'closed' })
    },
  }
}

/** `https://host/base` → `wss://host/base/consumer`. */
export function socketAddress(url: string, door: 'consumer' | 'agent'): string {
  return `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/${door}`
}
