import { setTimeout as pause } from 'node:timers/promises'
import { type AccountId, systemClock } from '@baton/base'
import { openPostgresStorage } from '@baton/storage'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop } from '../support/shop.ts'
import { SLOWEST } from '../support/waitUntil.ts'
import { buildCrashingServer } from './buildCrashingServer.ts'
import { checkHistory, checkIdempotency, readWholeLog } from './checkHistory.ts'
import { everythingAnswered, startLoad, type Writer } from './load.ts'

/** Why bots failed in these conversations, if they did: what an answer that is missed may come of. */
async function failures(writers: readonly Writer[]): Promise<object[]> {
  const storage = await openPostgresStorage({ url: database.url, clock: systemClock })
  const found: object[] = []
  for (const { client } of writers) {
    const id = client.state.view?.header.conversationId
    const log = id === undefined ? [] : await readWholeLog(storage, 'shop' as AccountId, id)
    for (const { seq, at, event } of log) if (event.type === 'botFailed') found.push({ id, seq, at, ...event })
  }
  await storage.close()
  return found
}

/** BATON_KILLS says another number for this run. */
const ROUNDS = Number(process.env.BATON_KILLS ?? (process.env.BATON_LONG === undefined ? 3 : 100))
/** Longer than a node may be silent before it counts as dead. */
const ASLEEP_MS = 13_000
const CONSUMERS = 2

let database: EmptyDatabase
let bot: ScriptedBot
const servers: RunningServer[] = []

beforeAll(async () => {
  const program = await buildCrashingServer()
  database = await emptyDatabase()
  bot = await startScriptedBot(({ body }) => saying(`re: ${body.data.message ?? ''}`))
  const environment = { LOG_LEVEL: 'error', DATABASE_URL: database.url }
  servers.push(await startServer(environment, program))
  servers.push(await startServer(environment, program))
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await bot?.stop()
  await database?.drop()
})

it('two servers share a database: killed and put to sleep in turn under load, nothing is lost, doubled or reordered', {
  timeout: (ROUNDS * 60 + 180) * 1_000 * SLOWEST,
}, async () => {
  const [first, second] = servers
  if (first === undefined || second === undefined) throw new Error('two servers are needed')
  const shop = await openShop(first, {
    botUrl: bot.url,
    // What keeps the bot waiting here is the machine, that starts servers all the time; what is asked is not how patient Baton is.
    botConfig: { http: { timeoutMs: 15_000, maxAttempts: 3, retryPausesMs: [50, 50] } },
  })
  const loads = [startLoad(shop, CONSUMERS), startLoad({ ...shop, server: second }, CONSUMERS)]
  for (let round = 0; round < ROUNDS; round += 1) {
    const victim = round % 2 === 0 ? first : second
    await pause(300 + Math.random() * 700)
    await victim.end('SIGKILL')
    await pause(500)
    await victim.startAgain()
    const sleeper = round % 2 === 0 ? second : first
    process.kill(sleeper.pid, 'SIGSTOP')
    await pause(round === 0 ? ASLEEP_MS : 1_000)
    process.kill(sleeper.pid, 'SIGCONT')
  }
  await Promise.all(loads.map((load) => load.stop()))
  const writers = loads.flatMap((load) => load.writers)
  await Promise.all(writers.map(everythingAnswered)).catch(async (cause) => {
    throw new Error(`${cause}; the bot failed: ${JSON.stringify(await failures(writers))}`)
  })
  for (const server of servers) await server.end('SIGTERM')

  const storage = await openPostgresStorage({ url: database.url, clock: systemClock })
  await checkHistory(storage, shop.account as AccountId, writers)
  await storage.close()
  const { asked } = checkIdempotency(bot.events)
  expect(asked, 'one key for each question').toBe(writers.reduce((sum, { written }) => sum + written.length, 0))
  for (const { client } of writers) client.stop()
})
