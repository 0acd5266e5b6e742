import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { type Appends, FIELDS } from './appends.ts'

/** Takes all appends that have come by now, writes them in one transaction, flushes once, says how many there were. */
const port = parentPort as MessagePort
const database = new Sqlite((workerData as { file: string }).file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(
  'CREATE TABLE events (position INTEGER PRIMARY KEY, conversation TEXT, seq INTEGER, at INTEGER, body TEXT)',
)
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const insert = database.prepare('INSERT INTO events (conversation, seq, at, body) VALUES (?, ?, ?, ?)')

port.on('message', (first: Appends) => {
  let count = 0
  begin.run()
  for (let batch: Appends | undefined = first; batch !== undefined; batch = receiveMessageOnPort(port)?.message) {
    for (let i = 0; i < batch.length; i += FIELDS) insert.run(batch[i], batch[i + 1], batch[i + 2], batch[i + 3])
    count += batch.length / FIELDS
  }
  commit.run()
  port.postMessage(count)
})
