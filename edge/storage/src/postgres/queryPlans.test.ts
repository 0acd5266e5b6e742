import { existsSync } from 'node:fs'
import type { Clock, ConsumerId, ConversationId } from '@baton/base'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { account, at, message, noon, openMany, perform, row, turnWork } from '../conformance/examples.ts'
import { HOT_OPERATIONS, hotOperations, type Subject } from '../plans/hotOperations.ts'
import type { Storage } from '../store.ts'
import { type EmptyDatabase, emptyDatabase } from '../testing/emptyDatabase.ts'
import { openPostgresStorage } from './open.ts'
import { type Told, toldDuring } from './toldDuring.ts'

/**
 * With `npm run test:long` a million events lie there, and the planner chooses freely. In short the house is small, and what costs
 * nothing there is forbidden: a walk through a table, and joins that read all of one. Then a plan has a walk only where no index serves.
 */
const LONG = process.env.BATON_LONG !== undefined
const EVENTS = LONG ? 1_000_000 : 20_000
const EACH = 10
const CONVERSATIONS = EVENTS / EACH

/** What grows with the house. All others hold what was set up, or what is under way now. */
const LARGE = ['conversations', 'events', 'client_messages', 'senders', 'timers', 'effects', 'marks', 'runs', 'journal']
const LARGE_INDEXES = ['search_texts', 'search_handled', 'conversation_tags', 'kept_values']

const clock: Clock = { now: () => noon }
let database: EmptyDatabase
let storage: Storage
let client: pg.Client
let subject: Subject

beforeAll(async () => {
  database = await emptyDatabase()
  storage = await openPostgresStorage({ url: database.url, clock })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await fill()
  const seq = EACH
  subject = { storage, conversationId: 'bulk-77' as ConversationId, consumerId: 'bulk-77' as ConsumerId, seq }
}, 600_000)
afterAll(async () => {
  await client?.end()
  await storage?.close()
  await database?.drop()
})

/** One conversation as it is written by a commit, then copies of its rows, nine of ten of them closed. */
async function fill(): Promise<void> {
  const queued = { assigneeKind: 'queue', assigneeId: undefined, queuedSince: noon, dueAt: at(600_000) } as const
  await openMany(storage, 1, () => ({ listRow: row(queued), effects: [perform(turnWork('effect-0'))] }))
  const first = '10000000-0000-4000-8000-000000000000' as ConversationId
  const listRow = row({ ...queued, consumerId: 'consumer-0' as ConsumerId })
  for (let seq = 1; seq < EACH; seq += 1)
    await storage.conversations.commit(message(seq, { conversationId: first, listRow }))
  const changed = { id: `'bulk-' || n`, consumer_id: `'bulk-' || n`, key: '1000 + n', updated_at: `${noon} + n` }
  const closed = {
    phase: `CASE n % 10 WHEN 7 THEN 'main' ELSE 'closed' END`,
    queued_since: `CASE n % 10 WHEN 7 THEN ${noon} END`,
  }
  await copy(
    'conversations',
    { ...changed, ...closed, closed_at: `CASE n % 10 WHEN 7 THEN NULL ELSE ${noon} + n END` },
    CONVERSATIONS,
  )
  await client.query(`INSERT INTO events (conversation_key, seq, at, event, body)
    SELECT 1000 + n, e.seq, e.at, e.event, e.body FROM events AS e CROSS JOIN generate_series(1, ${CONVERSATIONS}) AS n
    WHERE e.conversation_key = (SELECT min(key) FROM conversations) ORDER BY e.seq, n`)
  await client.query(
    `INSERT INTO senders (account_id, sender) SELECT '${account}', 'consumer:bulk-' || n FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(
    `INSERT INTO client_messages SELECT s.key, 'client-' || split_part(s.sender, '-', 2), 'hash', 1000 + s.key, 1 FROM senders AS s`,
  )
  const due = {
    key: '1000 + n',
    id: `'effect-' || n`,
    conversation_key: '1000 + n',
    bot_id: '3 + n % 20',
    due_at: `${noon} + n`,
  }
  await copy('effects', due, CONVERSATIONS / 10)
  await client.query(`INSERT INTO timers (conversation_key, name, payload, due_at)
    SELECT 1000 + n, 'turnBudget', '{"name":"turnBudget","on":"idle","dueAt":1}', ${noon} + n FROM generate_series(1, ${CONVERSATIONS}) AS n`)
  await client.query(
    `INSERT INTO marks SELECT 1000 + n, 'consumer', 1, 1 FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(
    `INSERT INTO conversation_tags SELECT 1000 + n, 1 + n % 50 FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(
    `INSERT INTO search_handled SELECT 1 + n % 50, 1000 + n FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(
    `INSERT INTO kept_values SELECT '${account}', 'bot', 'conversation', 'bulk-' || n, 'n', '1', ${noon} + n FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(`INSERT INTO runs SELECT 1000 + n, 1, 'hash', '{}' FROM generate_series(1, ${CONVERSATIONS}) AS n`)
  await client.query(
    `INSERT INTO journal SELECT 1000 + n, 1, 0, 'hash', ${noon}, '{}' FROM generate_series(1, ${CONVERSATIONS}) AS n`,
  )
  await client.query(`SELECT setval(pg_get_serial_sequence('conversations', 'key'), ${CONVERSATIONS + 1000})`)
  await client.query(`SELECT setval(pg_get_serial_sequence('effects', 'key'), ${CONVERSATIONS + 1000})`)
  // As much of it is indexed as a search needs to have something to choose from.
  await client.query(`UPDATE search_progress SET position = greatest(0, (SELECT max(position) FROM events) - 10000)`)
  await storage.search.catchUp()
  // What the planner knows is what it was told here, whenever the machine would have looked again.
  for (const table of [...LARGE, ...LARGE_INDEXES]) {
    await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`)
  }
  await client.query('VACUUM ANALYZE')
}

async function copy(table: string, changed: Readonly<Record<string, string>>, count: number): Promise<void> {
  const { rows } = await client.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  )
  const names = rows.map(({ name }) => String(name))
  const values = names.map((name) => changed[name] ?? `t.${name}`)
  await client.query(`INSERT INTO ${table} (${names}) SELECT ${values}
    FROM (SELECT * FROM ${table} LIMIT 1) AS t CROSS JOIN generate_series(1, ${count}) AS n`)
}

/** At the start of a node only: who waits, skill by skill, out of an index that holds nobody else. */
const ALLOWED = new Map([
  ['desk.listWaitingSkills', ['Index Only Scan of conversations']],
  // What rings at this moment: an index that holds nothing else.
  ['desk.readQueues', ['Index Scan of timers']],
])

/** All that an operation tells the database, as it tells it; one text with other values may get another plan. */
async function statementsOf(ask: () => Promise<unknown>): Promise<Told[]> {
  const told = (await toldDuring(ask)).filter(({ text }) => /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)/i.test(text))
  return [...new Map(told.map((one) => [one.text + JSON.stringify(one.values), one])).values()]
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Recheck Cond'?: string
  readonly 'Plan Rows': number
  readonly Plans?: readonly Plan[]
}

/** Walks through a large table: without any condition that an index answers, and without a limit that ends it. */
function walks(plan: Plan, isLimited = false): string[] {
  const table = plan['Relation Name'] ?? ''
  const limited =
    plan['Node Type'] === 'Limit' ||
    (isLimited &&
      /^(Nested Loop|LockRows|Subquery Scan|Incremental Sort|Result|Merge Append|Append)$/.test(plan['Node Type']))
  const isLarge = [...LARGE, ...LARGE_INDEXES].includes(table)
  const isWalk =
    plan['Node Type'] === 'Seq Scan' || (/^Index/.test(plan['Node Type']) && !plan['Index Cond'] && !isLimited)
  return [
    ...(isLarge && isWalk ? [`${plan['Node Type']} of ${table}`] : []),
    ...(plan.Plans ?? []).flatMap((part) => walks(part, limited)),
  ]
}

async function planOf({ text, values }: Told): Promise<Plan> {
  const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values])
  return rows[0]['QUERY PLAN'][0].Plan
}

describe(`with ${EVENTS.toLocaleString('en')} events in PostgreSQL`, () => {
  it.each(hotOperations())('%s searches an index for all that it reads and writes', async (name, ask) => {
    const statements = await statementsOf(() => ask(subject))
    expect(statements.length, `${name} told the database nothing`).toBeGreaterThan(0)
    for (const cheap of ['seqscan', 'hashjoin', 'mergejoin']) {
      await client.query(`SET enable_${cheap} = ${LONG ? 'on' : 'off'}`)
    }
    const costly: object[] = []
    for (const told of statements) {
      const found = walks(await planOf(told)).filter((walk) => !ALLOWED.get(name)?.includes(walk))
      if (found.length > 0) costly.push({ found, text: told.text })
    }
    expect(costly).toEqual([])
  })
})

it('work is claimed by an index that serves, whatever the planner was told of the mailbox', async () => {
  await client.query('UPDATE effects SET attempt = 2') // the index of jobs, empty, is by far the smallest now
  await client.query('ANALYZE effects')
  for (const told of await statementsOf(async () => HOT_OPERATIONS.mailbox.claimWork(subject))) {
    expect(walks(await planOf(told)), told.text).toEqual([])
  }
})

it.each([
  [`SELECT * FROM conversations WHERE last_text = 'x'`, 'Seq Scan of conversations'],
  [`SELECT count(*) FROM events WHERE body LIKE '%77%'`, 'Seq Scan of events'],
])('a walk through a table is seen: %s', async (text, walk) => {
  await client.query('SET enable_seqscan = off')
  expect(walks(await planOf({ text, values: [] }))).toEqual([walk])
})

it('what is asked of both dialects has a file of one name in both, and is prepared where SQLite’s plans are read', () => {
  const asked = ['conversations', 'mailbox', 'feed'] as const
  for (const name of asked.flatMap((part) => Object.keys(HOT_OPERATIONS[part]))) {
    for (const dialect of ['sqlite', 'postgres']) {
      expect(existsSync(new URL(`../${dialect}/${name}.ts`, import.meta.url)), `${dialect}/${name}.ts`).toBe(true)
    }
  }
})
