import { after, type Clock, type EpochMs } from '@baton/base'
import type { Alarm } from '../ports.ts'

interface Set {
  readonly instant: EpochMs
  readonly ring: () => void
}

/**
 * A clock that stands until a test advances it; its alarms ring then, in the order of their instants. One that is set for an
 * instant that has passed rings at once, as a timeout would.
 */
export class ManualClock implements Clock, Alarm {
  private instant: EpochMs
  private readonly alarms = new Map<symbol, Set>()

  constructor(start = Date.UTC(2026, 10, 21, 9) as EpochMs) {
    this.instant = start
  }

  now(): EpochMs {
    return this.instant
  }

  at(instant: EpochMs, ring: () => void): () => void {
    const key = Symbol()
    this.alarms.set(key, { instant, ring })
    if (instant <= this.instant) setImmediate(() => this.alarms.delete(key) && ring())
    return () => this.alarms.delete(key)
  }

  advance(ms: number): void {
    this.instant = after(this.instant, ms)
    const due = [...this.alarms].filter(([, alarm]) => alarm.instant <= this.instant)
    due.sort(([, a], [, b]) => a.instant - b.instant)
    for (const [key, alarm] of due) if (this.alarms.delete(key)) alarm.ring()
  }
}
