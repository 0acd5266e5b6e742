import { setTimeout as pause } from 'node:timers/promises'
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
/** After so long a quiet, what was only under way is over, in milliseconds. */
const QUIET_MS = 2_000
const BAR_BYTES = 30_000

interface PerConnection {
  readonly connections: number
  /** Resident memory but for the young generation, in bytes. */
  readonly kept: number
  /** Resident memory as it is, in bytes. */
  readonly rss: number
  /** Live objects, in bytes. */
  readonly live: number
}

/** Signed-in consumers who say nothing: what each costs the server. */
export function measureMemory({ server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const sides = [
      await startFloor(workshop, server),
      await startBaton(workshop, { ...options, databaseUrl: await server?.create(), dataDir: workshop.folder() }),
    ] as const
    for (const side of sides) await hangUp(await openLines(side, VISITORS))
    const before = await readInQuiet(sides)
    const rows: Row[] = []
    let open = 0
    for (const count of COUNTS) {
      for (const side of sides) await openLines(side, count - open)
      open = count
      const after = await readInQuiet(sides)
      const [floor, baton] = [perConnection(before[0], after[0], count), perConnection(before[1], after[1], count)]
      rows.push(rowOf(count, floor, baton))
    }
    return rows
  })
}

type Both<T> = readonly [floor: T, baton: T]

async function readInQuiet([floor, baton]: Both<RunningSide>): Promise<Both<Reading>> {
  await pause(QUIET_MS)
  return [await floor.process.read(true), await baton.process.read(true)]
}

function perConnection(before: Reading, after: Reading, connections: number): PerConnection {
  const each = (of: (reading: Reading) => number) => (of(after) - of(before)) / connections
  return {
    connections,
    kept: each(({ rss, young }) => rss - young),
    rss: each(({ rss }) => rss),
    live: each(({ heapUsed, external }) => heapUsed + external),
  }
}

function rowOf(count: number, floor: PerConnection, baton: PerConnection): Row {
  const told = (of: PerConnection) => `${kilobytes(of.kept)} (${kilobytes(of.live)} live)`
  return {
    what: `memory per idle consumer, ${count.toLocaleString('en')} connected`,
    floor: told(floor),
    baton: told(baton),
    bar: `≤ ${BAR_BYTES / 1000} kB`,
    // A process that gave memory back while they came would look free of charge; what lives is the least they cost.
    holds: Math.max(baton.kept, baton.live) <= BAR_BYTES,
    data: { floor, baton },
  }
}
