import { createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { brand, type House, openHouse } from '../../examples/house.ts'
import { integrationsOf } from '../../examples/integrations.ts'
import type { Runtime } from '../../runtime.ts'
import { localIntents } from '../localIntents.ts'

/**
 * For tests: a house for each, in which only those bots answer that the test writes.
 * @param opened told of each house before its test
 * @returns starts the runtime of the house that is open
 */
export function forWrittenBots(opened: (house: House) => void): () => Promise<Runtime> {
  let sandbox: Sandbox
  let outbound: Outbound
  let house: House

  beforeAll(() => {
    sandbox = createSandbox({ threads: 1 })
    outbound = createOutbound({ allow: [], userAgent: 'Baton' })
  }, 60_000)
  afterAll(async () => {
    await sandbox.stop()
    await outbound.close()
  })
  beforeEach(async () => {
    house = await openHouse('http://127.0.0.1:9')
    await house.storage.settings.updateBot(brand, house.botId, { enabled: false })
    opened(house)
  })
  afterEach(() => house.close())

  return () =>
    house.run({
      authored: {
        sandbox,
        outbound,
        intents: localIntents,
        integrations: integrationsOf(house, { sandbox, outbound }),
      },
    })
}
