import { randomUUID } from 'node:crypto'
import type { AccountId, ConsumerId, ConversationId } from '@baton/base'
import { systemClock } from '@baton/base'
import { openPostgresStorage, openSqliteStorage, type Storage } from '@baton/storage'
import { copierOf, type Pattern } from './pattern.ts'

/** What the bench asks of this program, as JSON in its only argument. */
export interface SeedOrder {
  readonly dataDir: string
  /** Present: it lies in this PostgreSQL database. */
  readonly databaseUrl?: string | undefined
  readonly accountId: string
  /** Conversations that took place: one that is still open, one that is closed. */
  readonly open: string
  readonly closed: string
  /** Consumers who will come back: each gets one open conversation, spread evenly among all. */
  readonly returning: readonly string[]
  /** Stored in all, the two patterns not counted. */
  readonly conversations: number
}

/** Of those that nobody comes back to, one in so many is still open. */
const OPEN_SHARE = 10
/** Between one conversation and the next. */
const APART_MS = 100
const AT_ONCE = 512

/** Fills the database of a Baton that is stopped, through the storage's own commits: what a busy year would leave there. */
const order = JSON.parse(process.argv[2] ?? '') as SeedOrder
const storage = order.databaseUrl
  ? await openPostgresStorage({ url: order.databaseUrl, clock: systemClock })
  : await openSqliteStorage({ directory: order.dataDir, clock: systemClock })
const copyOpen = copierOf(await patternOf(storage, order.open))
const copyClosed = copierOf(await patternOf(storage, order.closed))
const every = Math.max(1, Math.floor(order.conversations / order.returning.length))

for (let start = 0; start < order.conversations; start += AT_ONCE) {
  const count = Math.min(AT_ONCE, order.conversations - start)
  await Promise.all(Array.from({ length: count }, (_, index) => store(start + index)))
}
await storage.close()
console.log('seeded')

async function store(index: number): Promise<void> {
  const returning = index % every === 0 ? order.returning[index / every] : undefined
  const isOpen = returning !== undefined || index % OPEN_SHARE === 1
  const commit = (isOpen ? copyOpen : copyClosed)({
    conversationId: randomUUID() as string as ConversationId,
    consumerId: (returning ?? randomUUID()) as ConsumerId,
    earlierMs: (order.conversations - index) * APART_MS,
  })
  const result = await storage.conversations.commit(commit)
  if (!result.ok) throw new Error(`conversation ${index} was not stored: ${result.why}`)
}

async function patternOf({ conversations }: Storage, id: string): Promise<Pattern> {
  const accountId = order.accountId as AccountId
  const conversationId = id as ConversationId
  const loaded = await conversations.load(accountId, conversationId)
  if (loaded === undefined) throw new Error(`there is no conversation ${id}`)
  return { conversationId, loaded, log: await conversations.readLog(accountId, conversationId, 0, 1_000) }
}
