import type { Duplex } from 'node:stream'
import { CLOSE_CODES, type ServerFrame } from '@baton/protocol'
import type { WebSocket } from 'ws'
import { toTextFrame } from './textFrame.ts'

/** Answers that nobody reads; whoever asks this much without listening is cut off. */
const MAX_UNREAD_FACTOR = 8

/**
 * One socket as seen from inside: what is said to it, and how much of that it has not read yet. Frames are written past the
 * library, which would hand each over in two parts; that is sound because it compresses nothing here and so holds nothing back.
 */
export class Outlet {
  #gathering = false

  /** @param wire what lies under the socket */
  constructor(
    private readonly socket: WebSocket,
    private readonly wire: Duplex,
    private readonly waitingBytes: number,
  ) {}

  /** Says something that was asked for. */
  answer(frame: ServerFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    if (this.wire.writableLength > this.waitingBytes * MAX_UNREAD_FACTOR) return this.socket.terminate()
    this.#gather()
    this.wire.write(toTextFrame(JSON.stringify(frame)))
  }

  /**
   * Says something that happened.
   * @param bytes of `toTextFrame`, made once for all who may see it
   * @returns false when this reader is too slow; nothing was sent then
   */
  push(bytes: Buffer): boolean {
    if (this.socket.readyState !== this.socket.OPEN) return true // its end is under way, and cleans up
    if (this.wire.writableLength > this.waitingBytes) return false
    this.#gather()
    this.wire.write(bytes)
    return true
  }

  /** Whoever this was is nobody any more. */
  end(reason: 'token-invalid'): void {
    this.socket.close(CLOSE_CODES.tokenInvalid, reason)
  }

  /** Whether a slow reader has read most of what it was sent. */
  get drained(): boolean {
    return this.wire.writableLength <= this.waitingBytes / 2
  }

  /**
   * What one flush of the disk lets be said to one socket goes out in one write: many commits are answered in the same tick,
   * and each write is a call of the operating system.
   */
  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.wire.cork()
    process.nextTick(() => {
      this.#gathering = false
      this.wire.uncork()
    })
  }
}
