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

  /** Somebody else took so many; what is owed for them is as much as fits at once, and no more. */
  owe(count: number): void {
    this.#left = Math.max(-this.burst, this.#left - count)
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

/** What one server let in from an address. */
export interface Taken {
  readonly address: string
  readonly count: number
  /** Tells one word from the next that says the same. */
  readonly nth: number
}

/** What is taken in so many milliseconds is told to the other servers in one word for each address. */
const TELL_MS = 20

/**
 * Sign-ins and new sockets, per address. Where several servers stand behind one address of ours each tells the others what was
 * taken, so that the limit is the limit of all of them together; what is taken within the blink that a word takes is paid later.
 */
export class AddressLimit {
  readonly #buckets = new Buckets()
  readonly #untold = new Map<string, number>()
  #told = 0

  /** @param tell called with what was taken here; absent where nobody else is there */
  constructor(
    private readonly limits: {
      readonly arrivalsPerSecond: number
      readonly arrivalsBurst: number
      readonly countLoopback: boolean
    },
    private readonly clock: Clock,
    private readonly tell?: (taken: Taken) => void,
  ) {}

  /** @returns false when it is too much */
  take(address: string): boolean {
    if (!this.limits.countLoopback && isLoopbackAddress(address)) return true
    const isLetIn = this.#bucketOf(address).take()
    if (isLetIn && this.tell) this.#note(address)
    return isLetIn
  }

  /** Another server let so many in. */
  takenElsewhere(address: string, count: number): void {
    this.#bucketOf(address).owe(count)
  }

  #bucketOf(address: string): TokenBucket {
    const { arrivalsPerSecond, arrivalsBurst } = this.limits
    return this.#buckets.of(address, () => new TokenBucket(arrivalsPerSecond, arrivalsBurst, this.clock))
  }

  #note(address: string): void {
    if (this.#untold.size === 0) setTimeout(() => this.#tellAll(), TELL_MS).unref()
    this.#untold.set(address, (this.#untold.get(address) ?? 0) + 1)
  }

  #tellAll(): void {
    for (const [address, count] of this.#untold) {
      this.#told += 1
      this.tell?.({ address, count, nth: this.#told })
    }
    this.#untold.clear()
  }
}

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127(\.\d+){3}$/.test(address)
