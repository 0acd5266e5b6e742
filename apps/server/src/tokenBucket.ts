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

  /** As of the last look. */
  get left(): number {
    return this.#left
  }

  /** Somebody else took so many; what is owed for them is as much as fits at once, and no more. */
  owe(count: number): void {
    this.#left = Math.max(-this.burst, this.#left - count)
  }
}

const REMEMBERED = 20_000

/** Buckets by name; the one that was quiet for longest is forgotten first. */
class Buckets {
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

/** What one server let through. */
export interface Taken {
  /** The name of a bucket. */
  readonly of: string
  readonly count: number
  /** Tells one word from the next that says the same. */
  readonly nth: number
}

/** What is taken in so many milliseconds is told to the other servers in one word for each name. */
const TELL_MS = 20

export interface Limit {
  readonly perSecond: number
  readonly burst: number
  /**
   * Of a burst, how much is nobody else's business: what is taken is told once less than the rest of it is left, so that the many who
   * never come near a limit cost nothing. 0 as default: all is told.
   */
  readonly untoldShare?: number
}

/**
 * One limit for all servers of an installation together, by name: of an address, of a consumer. Each tells the others what was taken;
 * what is taken within the blink that a word takes is paid later.
 */
export class SharedLimit {
  readonly #buckets = new Buckets()
  readonly #untold = new Map<string, number>()
  #told = 0

  /** @param tell called with what was taken here; absent where nobody else is there */
  constructor(
    private readonly limit: Limit,
    private readonly clock: Clock,
    private readonly tell?: (taken: Taken) => void,
  ) {}

  /** @returns what whoever has this name takes from, for as long as they are here */
  of(name: string): Pick<TokenBucket, 'take'> {
    const bucket = this.#bucketOf(name)
    return { take: () => this.#takeFrom(bucket, name) }
  }

  /** @returns false when it is too much */
  take(name: string): boolean {
    return this.#takeFrom(this.#bucketOf(name), name)
  }

  /** Another server let so many through. */
  takenElsewhere(name: string, count: number): void {
    this.#bucketOf(name).owe(count)
  }

  #bucketOf(name: string): TokenBucket {
    const { perSecond, burst } = this.limit
    return this.#buckets.of(name, () => new TokenBucket(perSecond, burst, this.clock))
  }

  #takeFrom(bucket: TokenBucket, name: string): boolean {
    const isLetThrough = bucket.take()
    const { burst, untoldShare = 0 } = this.limit
    if (isLetThrough && this.tell && bucket.left < burst * (1 - untoldShare)) this.#note(name)
    return isLetThrough
  }

  #note(name: string): void {
    if (this.#untold.size === 0) setTimeout(() => this.#tellAll(), TELL_MS).unref()
    this.#untold.set(name, (this.#untold.get(name) ?? 0) + 1)
  }

  #tellAll(): void {
    for (const [of, count] of this.#untold) {
      this.#told += 1
      this.tell?.({ of, count, nth: this.#told })
    }
    this.#untold.clear()
  }
}

/** Sign-ins and new sockets, per address. */
export class AddressLimit {
  readonly #shared: SharedLimit

  constructor(
    limit: Limit,
    private readonly countLoopback: boolean,
    clock: Clock,
    tell?: (taken: Taken) => void,
  ) {
    this.#shared = new SharedLimit(limit, clock, tell)
  }

  /** @returns false when it is too much */
  take(address: string): boolean {
    return (!this.countLoopback && isLoopbackAddress(address)) || this.#shared.take(address)
  }

  /** Another server let so many in. */
  takenElsewhere(address: string, count: number): void {
    this.#shared.takenElsewhere(address, count)
  }
}

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127(\.\d+){3}$/.test(address)
