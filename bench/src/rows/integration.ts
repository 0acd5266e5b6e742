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
/** Below the number of calls that Baton makes to one service at the same time, so that nothing waits by a rule. */
const UNDER_WAY = 48
const BAR = 0.5

/** A starter matches, a service is called over HTTP, and a field of its answer is said. */
const asks = (service: string) => ({
  format: 'baton.bot/1',
  id: 'asks',
  name: 'Asks',
  language: 'en-US',
  integrations: [
    {
      type: 'api',
      id: 'service',
      name: 'Service',
      method: 'POST',
      url: `${service}/answers`,
      body: '{"data": {"message": "{$userMessage}"}}',
      fields: [{ key: 'answer', path: '{$.api_Service.response[0].data.message}' }],
    },
  ],
  dialogs: [
    {
      id: 'asks',
      name: 'Asks',
      kind: 'standard',
      interactions: [
        { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
        { type: 'integration', id: 'call', name: 'Call', integrationId: 'service' },
        { type: 'text', id: 'answer', name: 'Answer', text: '{Service.answer}', next: { go: 'end' } },
      ],
    },
  ],
})

/**
 * Consumer → a dialog that is written here → one HTTP call → reply at both sockets. The floor makes the same call to the same
 * process and says what it was answered; it neither journals the answer nor could it repeat the call.
 */
export function measureIntegration({ rounds, stretchMs, server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const service = await workshop.startOwn('bot')
    const dataDir = workshop.folder()
    const { floor, baton } = await runRounds(
      {
        floor: await contender(await startFloor(workshop, server, service.url)),
        baton: await contender(
          await startBaton(workshop, {
            ...options,
            databaseUrl: await server?.create(),
            dataDir,
            definition: asks(service.url),
          }),
        ),
      },
      { rounds, ms: stretchMs },
    )
    const ratio = pairedRatio(baton.rates, floor.rates)
    return [
      {
        what: 'consumer → authored dialog with one HTTP call → reply at both sockets',
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
