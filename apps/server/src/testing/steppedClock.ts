import type { Clock, EpochMs } from '@baton/base'
import type { ServerOptions } from '../buildServer.ts'

type Alarm = NonNullable<ServerOptions['alarm']>

/** A clock that stands until a test advances it; its alarms ring then. */
export class SteppedClock implements Clock, Alarm {
  #now: number
  readonly #alarms = new Map<symbol, { readonly instant: number; readonly ring: () => void }>()

  constructor(start = Date.now()) {
    this.#now = start
  }

  now(): EpochMs {
    return this.#now as EpochMs
  }

  at(instant: EpochMs, ring: () => void): () => void {
    const key = Symbol()
    this.#alarms.set(key, { instant, ring })
    if (instant <= this.#now) setImmediate(() => this.#alarms.delete(key) && ring())
    return () => this.#alarms.delete(key)
  }

  advance(ms: number): void {
    this.#now += ms
    for (const [key, { instant, ring }] of [...this.#alarms]) {
      if (instant <= this.#now && this.#alarms.delete(key)) ring()
    }
  }
}
