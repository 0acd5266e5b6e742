import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BotId, ClientId, ConsumerId, EffectId, TurnId } from '@baton/base'
import { systemClock } from '@baton/base'
import type { ConversationEvent, Recorded } from '@baton/conversation'
import pg from 'pg'
import { at, numberedId, opening, row, said, stateOf } from '../src/conformance/examples.ts'
import type { Commit } from '../src/index.ts'
import { openPostgresStorage, openSqliteStorage } from '../src/index.ts'
import { type StartedPostgres, startPostgres } from '../src/testing/startPostgres.ts'

/**
 * What a commit costs each thread: a consumer's message to a queue, and a bot's turn (two commits: it opens, it is answered).
 * Run: `npx tsx edge/storage/bench/hotPath.ts [commits] [in flight] [conversations]`; `--cpu-prof` before the file profiles the
 * main thread. CPU time is read from the kernel, thread by thread, since a rate says little on a machine that others use.
 * With `postgres` after the numbers it is written there, beside a bare grouped append, and the server's processes count too.
 */
const COMMITS = Number(process.argv[2] ?? 60_000)
const IN_FLIGHT = Number(process.argv[3] ?? 64)
const CONVERSATIONS = Number(process.argv[4] ?? 1_000)
/** Neighbours in the table do not speak one after the other. */
const STRIDE = 389
const TEXT = 'I would like a large cappuccino with oat milk, please.'

const queuedRow = { assigneeKind: 'queue', assigneeId: 7, queuedSince: at(0), dueAt: at(600_000) } as const

const server = process.argv.includes('postgres') ? await startPostgres({ fast: false }) : undefined
const directory = mkdtempSync(join(tmpdir(), 'baton-hot-path-'))
const storage = server
  ? await openPostgresStorage({ url: server.url, clock: systemClock })
  : await openSqliteStorage({ directory, clock: systemClock })
try {
  const seqs = Array.from({ length: CONVERSATIONS }, () => 1)
  await Promise.all(
    seqs.map((_, index) => save(opening({ conversationId: numberedId(index), listRow: listRow(index, 1) }))),
  )
  if (server) report('append', COMMITS, await measureAppends(server))
  report('message', COMMITS, await measure(COMMITS, (index) => message(index, seqs)))
  report('turn', COMMITS / 2, await measure(COMMITS / 2, (index) => turn(index, seqs)))
} finally {
  await storage.close()
  await server?.stop()
  rmSync(directory, { recursive: true })
}

function listRow(index: number, seq: number) {
  return row({
    ...queuedRow,
    consumerId: `consumer-${index}` as ConsumerId,
    updatedAt: systemClock.now(),
    lastLine: { text: TEXT, seq, audience: 'ALL', by: 'consumer', at: systemClock.now() },
  })
}

async function save(commit: Commit): Promise<void> {
  const result = await storage.conversations.commit(commit)
  if (!result.ok) throw new Error(result.why)
}

function saying(index: number, expectedSeq: number, events: readonly Recorded[], change: Partial<Commit> = {}): Commit {
  const conversationId = numberedId(index)
  const seq = expectedSeq + events.length
  const consumerId = `consumer-${index}` as ConsumerId
  return opening({
    conversationId,
    expectedSeq,
    events,
    state: stateOf(seq, conversationId, consumerId),
    listRow: listRow(index, seq),
    ...change,
  })
}

function fromConsumer(index: number, seq: number) {
  return {
    sender: `consumer:consumer-${index}`,
    clientId: randomUUID() as ClientId,
    contentHash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    seq,
  }
}

async function message(index: number, seqs: number[]): Promise<void> {
  const seq = seqs[index] ?? 0
  seqs[index] = seq + 1
  await save(saying(index, seq, [said(seq + 1, TEXT)], { clientMessage: fromConsumer(index, seq + 1) }))
}

async function turn(index: number, seqs: number[]): Promise<void> {
  const seq = seqs[index] ?? 0
  seqs[index] = seq + 5
  const effectId = randomUUID() as EffectId
  const turnId = seq as TurnId
  const botId = 3 as BotId
  const [by, now] = ['node-a', systemClock.now()]
  const recorded = (offset: number, event: object): Recorded => ({
    seq: seq + offset,
    at: at(seq + offset),
    event: { v: 1, turnId, ...event } as unknown as ConversationEvent,
  })
  await save(
    saying(
      index,
      seq,
      [
        said(seq + 1, TEXT),
        recorded(2, { type: 'turnOpened', botId, trigger: 'message', messages: [seq + 1], effectId, typing: true }),
      ],
      {
        clientMessage: fromConsumer(index, seq + 1),
        claim: { by, until: at(now + 30_000) },
        effects: [
          {
            do: 'perform',
            effect: { kind: 'turn', name: 'askBot', id: effectId, turnId, botId, deadline: at(180_000) },
          },
          { do: 'setTimer', timer: { name: 'turnBudget', dueAt: at(180_000), on: 'turnBudget', turnId } },
        ],
      },
    ),
  )
  await save(
    saying(
      index,
      seq + 2,
      [
        recorded(3, { type: 'turnAnswered', intents: [], warnings: [] }),
        { ...said(seq + 4, TEXT) },
        recorded(5, { type: 'turnEnded', outcome: 'replied', unanswered: [] }),
      ],
      {
        settles: { kind: 'effect', effectId, claimedBy: by },
        effects: [{ do: 'clearTimer', name: 'turnBudget' }],
      },
    ),
  )
}

/** The least that any program could do with the same library: what came during one flush is appended by the next statement. */
async function measureAppends({ url }: StartedPostgres): Promise<Measured> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'CREATE TABLE floor (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation TEXT, seq BIGINT, at BIGINT, body TEXT)',
  )
  const text =
    'INSERT INTO floor (conversation, seq, at, body) SELECT unnest($1::text[]), unnest($2::bigint[]), unnest($3::bigint[]), unnest($4::text[])'
  let waiting: { values: readonly unknown[]; resolve: () => void }[] = []
  let isFlushing = false
  async function flush(): Promise<void> {
    isFlushing = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await client.query({
        name: 'append',
        text,
        values: [0, 1, 2, 3].map((n) => group.map(({ values }) => values[n])),
      })
      for (const { resolve } of group) resolve()
    }
    isFlushing = false
  }
  const append = (index: number): Promise<void> =>
    new Promise((resolve) => {
      const { event } = said(index, TEXT)
      waiting.push({ values: [numberedId(index), index, Date.now(), JSON.stringify(event)], resolve })
      if (!isFlushing) setImmediate(() => isFlushing || void flush())
    })
  const measured = await measure(COMMITS, append)
  await client.end()
  return measured
}

interface Measured {
  readonly seconds: number
  /** CPU microseconds of the busiest threads, the main thread first. */
  readonly main: number
  readonly others: readonly number[]
  /** Of all of PostgreSQL's processes. */
  readonly server: number
}

async function measure(count: number, one: (index: number) => Promise<void>): Promise<Measured> {
  let next = 0
  const lane = async (until: number): Promise<void> => {
    while (next < until) await one((next++ * STRIDE) % CONVERSATIONS)
  }
  const lanes = (until: number) => Promise.all(Array.from({ length: IN_FLIGHT }, () => lane(until)))
  await lanes(count / 10)
  const before = cpuOfThreads()
  const serverBefore = cpuOfServer()
  const started = performance.now()
  await lanes(count + count / 10)
  const seconds = (performance.now() - started) / 1_000
  const spent = [...cpuOfThreads()].map(([thread, micros]) => [thread, micros - (before.get(thread) ?? 0)] as const)
  return {
    seconds,
    server: cpuOfServer() - serverBefore,
    main: spent.find(([thread]) => thread === String(process.pid))?.[1] ?? 0,
    others: spent
      .filter(([thread]) => thread !== String(process.pid))
      .map(([, micros]) => micros)
      .sort((a, b) => b - a),
  }
}

/** Of each thread of this process, in microseconds; Linux only. */
function cpuOfThreads(): Map<string, number> {
  return new Map(
    readdirSync('/proc/self/task').map((thread) => {
      const [nanoseconds] = readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')
      return [thread, Number(nanoseconds) / 1_000]
    }),
  )
}

/** Of PostgreSQL's processes that live now, in microseconds; Linux only. */
function cpuOfServer(): number {
  if (server === undefined) return 0
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ')
  return children.reduce((sum, pid) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')
    return sum + Number(nanoseconds) / 1_000
  }, 0)
}

function report(what: string, count: number, { seconds, main, others, server }: Measured): void {
  const each = (micros: number) => (micros / count).toFixed(1)
  const rest = others.slice(1).reduce((sum, micros) => sum + micros, 0)
  console.log(
    `${what.padEnd(8)} ${Math.round(count / seconds)
      .toLocaleString('en')
      .padStart(7)}/s; CPU µs each: main thread ${each(main)}, ` +
      `writer ${each(others[0] ?? 0)}, collectors and the like ${each(rest)}, server ${each(server)}`,
  )
}
