import type { Press, Stretch } from './load/press.ts'
import type { Measured } from './processes.ts'
import { median, type Spread } from './statistics.ts'

/** What takes part in the rounds of one row. */
export interface Contender {
  readonly press: Press
  readonly process: Measured
}

/** One side over all rounds. */
export interface Rounds {
  readonly rates: readonly number[]
  /** Round by round, in milliseconds. */
  readonly p50s: readonly number[]
  readonly rate: number
  readonly latency: Spread
  /** Of all threads of the server's process, for a thousand messages. */
  readonly cpuMs: number
}

export interface RoundsOptions {
  readonly rounds: number
  readonly ms: number
  /** Messages per second; absent: as fast as it goes. */
  readonly pace?: number
}

/** A server's life is long: it is measured when its code is compiled, which takes some thousand messages. */
const WARM_UP_MESSAGES = 10_000
const WARM_UP_MS = 30_000
/** At a slow pace nothing ever gets hot, and both sides are alike in it. */
const PACED_WARM_UP_MS = 4_000

/**
 * Measures by turns, one after the other and again from the start, so that a slow minute of the machine meets all of them. What
 * comes first, until each has compiled its code, is thrown away.
 */
export async function runRounds<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  { rounds, ms, pace }: RoundsOptions,
): Promise<Record<Name, Rounds>> {
  const names = Object.keys(contenders) as Name[]
  const seen = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Counted[]>
  for (const name of names) await warmUp(contenders[name], ms, pace)
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) seen[name].push(await stretch(contenders[name], ms, pace))
  }
  return Object.fromEntries(names.map((name) => [name, summary(seen[name])])) as Record<Name, Rounds>
}

type Counted = Stretch & { readonly cpuMs: number }

async function warmUp(contender: Contender, ms: number, pace: number | undefined): Promise<void> {
  const until = performance.now() + (pace === undefined ? WARM_UP_MS : PACED_WARM_UP_MS)
  for (let messages = 0; messages < WARM_UP_MESSAGES && performance.now() < until; ) {
    messages += (await stretch(contender, ms, pace)).messages
  }
}

async function stretch({ press, process }: Contender, ms: number, pace: number | undefined): Promise<Counted> {
  const before = await process.read()
  const measured = pace === undefined ? await press.flatOut(ms) : await press.atPace(pace, ms)
  const after = await process.read()
  return { ...measured, cpuMs: ((after.cpuMs - before.cpuMs) / measured.messages) * 1000 }
}

function summary(stretches: readonly Counted[]): Rounds {
  const over = (of: (stretch: Counted) => number) => median(stretches.map(of))
  const latency = {
    p50: over(({ latency }) => latency.p50),
    p99: over(({ latency }) => latency.p99),
    max: Math.max(...stretches.map(({ latency }) => latency.max)),
  }
  const rates = stretches.map(({ rate }) => rate)
  const p50s = stretches.map(({ latency }) => latency.p50)
  return { rates, p50s, rate: median(rates), latency, cpuMs: over(({ cpuMs }) => cpuMs) }
}
