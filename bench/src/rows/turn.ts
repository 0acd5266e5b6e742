import { startBaton } from '../baton.ts'
import { openAgents, openConsumers } from '../load/consumer.ts'
import { Press } from '../load/press.ts'
import type { BenchOptions } from '../options.ts'
import { type Contender, runRounds } from '../rounds.ts'
import { cpuOf, latencyOf, percent, perSecond, type Row } from '../row.ts'
import { type RunningSide, startFloor } from '../sides.ts'
import { pairedRatio } from '../statistics.ts'
import { inWorkshop } from '../workshop.ts'

const CONSUMERS = 128
/** Below the number of calls that Baton makes to one bot at the same time, so that nothing waits by a rule. */
const UNDER_WAY = 48
const BAR = 0.5

/** Consumer → custom endpoint over HTTP → reply at the consumer's socket and at an agent's. */
export function measureTurn({ rounds, stretchMs, server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const bot = await workshop.startOwn('bot')
    const { floor, baton } = await runRounds(
      {
        floor: await contender(await startFloor(workshop, server, bot.url)),
        baton: await contender(
          await startBaton(workshop, {
            ...options,
            databaseUrl: await server?.create(),
            dataDir: workshop.folder(),
            botUrl: bot.url,
          }),
        ),
      },
      { rounds, ms: stretchMs },
    )
    const ratio = pairedRatio(baton.rates, floor.rates)
    return [
      {
        what: 'consumer → custom endpoint → reply at both sockets',
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
