import { type BatonOptions, startBaton } from '../baton.ts'
import { openAgents, openConsumers } from '../load/consumer.ts'
import { Press } from '../load/press.ts'
import type { BenchOptions } from '../options.ts'
import { type Contender, runRounds } from '../rounds.ts'
import { cpuOf, latencyOf, percent, perSecond, type Row } from '../row.ts'
import { type FloorBot, type RunningSide, startFloor } from '../sides.ts'
import { pairedRatio } from '../statistics.ts'
import { inWorkshop, type Workshop } from '../workshop.ts'

const CONSUMERS = 128
/** Below the number of calls that Baton makes to one bot or service at the same time, so that nothing waits by a rule. */
const UNDER_WAY = 48
const BAR = 0.5

/** What each side answers with. */
export interface Answering {
  readonly floor: FloorBot
  readonly baton: Pick<BatonOptions, 'botUrl' | 'definition'>
}

/**
 * Consumer → whatever answers → reply at the consumer's socket and at an agent's, in alternating rounds. Both sides get the same
 * consumers, the same agents who look on, and the same number of messages under way.
 */
export function measureReplies(
  what: string,
  { rounds, stretchMs, server, baton: options }: BenchOptions,
  prepare: (workshop: Workshop) => Answering | Promise<Answering>,
): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const answering = await prepare(workshop)
    const setup = { databaseUrl: await server?.create(), dataDir: workshop.folder(), ...answering.baton }
    const { floor, baton } = await runRounds(
      {
        floor: await contender(await startFloor(workshop, server, answering.floor)),
        baton: await contender(await startBaton(workshop, { ...options, ...setup })),
      },
      { rounds, ms: stretchMs },
    )
    const ratio = pairedRatio(baton.rates, floor.rates)
    return [
      {
        what,
        floor: perSecond(floor.rate),
        baton: perSecond(baton.rate),
        ratio: percent(ratio),
        bar: `≥ ${percent(BAR)}`,
        holds: ratio >= BAR,
        latency: `${latencyOf(floor)} · ${latencyOf(baton)}`,
        cpu: `${cpuOf(floor)} · ${cpuOf(baton)}`,
        data: { ratio, floor, baton, consumers: CONSUMERS, underWay: UNDER_WAY },
      },
    ]
  })
}

async function contender(side: RunningSide): Promise<Contender> {
  const consumers = await openConsumers(side, CONSUMERS)
  const agents = await openAgents(side, consumers)
  return { process: side.process, press: new Press({ consumers, agents, ending: 'reply', underWay: UNDER_WAY }) }
}
