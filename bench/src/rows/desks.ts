import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACCOUNT, startBaton } from '../baton.ts'
import { ask, type Consumer, hangUp, type Line, openConsumers, openLine } from '../load/consumer.ts'
import type { BenchOptions } from '../options.ts'
import { kilobytes, type Row } from '../row.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import { inWorkshop } from '../workshop.ts'
import { measureRanking } from './ranking.ts'

const AGENTS = 200
/** Of them; they watch all conversations, the others what waits. */
const MANAGERS = 20
const CONVERSATIONS = 5_000
/** Written to conversations that every list shows, one after the other. */
const MESSAGES = 150
const PACE_MS = 40
/** How long the last telling may take before it counts as lost. */
const PATIENCE_MS = 10_000
/** Tellings are gathered over a quarter of a second; as much again is for reading, making and sending them. */
const BAR_MS = 500
const BAR_BYTES = 100_000

interface Measured {
  readonly latency: Spread
  readonly bytesPerAgent: number
}

/** A full house: how soon everybody's lists show what was written, and what a desk costs the server. */
export function measureDesks({ server, baton: options }: BenchOptions): Promise<Row[]> {
  return inWorkshop(async (workshop) => {
    const dataDir = workshop.folder()
    const side = await startBaton(workshop, { ...options, databaseUrl: await server?.create(), dataDir })
    const consumers = await openConsumers(side, CONVERSATIONS)
    const tokens = await hire(side.url, readFileSync(join(dataDir, 'admin-token'), 'utf8').trim())
    const before = await side.process.read(true)
    const desks = await Promise.all(tokens.map((token, index) => sitDown(side.url, token, index < MANAGERS)))
    const after = await side.process.read(true)
    const latency = await writeAndWatch(consumers.slice(0, AGENTS / 2), desks)
    await hangUp([...desks, ...consumers])
    const live = after.heapUsed + after.external - before.heapUsed - before.external
    const measured = { latency, bytesPerAgent: Math.max(after.rss - before.rss, live) / AGENTS }
    return [...rowsOf(measured), measureRanking()]
  })
}

/** People who can do what consumers wait for. @returns their tokens, managers first */
async function hire(url: string, operator: string): Promise<string[]> {
  const home = `${url}/api/v1/accounts/${ACCOUNT}`
  const headers = { authorization: `Bearer ${operator}`, 'content-type': 'application/json' }
  const skills = (await (await fetch(`${home}/skills`, { headers })).json()) as { items: { id: number }[] }
  const create = async <T>(what: string, body: object): Promise<T> => {
    const answer = await fetch(`${home}/${what}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`POST ${what}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const tokens: string[] = []
  for (let index = 0; index < AGENTS; index += 1) {
    const name = `Agent ${index}`
    const role = index < MANAGERS ? 'manager' : 'agent'
    const skillIds = skills.items.map(({ id }) => id)
    const { id } = await create<{ id: number }>('people', { fullName: name, nickname: name, role, skillIds })
    tokens.push((await create<{ token: string }>('tokens', { kind: 'agent', name, personId: id })).token)
  }
  return tokens
}

async function sitDown(url: string, token: string, isManager: boolean): Promise<Line> {
  const line = await openLine(`${url}/agent`, token)
  for (const list of ['mine', isManager ? 'all' : 'queue']) {
    await ask(line, { type: 'watch', frameId: list, list }, 'list')
  }
  return line
}

/** Every message must be told at every desk. */
async function writeAndWatch(consumers: readonly Consumer[], desks: readonly Line[]): Promise<Spread> {
  const sentAt = new Map<string, number>()
  const latencies: number[] = []
  for (const desk of desks) desk.onFrame = watchFor(sentAt, latencies)
  for (let index = 0; index < MESSAGES; index += 1) {
    const consumer = consumers[index % consumers.length]
    if (consumer === undefined) throw new Error('nobody writes')
    const text = `tick-${index}`
    sentAt.set(text, performance.now())
    const words = { type: 'send', frameId: text, clientId: text, content: { kind: 'text', text } }
    consumer.socket.send(JSON.stringify({ ...words, conversationId: consumer.conversationId }))
    await pause(PACE_MS)
  }
  const expected = MESSAGES * desks.length
  for (let waited = 0; latencies.length < expected; waited += 50) {
    if (waited > PATIENCE_MS) throw new Error(`${latencies.length} of ${expected} tellings arrived`)
    await pause(50)
  }
  return spreadOf(latencies)
}

function watchFor(sentAt: ReadonlyMap<string, number>, latencies: number[]): Line['onFrame'] {
  const seen = new Set<string>()
  return (bytes) => {
    if (!bytes.includes('"listChanged"')) return
    const now = performance.now()
    const { rows } = JSON.parse(bytes.toString()) as { rows: { lastLine?: { text: string } }[] }
    for (const { lastLine } of rows) {
      const at = lastLine && sentAt.get(lastLine.text)
      if (lastLine === undefined || at === undefined || seen.has(lastLine.text)) continue
      seen.add(lastLine.text)
      latencies.push(now - at)
    }
  }
}

function rowsOf({ latency, bytesPerAgent }: Measured): Row[] {
  const where = `${AGENTS} agents, ${CONVERSATIONS.toLocaleString('en')} open conversations`
  return [
    {
      what: `a message shows in every list, ${where}`,
      baton: `p99 ${latency.p99.toFixed(0)} ms (p50 ${latency.p50.toFixed(0)} ms)`,
      bar: `p99 ≤ ${BAR_MS} ms`,
      holds: latency.p99 <= BAR_MS,
      data: latency,
    },
    {
      what: `memory per desk, ${where}`,
      baton: kilobytes(bytesPerAgent),
      bar: `≤ ${BAR_BYTES / 1000} kB`,
      holds: bytesPerAgent <= BAR_BYTES,
      data: { bytesPerAgent },
    },
  ]
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
