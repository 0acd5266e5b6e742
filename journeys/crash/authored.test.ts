import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AccountId, type Boundary, systemClock } from '@baton/base'
import { openSqliteStorage } from '@baton/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../support/server.ts'
import { openShop } from '../support/shop.ts'
import { buildCrashingServer } from './buildCrashingServer.ts'
import { checkHistory } from './checkHistory.ts'
import { everythingAnswered, startLoad } from './load.ts'

const KILLS_EACH = process.env.BATON_LONG === undefined ? 2 : 50
/** Where a turn of a bot that is written here can be cut in two. */
const PLACES: readonly Boundary[] = [
  'work-claimed',
  'answers-journaled',
  'bot-answered',
  'commit-in-transaction',
  'commit-flushed',
  'outcome-committed',
]
const CONSUMERS = 4
const PATIENCE_MS = 30_000

let program: string
let service: Server
/** How often the service was called under each key. */
const calls = new Map<string, number>()

beforeAll(async () => {
  program = await buildCrashingServer()
  service = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    calls.set(key, (calls.get(key) ?? 0) + 1)
    response.setHeader('content-type', 'application/json')
    response.end('{"ok": true}')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(() => service.close())

describe('the process is killed in the middle of a turn of a bot that is written here', () => {
  it(`and the turn completes once, ${KILLS_EACH} times at each place`, {
    timeout: PLACES.length * KILLS_EACH * PATIENCE_MS,
  }, async () => {
    const server = await startServer({ LOG_LEVEL: 'error' }, program)
    try {
      const shop = await openShop(server, { botUrl: 'http://127.0.0.1:9', botConfig: {} })
      await seatAuthoredBot(shop)
      const load = startLoad(shop, CONSUMERS)
      await server.end('SIGKILL')
      for (let round = 0; round < KILLS_EACH; round += 1) {
        for (const place of PLACES) {
          await server.startAgain({ CRASH_AT: place, CRASH_PASSAGE: String(1 + ((round * 5) % 7)) })
          expect(await server.endedBy(PATIENCE_MS).catch(String), `the end at ${place}`).toBe('SIGKILL')
        }
      }
      await server.startAgain()
      await load.stop()
      await Promise.all(load.writers.map(everythingAnswered))
      await server.end('SIGTERM')

      const storage = await openSqliteStorage({ directory: server.dataDir, clock: systemClock })
      await checkHistory(storage, shop.account as AccountId, load.writers)
      await storage.close()
      const written = load.writers.reduce((sum, writer) => sum + writer.written.length, 0)
      const repeated = [...calls.values()].filter((count) => count > 1).length
      console.log(`${written} messages, ${calls.size} calls, ${repeated} of them repeated under the same key`)
      expect(calls.size, 'one key for each call').toBe(written)
      for (const { client } of load.writers) client.stop()
    } finally {
      await server.stop()
    }
  })
})

/** In the place of the shop's own bot, one that runs a script and calls the service before it answers. */
async function seatAuthoredBot({ admin, account }: Awaited<ReturnType<typeof openShop>>): Promise<void> {
  const home = `/accounts/${account}`
  const skills = await admin.list<{ id: number; name: string }>(`${home}/skills`)
  for (const { id } of await admin.list<{ id: number }>(`${home}/bots`))
    await admin.change(`${home}/bots/${id}`, { enabled: false })
  const front = skills.find(({ name }) => name === 'Counter')
  const { id } = await admin.create<{ id: number }>(`${home}/bots`, {
    name: 'Written',
    nickname: 'Written',
    kind: 'authored',
    skillIds: [front?.id],
    enabled: true,
    config: { defaultSkill: 'Baristas', connector: { disableGreetings: true, maxConsumerMessageDelay: 600_000 } },
  })
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/note`
  const definition = {
    format: 'baton.bot/1',
    id: 'echo',
    name: 'Echo',
    language: 'en-US',
    integrations: [{ type: 'api', id: 'note', name: 'Note', method: 'POST', url, body: '{}' }],
    dialogs: [
      {
        id: 'echo',
        name: 'Echo',
        kind: 'standard',
        interactions: [
          { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*'] },
          {
            type: 'integration',
            id: 'call',
            name: 'Call',
            integrationId: 'note',
            preProcess: "botContext.setBotVariable('words', botContext.getCurrentUserMessage(), true, false)",
          },
          { type: 'text', id: 'answer', name: 'Answer', text: 're: {$botContext.words}', next: { go: 'end' } },
        ],
      },
    ],
  }
  const draft = await admin.replace<{ hash: string }>(`${home}/bots/${id}/draft`, { definition })
  await admin.create(`${home}/bots/${id}/publish`, { hash: draft.hash })
}
