import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type EmptyDatabase, emptyDatabase } from '@baton/storage/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { invite, type Somebody } from './testing/browser.ts'
import { type Acme, foundAcme, openServer, type TestServer } from './testing/openServer.ts'

/** What is heard by the way; what was not heard is found within these. */
const LOST_RING_MS = 1_000
/** A machine with more to do than it has cores takes longer for everything. */
const slowness = Math.max(1, Math.min(8, (loadavg()[0] ?? 0) / cpus().length))
const SLACK_MS = 1_500 * slowness
/** A word from one server to the other takes a few milliseconds. */
const wordTravels = () => pause(500 * slowness)

let database: EmptyDatabase
let here: TestServer
let there: TestServer
let acme: Acme

beforeAll(async () => {
  database = await emptyDatabase()
  here = await openServer({ databaseUrl: database.url })
  there = await openServer({ databaseUrl: database.url })
  acme = await foundAcme(here)
}, 60_000)
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  await there?.stop()
  await here?.stop()
  await database?.drop()
})

const home = '/api/v1/accounts/acme'
const waitFor = <T>(check: () => T | Promise<T>, timeout = 8_000) => vi.waitFor(check, { timeout, interval: 20 })

/** What this server calls to the others is lost from now on, to the end of the test. */
function mute(what: 'ring' | 'say'): void {
  const { rings } = here.server.storage
  if (rings === undefined) throw new Error('servers of this dialect ring each other')
  vi.spyOn(rings, what).mockImplementation(() => {})
}

/** The cookie is of the installation, not of a server. */
async function openDesk({ browser }: Somebody, at: TestServer) {
  const desk = await at.socket('/agent', { cookie: browser.cookieHeader(), origin: at.url })
  desk.send({ type: 'hello', protocol: 1 })
  await desk.next('welcome')
  return desk
}

describe('a sign-in on one server', () => {
  it('holds on the other, and shuts its socket there when it ends here', async () => {
    const somebody = await invite(here, 'agent')
    const desk = await openDesk(somebody, there)
    expect((await here.call('DELETE', `${home}/people/${somebody.id}/sessions`)).status).toBe(204)
    expect(await desk.closed).toBe(4401)
    const again = await there.socket('/agent', { cookie: somebody.browser.cookieHeader(), origin: there.url })
    again.send({ type: 'hello', protocol: 1 })
    expect(await again.closed).toBe(4401)
  })

  it('of a program: its socket shuts when the token is deleted elsewhere', async () => {
    const { id, token } = await here.make<{ id: string; token: string }>('/accounts/acme/tokens', {
      ...{ kind: 'agent', name: 'a program', personId: acme.agentId },
    })
    const desk = await there.agent(token)
    expect((await here.call('DELETE', `${home}/tokens/${id}`)).status).toBe(204)
    expect(await desk.closed).toBe(4401)
  })

  it('ends everywhere with the person', async () => {
    const somebody = await invite(here, 'agent')
    const desk = await openDesk(somebody, there)
    await here.call('PATCH', `${home}/people/${somebody.id}`, { enabled: false })
    expect(await desk.closed).toBe(4401)
  })

  it('that ended while nobody could hear it is found out when the line is there again', async () => {
    const somebody = await invite(here, 'agent')
    const desk = await openDesk(somebody, there)
    mute('say')
    expect((await here.call('DELETE', `${home}/people/${somebody.id}/sessions`)).status).toBe(204)
    await pause(300)
    expect(desk.raw.readyState, 'nobody told it').toBe(desk.raw.OPEN)
    await cutRings()
    expect(await desk.closed).toBe(4401)
  })
})

/** The database ends every connection that listens. */
async function cutRings(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'baton rings' AND datname = current_database()`,
  )
  await client.end()
}

describe('what happens on one server', () => {
  it.each([
    ['is seen on the other at once', false],
    ['is seen within a second when its ring was lost', true],
  ])('%s', async (_how, isLost) => {
    const guest = await here.consumer()
    const { conversationId } = await guest.socket.say('anybody there?')
    const manager = await there.agent(acme.managerToken)
    await manager.ask({ type: 'subscribe', conversationId })
    await manager.next('conversation')
    // What came before is told there by now: it would come in one piece with what follows, and the client would read anew.
    await pause(LOST_RING_MS + 200 * slowness)
    if (isLost) mute('ring')
    const began = performance.now()
    await guest.socket.say(`one more word, ${isLost}`)
    await manager.next('events', (frame) => JSON.stringify(frame).includes(`one more word, ${isLost}`))
    const tookMs = performance.now() - began
    expect(tookMs).toBeLessThan((isLost ? LOST_RING_MS : 0) + SLACK_MS)
    await manager.close()
    await guest.socket.close()
  })

  it('is seen there within seconds although a third fell asleep in the middle of writing, and each event once', async () => {
    const sleeper = new pg.Client({ connectionString: database.url })
    await sleeper.connect()
    const guest = await here.consumer()
    const { conversationId } = await guest.socket.say('anybody there?')
    const manager = await there.agent(acme.managerToken)
    await manager.ask({ type: 'subscribe', conversationId })
    await manager.next('conversation')
    const heard: number[] = []
    const stop = there.server.runtime.listen({
      committed: ({ conversationId: of, events }) => {
        if (of === conversationId) heard.push(...events.map(({ seq }) => seq))
      },
      marked: () => {},
      signalled: () => {},
    })
    await sleeper.query('BEGIN')
    // From here on it counts among those who write; the feed does not go beyond what may still come of it.
    await sleeper.query('SELECT pg_current_xact_id()')
    const horizon = await there.server.storage.feed.horizon()
    const began = performance.now()
    await guest.socket.say('does anybody hear me?')
    await manager.next('events', (frame) => JSON.stringify(frame).includes('does anybody hear me?'))
    expect(performance.now() - began).toBeLessThan(3 * LOST_RING_MS + SLACK_MS)
    expect(await there.server.storage.feed.horizon(), 'it still sleeps').toBe(horizon)
    await sleeper.query('ROLLBACK')
    await sleeper.end()
    await guest.socket.say('it woke up')
    await manager.next('events', (frame) => JSON.stringify(frame).includes('it woke up'))
    expect(heard.toSorted((a, b) => a - b)).toEqual([...new Set(heard)])
    stop()
    await manager.close()
    await guest.socket.close()
  })

  it('is told on the other although that one writes behind it before it has heard, each event once', async () => {
    const guest = await there.consumer()
    const heard: { readonly of: string; readonly seq: number }[] = []
    const stop = there.server.runtime.listen({
      committed: ({ conversationId: of, events }) => void heard.push(...events.map(({ seq }) => ({ of, seq }))),
      marked: () => {},
      signalled: () => {},
    })
    const { conversationId } = await guest.socket.say('anybody there?')
    mute('ring')
    const urgent = await here.call('POST', `${home}/conversations/${conversationId}/priority`, { priority: 'urgent' })
    expect(urgent.status).toBe(200)
    const seqs = async () => {
      const log = await here.server.storage.conversations.readLog('acme' as never, conversationId as never, 0, 100)
      return log.map(({ seq }) => seq)
    }
    await guest.socket.say('one more word')
    const told = () => heard.flatMap(({ of, seq }) => (of === conversationId ? [seq] : [])).toSorted((a, b) => a - b)
    await waitFor(async () => expect(told()).toEqual(await seqs()))
    stop()
    await guest.socket.close()
  })

  it('an agent’s status is seen at their desk on the other, without a look into any list', async () => {
    const [desk, other] = await Promise.all([here.agent(acme.agentToken), there.agent(acme.agentToken)])
    await desk.ask({ type: 'status', state: 'away', reason: 'lunch' })
    await other.next('desk', ({ status }) => status === 'away')
    await Promise.all([desk.close(), other.close()])
  })

  it('an agent is there for both while a socket is open on either', async () => {
    const desk = await there.agent(acme.agentToken)
    await desk.ask({ type: 'status', state: 'online' })
    await waitFor(async () => {
      const { body } = await here.call('GET', `${home}/people/available?skillId=${acme.skillId}`)
      expect(body.find(({ id }: { id: number }) => id === acme.agentId)?.status).toBe('online')
    })
    const guest = await here.consumer()
    await guest.socket.say('is somebody there?')
    await desk.next('offer')
    await desk.close()
    await guest.socket.close()
  })
})

describe('an address that asks for much', () => {
  let strict: TestServer[]
  let fresh: EmptyDatabase
  beforeEach(async () => {
    fresh = await emptyDatabase()
    const limits = {
      countLoopback: true,
      arrivalsPerSecond: 0.001,
      arrivalsBurst: 6,
      signInsPerSecond: 0.001,
      signInsBurst: 6,
      framesPerSecond: 0.001,
      framesBurst: 10,
    }
    strict = []
    for (const _ of [1, 2]) strict.push(await openServer({ databaseUrl: fresh.url, limits }))
    await foundAcme(strict[0] as TestServer)
  }, 60_000)
  afterEach(async () => {
    for (const server of strict) await server.stop()
    await fresh.drop()
  })

  it('gets what it may have once, and not once on each server: sign-ins of consumers', async () => {
    const statuses = async (server: TestServer | undefined, count: number) => {
      const answers: number[] = []
      for (let n = 0; n < count; n += 1) answers.push((await server?.consumerToken())?.status ?? 0)
      return answers
    }
    expect(await statuses(strict[0], 4)).toEqual([200, 200, 200, 200])
    await wordTravels()
    expect(await statuses(strict[1], 4)).toEqual([200, 200, 429, 429])
    await wordTravels()
    expect(await statuses(strict[0], 1)).toEqual([429])
  })

  it('nor by passwords that it tries', async () => {
    const tries = async (server: TestServer | undefined, count: number) => {
      const answers: number[] = []
      for (let n = 0; n < count; n += 1) {
        const guess = { email: `nobody${n}@acme.example`, password: 'a wrong password', account: 'acme' }
        answers.push((await server?.call('POST', '/api/v1/session', guess, null))?.status ?? 0)
      }
      return answers
    }
    expect(await tries(strict[0], 4)).toEqual([401, 401, 401, 401])
    await wordTravels()
    expect(await tries(strict[1], 4)).toEqual([401, 401, 429, 429])
  })

  it('nor by what one consumer says: whoever takes more than half of a burst has it counted on every server', async () => {
    const [first, second] = strict as [TestServer, TestServer]
    const { socket: one, token } = await first.consumer()
    const { socket: other } = await second.consumer(token)
    const says = async (socket: typeof one, count: number) => {
      const answers: string[] = []
      for (let n = 0; n < count; n += 1) answers.push((await socket.say(`words ${n}`)).type)
      return answers
    }
    const accepted = (count: number) => Array.from({ length: count }, () => 'accepted')
    expect(await says(one, 8)).toEqual(accepted(8)) // of which the last three were told
    await wordTravels()
    expect(await says(other, 8)).toEqual([...accepted(7), 'refused'])
    await wordTravels()
    expect(await says(one, 1)).toEqual(['refused'])
    await Promise.all([one.close(), other.close()])
  })
})
