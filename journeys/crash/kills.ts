import { setTimeout as pause } from 'node:timers/promises'
import { type AccountId, BOUNDARIES, systemClock } from '@baton/base'
import { openPostgresStorage, openSqliteStorage } from '@baton/storage'
import { emptyDatabase } from '@baton/storage/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Script, type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop } from '../support/shop.ts'
import { SLOWEST } from '../support/waitUntil.ts'
import { buildCrashingServer } from './buildCrashingServer.ts'
import { checkHistory, checkIdempotency } from './checkHistory.ts'
import { everythingAnswered, type Load, startLoad } from './load.ts'
import { startWaiters } from './waiters.ts'

const long = process.env.BATON_LONG !== undefined
/** Two are passed by bots only that are written here; they have a journey of their own. */
const PLACES = BOUNDARIES.filter((boundary) => boundary !== 'answers-journaled' && boundary !== 'segment-committed')
/** At every named boundary. */
const KILLS_EACH = long ? { sqlite: 100, postgres: 30 } : { sqlite: 2, postgres: 1 }
/** From outside, at any moment; BATON_KILLS says another number for this run. */
const RANDOM_KILLS = long ? { sqlite: 500, postgres: 200 } : { sqlite: 12, postgres: 6 }
const CONSUMERS = 6
const PATIENCE_MS = 20_000

let program: string
let bot: ScriptedBot

/** The tests of a file: on this database the process is killed, again and again, and nothing is lost, doubled or reordered. */
export function killsOn(dialect: 'sqlite' | 'postgres'): void {
  beforeAll(async () => {
    program = await buildCrashingServer()
    bot = await startScriptedBot(answers())
  })
  afterAll(() => bot.stop())

  describe(`on ${dialect} the process is killed`, () => kills(dialect))
}

function kills(dialect: 'sqlite' | 'postgres'): void {
  const killsEach = KILLS_EACH[dialect]
  const randomKills = Number(process.env.BATON_KILLS ?? RANDOM_KILLS[dialect])
  it(`at every named boundary, ${killsEach} times each`, {
    timeout: PLACES.length * killsEach * PATIENCE_MS * SLOWEST,
  }, async () => {
    const ends = new Map<string, number>()
    await underLoad(dialect, async (server, load) => {
      for (let round = 0; round < killsEach; round += 1) {
        for (const boundary of PLACES) {
          await server.startAgain({ CRASH_AT: boundary, CRASH_PASSAGE: String(1 + ((round * 5) % 17)) })
          const end = await server.endedBy({ ms: PATIENCE_MS, progress: load.answered }).catch(String)
          expect(end, `the end at ${boundary}`).toBe('SIGKILL')
          ends.set(boundary, (ends.get(boundary) ?? 0) + 1)
        }
      }
    })
    console.log([...ends].map(([boundary, count]) => `${boundary} ×${count}`).join(', '))
    expect(ends.size).toBe(PLACES.length)
  })

  it(`${randomKills} times at random under load`, { timeout: randomKills * PATIENCE_MS * SLOWEST }, async () => {
    await underLoad(dialect, async (server) => {
      for (let kill = 0; kill < randomKills; kill += 1) {
        await server.startAgain()
        await pause(200 + Math.random() * 800)
        await server.end('SIGKILL')
      }
    })
  })
}

/** Consumers write all the time while `kill` does its work; then everything is asked from outside. */
async function underLoad(
  dialect: 'sqlite' | 'postgres',
  kill: (server: RunningServer, load: Load) => Promise<void>,
): Promise<void> {
  const database = dialect === 'postgres' ? await emptyDatabase() : undefined
  const server = await startServer({ LOG_LEVEL: 'error', DATABASE_URL: database?.url ?? '' }, program)
  try {
    const shop = await openShop(server, {
      botUrl: bot.url,
      botConfig: { http: { timeoutMs: 5_000, maxAttempts: 3, retryPausesMs: [50, 50] } },
    })
    const before = bot.events.length
    const waiters = await startWaiters(shop)
    const load = startLoad(shop, CONSUMERS)
    await server.end('SIGKILL')
    await kill(server, load)

    await server.startAgain()
    await load.stop()
    await Promise.all(load.writers.map(everythingAnswered))
    await waiters.told()
    await waiters.close()
    await server.end('SIGTERM')

    const storage = database
      ? await openPostgresStorage({ url: database.url, clock: systemClock })
      : await openSqliteStorage({ directory: server.dataDir, clock: systemClock })
    await checkHistory(storage, shop.account as AccountId, load.writers)
    await waiters.check(storage, shop.account as AccountId)
    await storage.close()
    const { asked, repeated } = checkIdempotency(bot.events.slice(before))
    const written = load.writers.reduce((sum, writer) => sum + writer.written.length, 0)
    console.log(`${written} messages, ${asked} questions to the bot, ${repeated} of them repeated under the same key`)
    expect(asked, 'one key for each question').toBe(written)
    for (const { client } of load.writers) client.stop()
  } finally {
    await server.stop()
    await database?.drop()
  }
}

/** Answers `re: …` to everything: at once, after a delay, or only when asked again. */
function answers(): Script {
  const refused = new Set<string>()
  return ({ headers, body }, response) => {
    const words = body.data.message ?? ''
    const key = String(headers['idempotency-key'])
    if (words.startsWith('again') && !refused.has(key)) {
      refused.add(key)
      response.writeHead(503).end()
      return undefined
    }
    const answer = saying(`re: ${words}`)
    if (!words.startsWith('pause')) return answer
    return { ...answer, response: [{ type: 'DELAY', data: { seconds: 1 } }, ...answer.response] }
  }
}
