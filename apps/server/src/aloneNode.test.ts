import { setTimeout as pause } from 'node:timers/promises'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, type MockInstance, vi } from 'vitest'
import { type Acme, foundAcme, openServer, type TestServer } from './testing/openServer.ts'

/** Servers look around once a second, and must have been alone for ten looks before they stop to read what others committed. */
const LONG = 15

let database: EmptyDatabase
let here: TestServer
let there: TestServer | undefined
let acme: Acme
let reads: MockInstance<TestServer['server']['storage']['feed']['readNews']>

beforeAll(async () => {
  database = await emptyDatabase()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  here = await openServer({ databaseUrl: database.url })
  acme = await foundAcme(here)
  reads = vi.spyOn(here.server.storage.feed, 'readNews')
}, 60_000)
afterAll(async () => {
  await there?.stop()
  await here?.stop()
  vi.useRealTimers()
  await database?.drop()
})

/** Everybody looks around so many times, and beats meanwhile; each time until what was asked is answered. */
async function look(times: number): Promise<void> {
  const alone = vi.spyOn(nodesOf(here), 'isAlone')
  const answers = () => alone.mock.settledResults.flatMap(({ value }) => (typeof value === 'boolean' ? [value] : []))
  for (let nth = 0; nth < times; nth += 1) {
    alone.mockClear()
    vi.advanceTimersByTime(1_000)
    // Asked before and after the end of the feed was read, and no more once somebody is there.
    await until(() => answers().length === 2 || answers().at(-1) === false)
    await until(() => reads.mock.settledResults.every(({ type }) => type !== 'incomplete'))
    await pause(20)
  }
  alone.mockRestore()
}

/** `vi.waitFor` would advance the clock. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(5)
}

function nodesOf({ server }: TestServer) {
  if (server.storage.nodes === undefined) throw new Error('servers of this dialect share their storage')
  return server.storage.nodes
}
function ringsOf({ server }: TestServer) {
  if (server.storage.rings === undefined) throw new Error('servers of this dialect ring each other')
  return server.storage.rings
}

it('a server that is alone reads nothing anew and rings nobody, and hears of whoever comes, or was asleep', async () => {
  const rings = vi.spyOn(ringsOf(here), 'ring')
  const guest = await here.consumer()
  await guest.socket.say('anybody there?')
  await look(LONG)
  reads.mockClear()
  rings.mockClear()
  await guest.socket.say('still nobody?')
  await look(2)
  expect(reads).not.toHaveBeenCalled()
  expect(rings).not.toHaveBeenCalled()

  there = await openServer({ databaseUrl: database.url })
  const visitor = await there.consumer()
  const { conversationId } = await visitor.socket.say('I came in by the other door')
  const manager = await here.agent(acme.managerToken)
  await manager.ask({ type: 'subscribe', conversationId })
  await manager.next('conversation')
  // Only a look finds what follows.
  vi.spyOn(ringsOf(there), 'ring').mockImplementation(() => {})
  const hears = (words: string) => manager.next('events', (frame) => JSON.stringify(frame).includes(words))
  await look(1)
  await visitor.socket.say('one more word')
  await look(1)
  await hears('one more word')
  await guest.socket.say('hello you two')
  expect(rings).toHaveBeenCalled()

  // It sleeps for so long that it is taken for dead, and speaks before it has said that it is back.
  const register = nodesOf(there)
  const beat = vi.spyOn(register, 'beat').mockImplementation((nodeId) => register.leave(nodeId))
  await look(LONG)
  reads.mockClear()
  await visitor.socket.say('did I sleep?')
  await look(2)
  expect(reads).not.toHaveBeenCalled()
  beat.mockRestore()
  await look(3)
  await hears('did I sleep?')
  await Promise.all([manager.close(), guest.socket.close(), visitor.socket.close()])
  await there.stop()
  there = undefined
}, 60_000)

it('a database that answers nobody is not asked again with every beat: what waits there stays few', async () => {
  const somebody = new pg.Client({ connectionString: database.url })
  await somebody.connect()
  const register = nodesOf(here)
  const [beat, isAlone] = [vi.spyOn(register, 'beat'), vi.spyOn(register, 'isAlone')]
  try {
    await somebody.query('BEGIN')
    await somebody.query('LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE')
    for (let second = 0; second < 40; second += 1) {
      vi.advanceTimersByTime(1_000)
      await pause(5)
    }
    expect([beat, isAlone].map(({ mock }) => mock.calls.length)).toEqual([2, 2])
    await until(async () => (await waitingFor(somebody)) === 4)
    await somebody.query('ROLLBACK')
    await until(() => beat.mock.settledResults.every(({ type }) => type === 'fulfilled'))
    beat.mockClear()
    await pause(100)
    vi.advanceTimersByTime(2_000)
    expect(beat).toHaveBeenCalledTimes(1)
  } finally {
    for (const spy of [beat, isAlone]) spy.mockRestore()
    await somebody.end()
  }
}, 60_000)

async function waitingFor(somebody: pg.Client): Promise<number> {
  const { rows } = await somebody.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return Number(rows[0]?.count)
}
