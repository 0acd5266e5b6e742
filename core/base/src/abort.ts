/**
 * How a piece of work hears that it is to be given up: the part of the platform's `AbortSignal` that is used here, so that one
 * of those fits too.
 */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * Says once that work is to be given up, and is the signal too. Every turn of every bot has one or two of them: the platform's
 * own takes 7 µs to make and 5 more to be listened to, this one a twentieth of a microsecond.
 */
export class Abort implements AbortSignalLike {
  #listeners: (() => void)[] = []
  #reason: unknown
  #aborted = false

  get aborted(): boolean {
    return this.#aborted
  }
  get reason(): unknown {
    return this.#reason
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.#aborted) this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners = this.#listeners.filter((known) => known !== listener)
  }

  /** Only the first time counts. */
  abort(reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason
    for (const listener of this.#listeners) if (this.#listeners.includes(listener)) listener()
    this.#listeners = []
  }
}
