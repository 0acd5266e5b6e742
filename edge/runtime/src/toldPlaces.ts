import { Lru } from '@baton/base'

interface Told {
  /** All up to here. */
  readonly upTo: number
  /** And these beyond, in order, with gaps between them: what another node wrote in a gap is still to come. */
  readonly beyond: readonly Span[]
}
type Span = readonly [first: number, last: number]

/** So many gaps of one conversation are kept open; what is in the oldest one is given up. */
const MAX_SPANS = 16

/** Up to which place each conversation was told of here, and what of it this node committed itself, which is not told twice. */
export class ToldPlaces {
  private readonly told: Lru<string, Told>

  constructor(conversations: number) {
    this.told = new Lru(conversations)
  }

  has(key: string, seq: number): boolean {
    const told = this.told.get(key)
    return told !== undefined && (seq <= told.upTo || told.beyond.some(([first, last]) => first <= seq && seq <= last))
  }

  /** What is read comes in the order of its places: whatever was there before is told, or never will be. */
  read(key: string, last: number): void {
    const { upTo = 0, beyond = [] } = this.told.get(key) ?? {}
    this.told.set(key, settle(Math.max(upTo, last), beyond))
  }

  /** Committed here, from one place to another; what another node committed just before may not have been read yet. */
  wrote(key: string, first: number, last: number): void {
    const { upTo, beyond } = this.told.get(key) ?? { upTo: 0, beyond: [] }
    if (beyond.length === 0 && first <= upTo + 1) return this.told.set(key, { upTo: Math.max(upTo, last), beyond })
    const before = beyond.at(-1)
    const isNext = before !== undefined && first <= before[1] + 1
    const spans: Span[] = isNext ? [...beyond.slice(0, -1), [before[0], last]] : [...beyond, [first, last]]
    this.told.set(key, spans.length > MAX_SPANS ? settle(spans[0]?.[1] ?? upTo, spans) : { upTo, beyond: spans })
  }
}

function settle(upTo: number, beyond: readonly Span[]): Told {
  const [next, ...rest] = beyond
  if (next === undefined || next[0] > upTo + 1) return { upTo, beyond }
  return settle(Math.max(upTo, next[1]), rest)
}
