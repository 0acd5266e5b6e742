import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { FIELDS, type Group } from './appends.ts'

/** Takes all appends that have come by now, writes them in one transaction, flushes once, says how many there were. */
const port = parentPort as MessagePort
const database = new Sqlite((workerData as { file: string }).file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(
  'CREATE TABLE events (position INTEGER PRIMARY KEY, conversation TEXT, seq INTEGER, at INTEGER, body TEXT)',
)
database.exec('CREATE TABLE runs (conversation TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID')
database.exec(
  'CREATE TABLE records (conversation TEXT, turn INTEGER, record TEXT, PRIMARY KEY (conversation, turn)) WITHOUT ROWID',
)
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const insert = database.prepare('INSERT INTO events (conversation, seq, at, body) VALUES (?, ?, ?, ?)')
const keepRun = database.prepare(
  'INSERT INTO runs (conversation, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
)
const keepRecord = database.prepare('INSERT INTO records (conversation, turn, record) VALUES (?, ?, ?)')

port.on('message', (first: Group) => {
  let count = 0
  begin.run()
  for (let group: Group | undefined = first; group !== undefined; group = receiveMessageOnPort(port)?.message) {
    const { events, turns } = group
    for (let i = 0; i < events.length; i += FIELDS) insert.run(events[i], events[i + 1], events[i + 2], events[i + 3])
    for (let i = 0; i < turns.length; i += FIELDS) {
      keepRun.run(turns[i], turns[i + 2])
      keepRecord.run(turns[i], turns[i + 1], turns[i + 3])
    }
    count += events.length / FIELDS
  }
  commit.run()
  port.postMessage(count)
})
