import { cpSync } from 'node:fs'
import { ACCOUNT, type BatonSide, startBaton } from '../baton.ts'
import type { DatabaseServer } from '../database.ts'
import type { SeedOrder } from '../growth/seed.ts'
import { ask, type Consumer, hangUp, openAgents, openLine, say, startTalking } from '../load/consumer.ts'
import { Press } from '../load/press.ts'
import type { BenchOptions } from '../options.ts'
import { builtProgram } from '../processes.ts'
import { type Contender, runRounds } from '../rounds.ts'
import { cpuOf, latencyOf, type Row } from '../row.ts'
import { pairedRatio } from '../statistics.ts'
import { inWorkshop, type Workshop } from '../workshop.ts'

const FEW = 1_000
const MANY = { short: 50_000, long: 1_000_000 }
/** Who come back to conversations that lie all over the database; few of them meet a page that is still in memory. */
const RETURNING = 1_000
/** Far below what either side can take, so that time is measured and not the length of a queue. */
const PER_SECOND = 100
const BAR = 1.5

/** Does a full house answer more slowly than an empty one? Both run side by side, at the same fixed load. */
export function measureGrowth({ rounds, stretchMs, long, server, baton: options }: BenchOptions): Promise<Row[]> {
  const many = long ? MANY.long : MANY.short
  return inWorkshop(async (workshop) => {
    const bot = await workshop.startOwn('bot')
    const young = await liveThrough(workshop, server, bot.url)
    const houses = { few: young.house, many: await copyOf(workshop, server, young.house) }
    await seed(workshop, server, { ...young.order, ...houses.few, conversations: FEW })
    await seed(workshop, server, { ...young.order, ...houses.many, conversations: many })

    const open = async (house: House) =>
      contender(await startBaton(workshop, { ...options, ...house, agentToken: young.agentToken }), young.tokens)
    const contenders = { few: await open(houses.few), many: await open(houses.many) }
    const measured = await runRounds(contenders, { rounds, ms: stretchMs, pace: PER_SECOND })
    const ratio = pairedRatio(measured.many.p50s, measured.few.p50s)
    return [
      {
        what: `growth ${FEW.toLocaleString('en')} → ${many.toLocaleString('en')} conversations, p50 of a turn`,
        floor: `few: ${measured.few.latency.p50.toFixed(1)} ms`,
        baton: `many: ${measured.many.latency.p50.toFixed(1)} ms`,
        ratio: `${ratio.toFixed(2)} ×`,
        bar: `≤ ${BAR} ×`,
        holds: ratio <= BAR,
        latency: `${latencyOf(measured.few)} · ${latencyOf(measured.many)}`,
        cpu: `${cpuOf(measured.few)} · ${cpuOf(measured.many)}`,
        data: { ratio, ...measured, perSecond: PER_SECOND, stored: { few: FEW, many } },
      },
    ]
  })
}

/** Where one installation lies. */
interface House {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

async function copyOf(workshop: Workshop, server: DatabaseServer | undefined, house: House): Promise<House> {
  const dataDir = workshop.folder()
  cpSync(house.dataDir, dataDir, { recursive: true })
  return { dataDir, databaseUrl: await server?.create(house.databaseUrl) }
}

interface Young {
  readonly house: House
  readonly agentToken: string
  /** Of those who will come back. */
  readonly tokens: readonly string[]
  readonly order: Omit<SeedOrder, 'dataDir' | 'databaseUrl' | 'conversations'>
}

/** An installation in which two conversations took place and many consumers have signed in; stopped again. */
async function liveThrough(workshop: Workshop, server: DatabaseServer | undefined, botUrl: string): Promise<Young> {
  const house = { dataDir: workshop.folder(), databaseUrl: await server?.create() }
  const baton = await startBaton(workshop, { ...house, botUrl })
  const open = await talk(baton)
  const closed = await talk(baton)
  const { conversationId } = closed
  await ask(closed, { type: 'close', frameId: 'close', conversationId }, 'accepted')

  const tokens: string[] = []
  const returning: string[] = []
  for (let i = 0; i < RETURNING; i += 1) {
    const token = await baton.signIn()
    tokens.push(token)
    returning.push(consumerOf(token))
  }
  await hangUp([open, closed])
  await baton.process.stop()
  const order = { accountId: ACCOUNT, open: open.conversationId, closed: conversationId, returning }
  return { house, agentToken: baton.agentToken, tokens, order }
}

/** A token is for the server to verify; whose it is can be read by whoever holds it. */
function consumerOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(claims) as { sub: string }).sub
}

/** A few words back and forth. */
async function talk(baton: BatonSide): Promise<Consumer> {
  const consumer = await startTalking(await openLine(`${baton.url}/consumer`, await baton.signIn()))
  for (const text of ['is anybody there?', 'what do you have today?', 'thank you']) await say(consumer, text)
  return consumer
}

async function seed(workshop: Workshop, server: DatabaseServer | undefined, order: SeedOrder): Promise<void> {
  const seeding = workshop.start({ program: builtProgram('seed'), words: [JSON.stringify(order)] })
  await seeding.ended()
  if (order.databaseUrl !== undefined) await server?.settle(order.databaseUrl)
}

async function contender(baton: BatonSide, tokens: readonly string[]): Promise<Contender> {
  const consumers: Consumer[] = []
  for (const old of tokens) consumers.push(await comeBack(baton, await baton.renew(old)))
  const agents = await openAgents(baton, consumers)
  return { process: baton.process, press: new Press({ consumers, agents, ending: 'reply', underWay: 1 }) }
}

async function comeBack(baton: BatonSide, token: string): Promise<Consumer> {
  const line = await openLine(`${baton.url}/consumer`, token)
  if (line.conversationId === undefined) throw new Error('a consumer came back and found no conversation')
  return Object.assign(line, { conversationId: line.conversationId })
}
