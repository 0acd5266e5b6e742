import { describe } from './outcomes.ts'
import type { Log } from './ports.ts'
import type { LiveListener } from './runtime.ts'

/** Tells listeners what happened. One that fails disturbs nobody else. */
export class Newsroom {
  private readonly listeners = new Set<LiveListener>()
  private readonly log: Log

  constructor(log: Log) {
    this.log = log
  }

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(call: (listener: LiveListener) => void): void {
    for (const listener of this.listeners) {
      try {
        call(listener)
      } catch (fault) {
        this.log.error({ cause: describe(fault) }, 'a listener failed')
      }
    }
  }
}
