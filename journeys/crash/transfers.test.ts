import { type AccountId, type Boundary, systemClock } from '@baton/base'
import { openPostgresStorage, openSqliteStorage } from '@baton/storage'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectConsumer } from '../support/people.ts'
import { type ScriptedBot, startScriptedBot } from '../support/scriptedBot.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { SLOWEST } from '../support/waitUntil.ts'
import { buildCrashingServer } from './buildCrashingServer.ts'
import { checkHands } from './checkHands.ts'
import { checkIdempotency } from './checkHistory.ts'
import { type Robot, startAgent, startHangingUp, startReturning } from './robots.ts'
import { afterwards, atTheCounter, type Stories, tellStories, tellStory } from './stories.ts'

const long = process.env.BATON_LONG !== undefined
/** What a conversation passes while it changes hands, between bots behind HTTP and people. */
const PLACES: readonly Boundary[] = [
  ...(long ? (['command-decided', 'command-committed', 'work-claimed', 'bot-announced'] as const) : []),
  'commit-in-transaction',
  'commit-flushed',
  'frames-pushed',
  'bot-answered',
  'outcome-committed',
  'timer-claimed',
  'timer-committed',
]
const KILLS_EACH = long ? { sqlite: 30, postgres: 10 } : { sqlite: 1, postgres: 0 }
const CONSUMERS = 2
const PATIENCE_MS = 30_000

let program: string
let counter: ScriptedBot
let survey: ScriptedBot

beforeAll(async () => {
  program = await buildCrashingServer()
  counter = await startScriptedBot(atTheCounter)
  survey = await startScriptedBot(afterwards)
})
afterAll(async () => {
  await counter.stop()
  await survey.stop()
})

/** Somewhere with people at work, one of whom hangs up when it rings, and a manager who returns what goes to the cellar. */
interface Scene {
  readonly server: RunningServer
  readonly shop: Shop
  /** How often somebody hung up while it rang. */
  hungUp(): number
  /** Everybody goes home, the server ends, and its log is read. */
  check(ids: Stories['told']): Promise<void>
  stop(): Promise<void>
}

async function setTheScene(dialect: 'sqlite' | 'postgres'): Promise<Scene> {
  const database: EmptyDatabase | undefined = dialect === 'postgres' ? await emptyDatabase() : undefined
  const server = await startServer({ LOG_LEVEL: 'error', DATABASE_URL: database?.url ?? '' }, program)
  const robots: Robot[] = []
  const stop = async () => {
    for (const robot of robots.splice(0)) await robot.stop()
    await server.stop()
    await database?.drop()
  }
  try {
    const http = { timeoutMs: 5_000, maxAttempts: 3, retryPausesMs: [50, 50] }
    const shop = await openShop(server, {
      ...{ botUrl: counter.url, surveyUrl: survey.url, skills: ['Kitchen', 'Cellar'] },
      botConfig: { http },
    })
    const home = `/accounts/${shop.account}`
    const skills = await shop.admin.list<{ id: number; name: string }>(`${home}/skills`)
    const idOf = (name: string) => skills.find((skill) => skill.name === name)?.id as never
    const works = (id: number, ...names: string[]) =>
      shop.admin.change(`${home}/people/${id}`, { skillIds: names.map(idOf) })
    const hire = async (nickname: string, skill: string) => {
      const person = { fullName: nickname, nickname, role: 'agent', skillIds: [idOf(skill)] }
      const { id } = await shop.admin.create<{ id: number }>(`${home}/people`, person)
      const key = { kind: 'agent', name: nickname, personId: id }
      return (await shop.admin.create<{ token: string }>(`${home}/tokens`, key)).token
    }
    await works(shop.ada.id, 'Baristas')
    await works(shop.manager.id)
    const passOn = { kitchen: { skillId: idOf('Kitchen') }, counter: { skillId: idOf('Counter') } }
    const back = { skillId: idOf('Baristas'), agentId: shop.ada.id as never }
    const coward = startHangingUp(shop, await hire('Cy', 'Baristas'))
    robots.push(startAgent(shop, shop.ada.token, 'barista', passOn), coward)
    // Two at each skill: who is asked in vain, because the server dies meanwhile, is not asked again at once.
    robots.push(startAgent(shop, await hire('Dee', 'Baristas'), 'barista', passOn))
    for (const name of ['Ben', 'Finn']) robots.push(startAgent(shop, await hire(name, 'Kitchen'), 'cook', { back }))
    robots.push(startReturning(shop, shop.manager.token, idOf('Cellar'), idOf('Counter')))
    return {
      ...{ server, shop, stop, hungUp: coward.hungUp },
      async check(ids) {
        for (const robot of robots.splice(0)) await robot.stop()
        await server.end('SIGTERM')
        const storage = database
          ? await openPostgresStorage({ url: database.url, clock: systemClock })
          : await openSqliteStorage({ directory: server.dataDir, clock: systemClock })
        const names = new Map(skills.map(({ id, name }) => [id, name]))
        await checkHands(storage, shop.account as AccountId, ids, names)
        await storage.close()
      },
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

/** The same question has one key, and the bot is told of each failed transfer under one. */
function checkQuestions(before: number, conversations: number): void {
  const asked = counter.events.slice(before)
  checkIdempotency(asked)
  const failures = asked.filter(({ body }) => body.data.message === '__agent_escalation_failed__')
  expect(new Set(failures.map(({ headers }) => headers['idempotency-key'])).size).toBe(conversations)
}

const dialects = (['sqlite', 'postgres'] as const).filter((dialect) => KILLS_EACH[dialect] > 0)
describe.each(dialects)('on %s the process is killed while conversations change hands', (dialect) => {
  it(`at each of ${PLACES.length} places, ${KILLS_EACH[dialect]} times, and none is lost, doubled or owned by two`, {
    timeout: PLACES.length * KILLS_EACH[dialect] * PATIENCE_MS * SLOWEST,
  }, async () => {
    const before = counter.events.length
    const scene = await setTheScene(dialect)
    try {
      const stories = tellStories(scene.shop, CONSUMERS)
      const took: string[] = []
      await scene.server.end('SIGKILL')
      for (let round = 0; round < KILLS_EACH[dialect]; round += 1) {
        for (const [index, place] of PLACES.entries()) {
          // A story has few timers, and many commits.
          const passages = place.startsWith('timer') ? 2 : 13
          const passage = String(1 + ((round * 5 + index * 3) % passages))
          await scene.server.startAgain({ CRASH_AT: place, CRASH_PASSAGE: passage })
          const began = performance.now()
          const end = await scene.server.endedBy({ ms: PATIENCE_MS, progress: stories.heard }).catch(String)
          expect(end, `the end at ${place}`).toBe('SIGKILL')
          took.push(`${place} ${passage}: ${Math.round(performance.now() - began)} ms`)
        }
      }
      await scene.server.startAgain()
      await stories.end()
      await scene.check(stories.told)
      checkQuestions(before, stories.told.length)
      if (!long) console.log(took.join(', '))
      console.log(
        `${stories.told.length} conversations, ${scene.hungUp()} times somebody hung up while it rang, ${dialect}`,
      )
      expect(scene.hungUp()).toBeGreaterThan(0)
    } finally {
      await scene.stop()
    }
  })
})

/** Between any two steps: at length only. */
if (long) {
  it('the process is killed after each commit of a conversation that changes hands, one after the other', {
    timeout: 3_600_000,
  }, async () => {
    const before = counter.events.length
    const scene = await setTheScene('sqlite')
    try {
      const told: Stories['told'][number][] = []
      const consumer = connectConsumer(scene.shop)
      for (let commit = 1, killed = true; killed; commit += 1) {
        await scene.server.end('SIGKILL')
        await scene.server.startAgain({ CRASH_AT: 'command-committed', CRASH_PASSAGE: String(commit) })
        const story = tellStory(consumer)
        const ended = await Promise.race([story.then(() => undefined), scene.server.endedBy(600_000)])
        killed = ended === 'SIGKILL'
        if (killed) await scene.server.startAgain()
        await story
        told.push(await consumer.conversationId())
      }
      consumer.client.stop()
      console.log(`killed after each of ${told.length - 1} commits of the story`)
      expect(told.length).toBeGreaterThan(30)
      await scene.check(told)
      checkQuestions(before, told.length)
    } finally {
      await scene.stop()
    }
  })
}
