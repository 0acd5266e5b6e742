import type { Duplex } from 'node:stream'
import type { Result } from '@baton/base'
import { CLOSE_CODES, type FrameProblem, type HelloFrame, type RefusedFrame } from '@baton/protocol'
import { StorageUnavailable } from '@baton/storage'
import type { RawData, WebSocket } from 'ws'
import type { DoorLimits } from '../limits.ts'
import { Outlet } from '../outbound/outlet.ts'
import { REFUSAL_TEXTS, type RefusalCode } from '../texts.ts'
import type { Watched } from './socketDoors.ts'

/** What makes one door different from the other. */
export interface Door<Frame extends { readonly type: string }, Session> {
  parse(text: string): Result<Frame, FrameProblem>
  /** Answers `hello` itself. @returns why the socket must go, or who it is */
  signIn(hello: HelloFrame, outlet: Outlet): Promise<SignedIn<Session>>
  hear(session: Session, frame: Exclude<Frame, { type: 'hello' }>): Promise<void> | void
  /** Looked at once a second. @returns a code with which the socket is closed, if it must be */
  isOver(session: Session): SignInRefusal | undefined
  left(session: Session): void
}

export type SignInRefusal = 'token-invalid' | 'token-expired' | 'origin-not-allowed' | 'too-many-requests'
export type SignedIn<Session> =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly code: SignInRefusal }

export interface SocketHelp {
  readonly limits: DoorLimits
  onFault(fault: unknown): void
  onRefused(code: string): void
}

const CLOSE_CODE_OF: Readonly<Record<SignInRefusal, number>> = {
  'token-invalid': CLOSE_CODES.tokenInvalid,
  'token-expired': CLOSE_CODES.tokenExpired,
  'origin-not-allowed': CLOSE_CODES.originNotAllowed,
  'too-many-requests': CLOSE_CODES.unavailable,
}

/** RFC 6455: data of a kind that this end does not take. */
const UNSUPPORTED_DATA = 1003

/**
 * One socket of either door, told as a story: `new` → (hello) → `signingIn` → `signedIn` → closed. Frames that cannot be
 * read are refused with code and path and counted; the last straw closes the socket. No fault leaves this function.
 */
export function serveSocket<Frame extends { readonly type: string }, Session>(
  socket: WebSocket,
  wire: Duplex,
  door: Door<Frame, Session>,
  help: SocketHelp,
): Watched {
  const { limits } = help
  const outlet = new Outlet(socket, wire, limits.waitingBytes)
  const arrivedAt = performance.now()
  let heardAt = arrivedAt
  let asked = false
  let greeting: Promise<void> | undefined
  let session: Session | undefined
  let badFrames = 0
  let underWay = 0

  const refuse = (code: RefusalCode, more: Partial<RefusedFrame> = {}) => {
    help.onRefused(code)
    outlet.answer(refusal(code, more))
  }

  async function greet(hello: HelloFrame): Promise<void> {
    const signedIn = await door.signIn(hello, outlet)
    if (!signedIn.ok) return end(signedIn.code)
    session = signedIn.session
    if (socket.readyState !== socket.OPEN) door.left(session)
  }

  function end(code: SignInRefusal): void {
    refuse(code)
    socket.close(CLOSE_CODE_OF[code], code)
  }

  function bad(code: RefusalCode, more: Partial<RefusedFrame> = {}): void {
    badFrames += 1
    refuse(code, more)
    if (code === 'unsupported-protocol') socket.close(CLOSE_CODES.unsupportedProtocol, code)
    else if (badFrames >= limits.badFrames) socket.close(CLOSE_CODES.tooManyBadFrames, 'too many bad frames')
  }

  function hear(text: string): Promise<void> | void {
    const parsed = door.parse(text)
    if (!parsed.ok) {
      const { code, path, message, frameId } = parsed.error
      return bad(code, { path, message, ...(frameId !== undefined && { frameId }) })
    }
    const frame = parsed.value
    const frameId = 'frameId' in frame && typeof frame.frameId === 'string' ? { frameId: frame.frameId } : {}
    if (frame.type === 'hello') {
      if (greeting !== undefined) return bad('bad-frame', { path: '/type' })
      greeting = greet(frame as unknown as HelloFrame)
      return greeting
    }
    if (greeting === undefined) return bad('hello-expected', frameId)
    if (underWay >= limits.framesUnderWay) return refuse('too-many-requests', frameId)
    underWay += 1
    return serve(frame as Exclude<Frame, { type: 'hello' }>).then(leave, (fault: unknown) => {
      leave()
      if (!(fault instanceof StorageUnavailable)) help.onFault(fault)
      if ('frameId' in frameId) refuse('unavailable', frameId)
    })
  }

  async function serve(frame: Exclude<Frame, { type: 'hello' }>): Promise<void> {
    // A client may speak as soon as it has read `welcome`, while the conversation that follows is still being read.
    if (session === undefined) await greeting
    if (session !== undefined) return door.hear(session, frame)
  }

  function leave(): void {
    underWay -= 1
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    heardAt = performance.now()
    asked = false
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) {
      refuse('bad-frame', { message: 'Frames are text.' })
      return socket.close(UNSUPPORTED_DATA, 'frames are text')
    }
    hear(data.toString())?.catch((fault: unknown) => {
      if (!(fault instanceof StorageUnavailable)) help.onFault(fault)
      socket.close(CLOSE_CODES.unavailable, 'unavailable')
    })
  })
  socket.on('pong', () => {
    heardAt = performance.now()
    asked = false
  })
  socket.on('error', () => {}) // told again as `close`, with its code
  socket.once('close', () => {
    if (session !== undefined) door.left(session)
  })

  return {
    socket,
    look(now) {
      if (session === undefined) {
        if (now - arrivedAt > limits.helloMs) socket.close(CLOSE_CODES.helloTimeout, 'hello expected')
        if (now - arrivedAt > limits.helloMs * 2) socket.terminate()
        return
      }
      const over = door.isOver(session)
      if (over !== undefined) return end(over)
      const quietMs = now - heardAt
      if (quietMs > limits.heartbeatMs * 2) return socket.terminate()
      if (quietMs > limits.heartbeatMs && !asked) {
        asked = true
        socket.ping()
      }
    },
  }
}

export const refusal = (code: RefusalCode, more: Partial<RefusedFrame> = {}): RefusedFrame => ({
  type: 'refused',
  code,
  message: REFUSAL_TEXTS[code],
  ...more,
})
