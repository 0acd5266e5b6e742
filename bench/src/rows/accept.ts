import { startBaton } from '../baton.ts'
import { openAgents, openConsumers, openEchoes } from '../load/consumer.ts'
import { Press } from '../load/press.ts'
import type { BenchOptions } from '../options.ts'
import { type Contender, type Rounds, runRounds } from '../rounds.ts'
import { cpuOf, latencyOf, percent, perSecond, type Row } from '../row.ts'
import { type RunningSide, startFloor } from '../sides.ts'
import { pairedRatio } from '../statistics.ts'
import { inWorkshop } from '../workshop.ts'

/** So many that none of them writes faster than one person may. */
const CONSUMERS = 1_000
const UNDER_WAY = 256
const BAR = 0.5
export const FLOOR_BAR = 0.25

/** A message is durable and acknowledged; consumer and agent are told. Its conversation waits in a queue: no bot is asked. */
export function measureAccept({ rounds, stretchMs, server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const echo = await workshop.startOwn('echo')
    const sides = {
      echo: { process: echo.process, press: pressOn(await openEchoes(echo.url, CONSUMERS), []) },
      floor: await contender(await startFloor(workshop, server)),
      baton: await contender(
        await startBaton(workshop, { ...options, databaseUrl: await server?.create(), dataDir: workshop.folder() }),
      ),
    }
    const measured = await runRounds(sides, { rounds, ms: stretchMs })
    return [floorRow(measured), acceptRow(measured)]
  })
}

async function contender(side: RunningSide): Promise<Contender> {
  const consumers = await openConsumers(side, CONSUMERS)
  return { process: side.process, press: pressOn(consumers, await openAgents(side, consumers)) }
}

const pressOn = (
  consumers: Awaited<ReturnType<typeof openConsumers>>,
  agents: Awaited<ReturnType<typeof openAgents>>,
): Press => new Press({ consumers, agents, ending: 'accepted', underWay: UNDER_WAY })

type Sides = Record<'echo' | 'floor' | 'baton', Rounds>

/** A floor that is slow would make anything look fast. */
function floorRow({ echo, floor }: Sides): Row {
  const ratio = pairedRatio(floor.rates, echo.rates)
  return {
    what: `the floor itself, against a bare echo of ${perSecond(echo.rate)}`,
    floor: perSecond(floor.rate),
    baton: '',
    ratio: percent(ratio),
    bar: `≥ ${percent(FLOOR_BAR)}`,
    holds: ratio >= FLOOR_BAR,
    data: { ratio, echo, floor },
  }
}

function acceptRow({ floor, baton }: Sides): Row {
  const ratio = pairedRatio(baton.rates, floor.rates)
  return {
    what: 'message accepted, durable, acknowledged, told',
    floor: perSecond(floor.rate),
    baton: perSecond(baton.rate),
    ratio: percent(ratio),
    bar: `≥ ${percent(BAR)}`,
    holds: ratio >= BAR,
    latency: `${latencyOf(floor)} · ${latencyOf(baton)}`,
    cpu: `${cpuOf(floor)} · ${cpuOf(baton)}`,
    data: { ratio, floor, baton, consumers: CONSUMERS, underWay: UNDER_WAY },
  }
}
