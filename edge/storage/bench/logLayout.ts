import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'

/**
 * Which way to one conversation's log costs least: an index over (small key, seq), a chain of positions from the state row, or
 * a table clustered by conversation. Events arrive interleaved over many conversations, in groups with one flush each.
 * Run: `npx tsx edge/storage/bench/logLayout.ts [conversations] [events]`
 */
const CONVERSATIONS = Number(process.argv[2] ?? 50_000)
const EVENTS = Number(process.argv[3] ?? 400_000)
const GROUP = 256
const ACTIVE = 2_000
const FACTS = JSON.stringify({ type: 'messageSent', v: 1, by: { kind: 'consumer' }, audience: 'ALL', kind: 'text' })
const BODY = JSON.stringify({
  content: { kind: 'text', text: 'I would like a large cappuccino with oat milk, please. '.repeat(2) },
})

interface Layout {
  readonly name: string
  readonly schema: string
  prepare(database: Database): {
    append(key: number, seq: number): void
    readTail(key: number, seq: number): number
    readHead(key: number): number
  }
}

const LAYOUTS: readonly Layout[] = [
  {
    name: 'index over (key, seq)',
    schema: `CREATE TABLE events (position INTEGER PRIMARY KEY, key INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER, event TEXT, body TEXT);
             CREATE UNIQUE INDEX log ON events (key, seq);`,
    prepare(database) {
      const insert = database.prepare('INSERT INTO events (key, seq, at, event, body) VALUES (?, ?, ?, ?, ?)')
      const tail = database.prepare(
        'SELECT seq, at, event, body FROM events WHERE key = ? AND seq > ? ORDER BY seq LIMIT 20',
      )
      return {
        append: (key, seq) => void insert.run(key, seq, seq, FACTS, BODY),
        readTail: (key, seq) => tail.all(key, seq - 20).length,
        readHead: (key) => tail.all(key, 0).length,
      }
    },
  },
  {
    name: 'chain of positions',
    schema: `CREATE TABLE events (position INTEGER PRIMARY KEY, key INTEGER NOT NULL, seq INTEGER NOT NULL, previous INTEGER, at INTEGER, event TEXT, body TEXT);
             CREATE TABLE tips (key INTEGER PRIMARY KEY, position INTEGER NOT NULL);`,
    prepare(database) {
      // The state row is written with every commit anyway: here its tip stays in memory, which flatters the chain.
      const tips = new Map<number, number>()
      const insert = database.prepare(
        'INSERT INTO events (key, seq, previous, at, event, body) VALUES (?, ?, ?, ?, ?, ?)',
      )
      const one = database.prepare<[number], { seq: number; previous: number | null }>(
        'SELECT seq, previous, at, event, body FROM events WHERE position = ?',
      )
      const walk = (key: number, until: number): number => {
        let read = 0
        for (let at = tips.get(key) ?? null; at !== null && read < until; read++) at = one.get(at)?.previous ?? null
        return read
      }
      return {
        append: (key, seq) =>
          void tips.set(key, Number(insert.run(key, seq, tips.get(key) ?? null, seq, FACTS, BODY).lastInsertRowid)),
        readTail: (key) => walk(key, 20),
        // The beginning of a log is at the far end of the chain.
        readHead: (key) => walk(key, Number.POSITIVE_INFINITY),
      }
    },
  },
  {
    name: 'clustered by (key, seq)',
    schema:
      'CREATE TABLE events (key INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER, event TEXT, body TEXT, PRIMARY KEY (key, seq)) WITHOUT ROWID;',
    prepare(database) {
      const insert = database.prepare('INSERT INTO events (key, seq, at, event, body) VALUES (?, ?, ?, ?, ?)')
      const tail = database.prepare(
        'SELECT seq, at, event, body FROM events WHERE key = ? AND seq > ? ORDER BY seq LIMIT 20',
      )
      return {
        append: (key, seq) => void insert.run(key, seq, seq, FACTS, BODY),
        readTail: (key, seq) => tail.all(key, seq - 20).length,
        readHead: (key) => tail.all(key, 0).length,
      }
    },
  },
]

/** The same walk for every layout: conversations are opened one after the other; the newest 2,000 talk, and now and then an old one. */
function* arrivals(): Iterable<{ key: number; seq: number }> {
  const seqs = new Uint32Array(CONVERSATIONS + 1)
  let seed = 42
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let i = 0; i < EVENTS; i++) {
    const newest = Math.max(1, Math.ceil(((i + 1) / EVENTS) * CONVERSATIONS))
    const key = random(10) === 0 ? 1 + random(newest) : Math.max(1, newest - random(ACTIVE))
    const seq = (seqs[key] ?? 0) + 1
    seqs[key] = seq
    yield { key, seq }
  }
}

const directory = mkdtempSync(join(tmpdir(), 'baton-layout-'))
try {
  // Three rounds, as other programs disturb a single one; the best of each counts.
  for (let round = 1; round <= 3; round++) for (const layout of LAYOUTS) measure(layout, round)
} finally {
  rmSync(directory, { recursive: true })
}

function measure(layout: Layout, round: number): void {
  const database = new Sqlite(join(directory, `${layout.name.replaceAll(/\W/g, '')}-${round}.db`))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('cache_size = -65536')
  database.pragma('wal_autocheckpoint = 4000')
  database.exec(layout.schema)
  const { append, readTail, readHead } = layout.prepare(database)
  const last = new Map<number, number>()
  const group = database.transaction((events: { key: number; seq: number }[]) => {
    for (const { key, seq } of events) append(key, seq)
  })
  const started = performance.now()
  let open: { key: number; seq: number }[] = []
  for (const event of arrivals()) {
    last.set(event.key, event.seq)
    open.push(event)
    if (open.length === GROUP) {
      group(open)
      open = []
    }
  }
  group(open)
  const written = EVENTS / ((performance.now() - started) / 1_000)
  const keys = [...last.keys()].filter((_, index) => index % 10 === 0)
  const tail = microseconds(keys, (key) => readTail(key, last.get(key) ?? 0))
  const head = microseconds(keys, (key) => readHead(key))
  const long = measureLongLog(readHead, group)
  const pages = Number(database.pragma('page_count', { simple: true }))
  console.log(
    `${layout.name.padEnd(26)} ${Math.round(written).toLocaleString('en')} events/s; last 20: ${tail} µs; first 20: ${head} µs; ` +
      `first 20 of 10,000: ${long} µs; ${Math.round((pages * 4) / 1024)} MiB`,
  )
  database.close()
}

function measureLongLog(
  readHead: (key: number) => number,
  group: (events: { key: number; seq: number }[]) => void,
): string {
  const key = CONVERSATIONS + 1
  group(Array.from({ length: 10_000 }, (_, index) => ({ key, seq: index + 1 })))
  return microseconds(
    Array.from({ length: 20 }, () => key),
    readHead,
  )
}

function microseconds(keys: readonly number[], read: (key: number) => number): string {
  const started = performance.now()
  for (const key of keys) read(key)
  return (((performance.now() - started) * 1_000) / keys.length).toFixed(1)
}
