/** Bytes that are looked at together. */
const PAGE = 4_096
/** What a program keeps between its data and its stack that happens to be zero now; restored all the same. */
const MARGIN = 524_288

interface Region {
  readonly at: number
  readonly bytes: Uint8Array
}

/**
 * The memory of an engine as it was at one moment, and the way back to it. A fresh context costs QuickJS half a millisecond of
 * building objects; putting back a megabyte of bytes costs a twentieth of that, and leaves nothing of what ran before.
 *
 * The one thing that is not put back is the unused part of the stack, megabytes of zeros in the middle, which nobody reads
 * before writing it.
 */
export class FrozenMemory {
  private readonly memory: WebAssembly.Memory
  private readonly regions: readonly Region[]
  /** Where the heap ended. */
  private readonly end: number

  /** Call when the engine is at rest: nothing of it may be on the stack. */
  constructor(memory: WebAssembly.Memory) {
    this.memory = memory
    const bytes = new Uint8Array(memory.buffer)
    const used = usedPages(bytes)
    this.end = ((used.at(-1) ?? 0) + 1) * PAGE
    const gap = longestGap(used)
    const spans: [number, number][] =
      gap === undefined
        ? [[0, this.end]]
        : [
            [0, Math.min(gap[0] + MARGIN, gap[1])],
            [gap[1], this.end],
          ]
    this.regions = spans.map(([from, to]) => ({ at: from, bytes: bytes.slice(from, to) }))
  }

  /** Everything that was allocated, said or changed since is gone. */
  thaw(): void {
    const bytes = new Uint8Array(this.memory.buffer)
    for (const region of this.regions) bytes.set(region.bytes, region.at)
  }

  /** Bytes that the engine has taken from the system; it never gives any back. */
  get size(): number {
    return this.memory.buffer.byteLength
  }
}

const ZEROS = Buffer.alloc(PAGE)

function usedPages(bytes: Uint8Array): number[] {
  const used: number[] = []
  for (let page = 0; page < bytes.length / PAGE; page += 1) {
    const one = Buffer.from(bytes.buffer, page * PAGE, PAGE)
    if (!one.equals(ZEROS)) used.push(page)
  }
  return used
}

/** From where to where, in bytes. */
function longestGap(used: readonly number[]): [number, number] | undefined {
  let longest: [number, number] | undefined
  for (const [index, page] of used.entries()) {
    const next = used[index + 1]
    if (next === undefined) break
    if (longest === undefined || next - page > longest[1] - longest[0]) longest = [page, next]
  }
  return longest && [(longest[0] + 1) * PAGE, longest[1] * PAGE]
}
