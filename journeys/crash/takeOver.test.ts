import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { connectConsumer } from '../support/people.ts'
import { type ScriptedBot, saying, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { slowness, waitUntil } from '../support/waitUntil.ts'

/** What a dead node held is at work elsewhere by then. */
const TAKEN_OVER_MS = 15_000

let database: EmptyDatabase
let bot: ScriptedBot
let dying: RunningServer
let living: RunningServer
let shop: Shop
/** Of whoever asks first, nothing is ever heard. */
let asked = 0
const hanging: (() => void)[] = []

beforeAll(async () => {
  bot = await startScriptedBot()
})
beforeEach(async () => {
  asked = 0
  database = await emptyDatabase()
  const environment = { LOG_LEVEL: 'error', DATABASE_URL: database.url }
  dying = await startServer(environment)
  living = await startServer(environment)
})
afterEach(async () => {
  for (const answer of hanging.splice(0)) answer()
  for (const server of [dying, living]) await server?.stop()
  await database?.drop()
})
afterAll(() => bot?.stop())

it.each([
  ['was killed', 'SIGKILL'],
  ['sleeps', 'SIGSTOP'],
] as const)(
  'a turn that a node was at when it %s is taken over within 15 s, and answered once',
  async (how, signal) => {
    bot.play(({ body }, response) => {
      asked += 1
      const answer = saying(`re: ${body.data.message ?? ''}`)
      if (asked > 1) return answer
      hanging.push(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)))
    })
    shop = await openShop(dying, { botUrl: bot.url, botConfig: { http: { timeoutMs: 60_000 } } })
    const first = connectConsumer(shop)
    first.client.send('is anybody there?')
    await waitUntil('the bot is asked', () => asked === 1)
    const { pid } = dying
    process.kill(pid, signal)
    const began = performance.now()
    await waitUntil('the bot is asked again', () => asked === 2, TAKEN_OVER_MS * 2)
    const tookMs = performance.now() - began
    console.log(`a node that ${how}: its turn was taken over after ${(tookMs / 1_000).toFixed(1)} s`)
    expect(tookMs).toBeLessThan(TAKEN_OVER_MS * Math.max(1, slowness() / 2))
    if (signal === 'SIGSTOP') {
      process.kill(pid, 'SIGCONT')
      for (const answer of hanging.splice(0)) answer() // the sleeper hears its answer, too late
    } else {
      await dying.startAgain()
    }
    const heard = await first.hears('re: is anybody there?')
    expect(heard.event.who.kind).toBe('bot')
    first.client.send('and now?')
    await first.hears('re: and now?')
    expect(first.said().filter((text) => text.startsWith('re: is anybody'))).toEqual(['re: is anybody there?'])
    first.client.stop()
  },
)
