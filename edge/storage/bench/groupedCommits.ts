import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type ConsumerId, systemClock } from '@baton/base'
import { clientMessage, message, numberedId, opening, row } from '../src/conformance/examples.ts'
import { openSqliteStorage } from '../src/index.ts'

/**
 * One-message commits against the least that any program could do with the same library: a bare append of the same text, in
 * groups, in a thread. Run: `npx tsx edge/storage/bench/groupedCommits.ts [commits] [in flight] [conversations]`
 */
const COMMITS = Number(process.argv[2] ?? 60_000)
const IN_FLIGHT = Number(process.argv[3] ?? 64)
const CONVERSATIONS = Number(process.argv[4] ?? 1_000)

/** Nothing but the append. */
const FLOOR = `
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads')
const db = new (require(${JSON.stringify(new URL('../../../node_modules/better-sqlite3', import.meta.url).pathname)}))(workerData)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, key INTEGER, event TEXT)')
const insert = db.prepare('INSERT INTO events (key, event) VALUES (?, ?)')
const group = db.transaction((items) => { for (const item of items) insert.run(item) })
parentPort.on('message', (first) => {
  const items = [first]
  for (let next = receiveMessageOnPort(parentPort); next; next = receiveMessageOnPort(parentPort)) items.push(next.message)
  group(items)
  parentPort.postMessage(items.length)
})`

const directory = mkdtempSync(join(tmpdir(), 'baton-commits-'))
try {
  const floor = await measureFloor()
  const ours = await measureStorage()
  console.log(`${IN_FLIGHT} in flight over ${CONVERSATIONS} conversations`)
  console.log(`bare grouped append  ${floor.toLocaleString('en')}/s`)
  console.log(
    `commit               ${ours.toLocaleString('en')}/s  (${Math.round((ours / floor) * 100)} % of the floor)`,
  )
} finally {
  rmSync(directory, { recursive: true })
}

async function measureStorage(): Promise<number> {
  const storage = await openSqliteStorage({ directory, clock: systemClock })
  const { conversations } = storage
  const ids = Array.from({ length: CONVERSATIONS }, (_, index) => numberedId(index))
  await Promise.all(
    ids.map((conversationId, index) =>
      conversations.commit(
        opening({ conversationId, listRow: row({ consumerId: `consumer-${index}` as ConsumerId }) }),
      ),
    ),
  )
  const seqs = new Map<string, number>()
  const perSecond = await measure(async (turn) => {
    const conversationId = numberedId(turn % CONVERSATIONS)
    const seq = (seqs.get(conversationId) ?? 1) + 1
    seqs.set(conversationId, seq)
    const { listRow, ...rest } = message(seq - 1, { conversationId })
    const result = await conversations.commit({
      ...rest,
      listRow: {
        ...listRow,
        lastLine: { text: `message ${seq}`, seq, audience: 'ALL', by: 'consumer', at: listRow.updatedAt },
      },
      clientMessage: {
        ...clientMessage(`client-message-${turn}`, seq),
        sender: `consumer:consumer-${turn % CONVERSATIONS}`,
      },
    })
    if (!result.ok) throw new Error(result.why)
  })
  await storage.close()
  return perSecond
}

async function measureFloor(): Promise<number> {
  const thread = new Worker(FLOOR, { eval: true, workerData: join(directory, 'floor.db') })
  const waiting: (() => void)[] = []
  let answered = 0
  thread.on('message', (count: number) => {
    for (let i = 0; i < count; i++) waiting[answered++]?.()
  })
  const text = JSON.stringify(message(1).events[0])
  const perSecond = await measure(
    (turn) =>
      new Promise<void>((resolve) => {
        waiting.push(resolve)
        thread.postMessage([turn, text])
      }),
  )
  await thread.terminate()
  return perSecond
}

async function measure(one: (turn: number) => Promise<void>): Promise<number> {
  let turn = 0
  const lane = async (until: number): Promise<void> => {
    while (turn < until) await one(turn++)
  }
  const lanes = (until: number) => Promise.all(Array.from({ length: IN_FLIGHT }, () => lane(until)))
  await lanes(COMMITS / 10)
  const started = performance.now()
  await lanes(COMMITS + COMMITS / 10)
  return Math.round(COMMITS / ((performance.now() - started) / 1_000))
}
