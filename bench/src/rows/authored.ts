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
const UNDER_WAY = 48
const BAR = 0.5

/** One step: a starter matches, a text with a variable is said. */
const ECHO = {
  format: 'baton.bot/1',
  id: 'echo',
  name: 'Echo',
  language: 'en-US',
  dialogs: [
    {
      id: 'echo',
      name: 'Echo',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
        { type: 'text', id: 'answer', name: 'Answer', text: 'reply to {$userMessage}', next: { go: 'end' } },
      ],
    },
  ],
}

/** Consumer → a dialog that is written here, one step → reply at both sockets; the floor answers by itself. */
export function measureAuthored({ rounds, stretchMs, server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const dataDir = workshop.folder()
    const { floor, baton } = await runRounds(
      {
        floor: await contender(await startFloor(workshop, server, 'itself')),
        baton: await contender(
          await startBaton(workshop, { ...options, databaseUrl: await server?.create(), dataDir, definition: ECHO }),
        ),
      },
      { rounds, ms: stretchMs },
    )
    const ratio = pairedRatio(baton.rates, floor.rates)
    return [
      {
        what: 'consumer → authored dialog, one step → reply at both sockets',
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
