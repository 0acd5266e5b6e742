import type { Clock } from '@baton/base'

/** Lets `perSecond` through on average, and `burst` at once after a quiet while. */
export class TokenBucket {
  #left: number
  #filledAt: number

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly clock: Clock,
  ) {
    this.#left = burst
    this.#filledAt = clock.now()
  }

  /** @returns false when it is too much */
  take(): boolean {
    const now = this.clock.now()
    this.#left = Math.min(this.burst, this.#left + (Math.max(0, now - this.#filledAt) / 1000) * this.perSecond)
    this.#filledAt = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}

const REMEMBERED = 20_000

/** Buckets by name; the one that was quiet for longest is forgotten first. */
export class Buckets {
  readonly #buckets = new Map<string, TokenBucket>()

  of(name: string, make: () => TokenBucket): TokenBucket {
    const bucket = this.#buckets.get(name) ?? make()
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    if (this.#buckets.size > REMEMBERED) {
      const [oldest] = this.#buckets.keys()
      if (oldest !== undefined) this.#buckets.delete(oldest)
    }
    return bucket
  }
}

/** Sign-ins and new sockets, per address. */
export class AddressLimit {
  readonly #buckets = new Buckets()

  constructor(
    private readonly limits: {
      readonly arrivalsPerSecond: number
      readonly arrivalsBurst: number
      readonly countLoopback: boolean
    },
    private readonly clock: Clock,
  ) {}

  /** @returns false when it is too much */
  take(address: string): boolean {
    if (!this.limits.countLoopback && isLoopbackAddress(address)) return true
    const { arrivalsPerSecond, arrivalsBurst } = this.limits
    return this.#buckets.of(address, () => new TokenBucket(arrivalsPerSecond, arrivalsBurst, this.clock)).take()
  }
}

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127(\.\d+){3}$/.test(address)
