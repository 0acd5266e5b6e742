import { type AddressInfo, createServer, type Server } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { connect, connectForCommits, type Pool, transaction } from './connection.ts'
import { causeOfUnavailability } from './faults.ts'
import { pipelined } from './pipeline.ts'

const ME = 'SELECT pg_backend_pid() AS pid'
let database: EmptyDatabase
let pools: Pool[]
/** Ends lines as a database does that is restarted, or that waited too long for a server asleep. */
let operator: pg.Client
/** Takes every line and never says a word, as a database on a machine that stands still. */
let silent: Server
let answerOfSilent: Promise<unknown>

beforeAll(async () => {
  silent = createServer(() => {})
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const waiting = connect(`postgres://baton@127.0.0.1:${(silent.address() as AddressInfo).port}/baton`)
  answerOfSilent = waiting.query(ME).catch((fault: unknown) => fault)
  database = await emptyDatabase()
  pools = [connect(database.url), connectForCommits(database.url, 1)]
  operator = new pg.Client({ connectionString: database.url })
  await operator.connect()
})
afterAll(async () => {
  await operator?.end()
  silent?.close()
  for (const pool of pools ?? []) await pool.end()
  await database?.drop()
})

const cut = (pid: number) => operator.query('SELECT pg_terminate_backend($1, 5000)', [pid])

// An error of a connection that nobody listens to ends the process; here it would fail the run.
it('a line that breaks in the middle of a transaction fails it, and ends nothing else', async () => {
  const [pool, commits] = pools as [Pool, Pool]
  const asked = transaction(pool, async (connection) => {
    await cut((await connection.query(ME)).rows[0].pid)
    await connection.query('SELECT 1')
  })
  const written = pipelined(commits, async (pipeline) => {
    await cut((await pipeline.query(ME)).rows[0].pid)
    void pipeline.query('SELECT 1')
  })
  for (const broken of await Promise.allSettled([asked, written])) {
    expect(broken).toMatchObject({ status: 'rejected' })
    expect(causeOfUnavailability((broken as PromiseRejectedResult).reason)).toBeDefined()
  }
  for (const one of pools) expect((await one.query('SELECT 1 AS it')).rows).toEqual([{ it: 1 }])
})

it('a database that does not let us in within seconds cannot be reached, and that is no fault of ours', async () => {
  expect(causeOfUnavailability(await answerOfSilent)).toBe('the database cannot be reached')
})
