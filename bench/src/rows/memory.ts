import { startBaton } from '../baton.ts'
import { hangUp, openLines } from '../load/consumer.ts'
import type { Reading } from '../meter.ts'
import type { BenchOptions } from '../options.ts'
import { kilobytes, type Row } from '../row.ts'
import { type RunningSide, startFloor } from '../sides.ts'
import { inWorkshop } from '../workshop.ts'

const COUNTS = [1_000, 5_000] as const
/** Come and go before the count begins, so that what a process needs only once is not counted as theirs. */
const VISITORS = 200
const BAR_BYTES = 30_000

interface PerConnection {
  readonly connections: number
  readonly rss: number
  readonly heap: number
}

/** Signed-in consumers who say nothing: what each costs the server. */
export function measureMemory({ baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    // One after the other: ten thousand sockets at once would measure the machine's limits.
    const floor = await growOver(await startFloor(workshop))
    const baton = await growOver(await startBaton(workshop, { ...options, dataDir: workshop.folder() }))
    return COUNTS.map((count, index) => rowOf(count, floor[index], baton[index]))
  })
}

async function growOver(side: RunningSide): Promise<PerConnection[]> {
  await hangUp(await openLines(side, VISITORS))
  const before = await side.process.read(true)
  const seen: PerConnection[] = []
  const lines: Awaited<ReturnType<typeof openLines>> = []
  for (const count of COUNTS) {
    lines.push(...(await openLines(side, count - lines.length)))
    seen.push(perConnection(before, await side.process.read(true), count))
  }
  await hangUp(lines)
  return seen
}

function perConnection(before: Reading, after: Reading, connections: number): PerConnection {
  const live = (reading: Reading) => reading.heapUsed + reading.external
  return {
    connections,
    rss: (after.rss - before.rss) / connections,
    heap: (live(after) - live(before)) / connections,
  }
}

function rowOf(count: number, floor: PerConnection | undefined, baton: PerConnection | undefined): Row {
  if (floor === undefined || baton === undefined) throw new Error('a side was not measured')
  const told = (of: PerConnection) => `${kilobytes(of.rss)} (${kilobytes(of.heap)} live)`
  return {
    what: `memory per idle consumer, ${count.toLocaleString('en')} connected`,
    floor: told(floor),
    baton: told(baton),
    bar: `≤ ${BAR_BYTES / 1000} kB`,
    // A process that gave memory back while they came would look free of charge; what lives is the least they cost.
    holds: Math.max(baton.rss, baton.heap) <= BAR_BYTES,
    data: { floor, baton },
  }
}
