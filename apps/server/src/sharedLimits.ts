import type { Clock } from '@baton/base'
import type { DoorLimits } from './limits.ts'
import type { OtherNodes } from './otherNodes.ts'
import { AddressLimit, SharedLimit, type Taken } from './tokenBucket.ts'

/** What all servers of an installation let through together. */
export interface SharedLimits {
  /** New sockets and consumers' tokens, by address. */
  readonly arrivals: AddressLimit
  /** Attempts to show who one is, by address: passwords and secrets cost more than sockets. */
  readonly signIns: AddressLimit
  /** What one consumer says, over all of their sockets. */
  readonly frames: SharedLimit
}

/** Nobody who writes by hand takes so much of a burst; whoever does is told of (docs/decisions/0037). */
const OWN_AFFAIR = 0.5

/** @param others absent where this server is the only one */
export function sharedLimits(limits: DoorLimits, clock: Clock, others: OtherNodes | undefined): SharedLimits {
  const telling = (limit: keyof SharedLimits) =>
    others && ((taken: Taken) => others.say({ about: 'taken', limit, ...taken }))
  const { arrivalsPerSecond, arrivalsBurst, signInsPerSecond, signInsBurst, framesPerSecond, framesBurst } = limits
  const byAddress = (limit: 'arrivals' | 'signIns', perSecond: number, burst: number) =>
    new AddressLimit({ perSecond, burst }, limits.countLoopback, clock, telling(limit))
  return {
    arrivals: byAddress('arrivals', arrivalsPerSecond, arrivalsBurst),
    signIns: byAddress('signIns', signInsPerSecond, signInsBurst),
    frames: new SharedLimit(
      { perSecond: framesPerSecond, burst: framesBurst, untoldShare: OWN_AFFAIR },
      clock,
      telling('frames'),
    ),
  }
}
