import type { Database } from 'better-sqlite3'

/** So many events make a block: large enough to spare most writes to the index, small enough to lie in the conversation's row. */
export const BLOCK_EVENTS = 16

/** Where a conversation's log ends, as its row says. */
export interface LogEnd {
  readonly key: number
  /** Of the newest event. */
  readonly seq: number
  readonly tip: string
}

interface Block {
  readonly last_seq: number
  readonly positions: string
}

/** Positions of events that follow each other; the first has this seq. */
interface Stretch {
  readonly firstSeq: number
  readonly positions: readonly number[]
}

/** Finds the positions of a conversation's events: in the blocks of its log, the newest in its own row. */
export interface LogPlaces {
  /** Of events after this seq, in order, at most `limit`. */
  after(end: LogEnd, seq: number, limit: number): number[]
  /** Of the last `limit` events before this seq, in order. */
  before(end: LogEnd, seq: number, limit: number): number[]
  /** @returns undefined for a seq that there is not */
  at(end: LogEnd, seq: number): number | undefined
}

export function prepareLogPlaces(database: Database): LogPlaces {
  // Bounded by the tip that was read: a commit that came meanwhile may have made a block of it.
  const blocksFrom = database.prepare<[number, number, number], Block>(
    `SELECT last_seq, positions FROM log_blocks WHERE conversation_key = ? AND last_seq >= ? AND last_seq < ?
     ORDER BY last_seq`,
  )
  const blocksBelow = database.prepare<[number, number], Block>(
    'SELECT last_seq, positions FROM log_blocks WHERE conversation_key = ? AND last_seq < ? ORDER BY last_seq DESC',
  )

  /** Oldest first, beginning with the one that holds `seq`. */
  function* from(end: LogEnd, seq: number): Iterable<Stretch> {
    const tip = tipOf(end)
    for (const block of blocksFrom.iterate(end.key, seq, tip.firstSeq)) yield stretchOf(block)
    yield tip
  }

  /** Newest first, beginning with the one that holds `seq`. */
  function* downFrom(end: LogEnd, seq: number): Iterable<Stretch> {
    const tip = tipOf(end)
    if (seq >= tip.firstSeq) yield tip
    const holding = seq >= tip.firstSeq ? undefined : blocksFrom.get(end.key, seq, tip.firstSeq)
    if (holding) yield stretchOf(holding)
    for (const block of blocksBelow.iterate(end.key, holding?.last_seq ?? tip.firstSeq)) yield stretchOf(block)
  }

  return {
    after(end, seq, limit) {
      const found: number[] = []
      for (const { firstSeq, positions } of from(end, seq + 1)) {
        found.push(...positions.slice(Math.max(0, seq + 1 - firstSeq), Math.max(0, seq + 1 - firstSeq) + limit))
        if (found.length >= limit) return found.slice(0, limit)
      }
      return found
    },
    before(end, seq, limit) {
      const found: number[][] = []
      let left = limit
      for (const { firstSeq, positions } of downFrom(end, seq - 1)) {
        const part = positions.slice(0, Math.max(0, seq - firstSeq)).slice(-left)
        found.unshift(part)
        left -= part.length
        if (left <= 0) break
      }
      return found.flat()
    },
    at(end, seq) {
      for (const { firstSeq, positions } of from(end, seq)) return positions[seq - firstSeq]
      return undefined
    },
  }
}

const stretchOf = ({ last_seq: lastSeq, positions: json }: Block): Stretch => {
  const positions: number[] = JSON.parse(json)
  return { firstSeq: lastSeq - positions.length + 1, positions }
}

function tipOf({ seq, tip }: LogEnd): Stretch {
  const positions: number[] = tip === '' ? [] : JSON.parse(`[${tip}]`)
  return { firstSeq: seq - positions.length + 1, positions }
}
