import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  AccountId,
  AgentId,
  BotId,
  ClientId,
  ConsumerId,
  ConversationId,
  EntryPointId,
  SkillId,
} from '@baton/base'
import type { Content } from '@baton/content'
import type { Conversation, OpenConversation, Recorded } from '@baton/conversation'
import { openPostgresStorage, openSqliteStorage, type Skill, type Storage } from '@baton/storage'
import { emptyDatabase } from '@baton/storage/testing'
import { expect, vi } from 'vitest'
import { createRuntime } from '../createRuntime.ts'
import type { Log, RuntimeLimits, RuntimeOptions } from '../ports.ts'
import type { Handled, Order, Runtime } from '../runtime.ts'
import { connectTo } from './connectTo.ts'
import { ManualClock } from './manualClock.ts'

export const brand = 'brand' as AccountId
export const web = 'web' as EntryPointId
export const ada = { kind: 'consumer', consumerId: 'ada' as ConsumerId } as const
export const ben = { kind: 'consumer', consumerId: 'ben' as ConsumerId } as const

/** One log line as a test reads it. */
export interface LogLine {
  readonly level: keyof Log
  readonly facts: Readonly<Record<string, unknown>>
  readonly message: string
}

/** An installation in a temporary directory, or where DATABASE_URL names a server: a shop's skills, its people, and one bot on the first skill. */
export interface House {
  readonly clock: ManualClock
  readonly storage: Storage
  /** Where its files are. */
  readonly directory: string
  readonly log: readonly LogLine[]
  readonly sales: Skill
  readonly help: Skill
  readonly botId: BotId
  readonly agentId: AgentId
  /** A node on this storage; ends with the house. */
  run(options?: Partial<RuntimeOptions>): Promise<Runtime>
  addBot(name: string, baseUrl: string, skillIds: readonly SkillId[], config?: object): Promise<BotId>
  close(): Promise<void>
}

export async function openHouse(baseUrl: string, botConfig: object = {}): Promise<House> {
  const clock = new ManualClock()
  const directory = await mkdtemp(join(tmpdir(), 'baton-runtime-'))
  const database = process.env.DATABASE_URL ? await emptyDatabase() : undefined
  const storage =
    database === undefined
      ? await openSqliteStorage({ directory, clock })
      : await openPostgresStorage({ url: database.url, clock })
  const { settings } = storage
  await settings.createAccount({ id: brand, name: 'Brand' })
  const skill = (name: string) =>
    settings.createSkill(brand, {
      name,
      description: '',
      enabled: true,
      responseTimes: { urgent: 60_000, normal: 300_000, prioritized: 120_000 },
      autoCloseMs: 86_400_000,
    })
  const sales = await skill('Sales')
  const help = await skill('Help')
  const person = await settings.createPerson(brand, {
    fullName: 'Grace Hopper',
    nickname: 'Grace',
    role: 'agent',
    skillIds: [help.id],
    capacity: 3,
    enabled: true,
  })
  const addBot = async (name: string, url: string, skillIds: readonly SkillId[], config: object = {}) => {
    const bot = await settings.createBot(brand, {
      name,
      nickname: name,
      skillIds,
      enabled: true,
      capacity: 999,
      kind: 'endpoint',
      config: { baseUrl: url, botId: name, defaultSkill: 'Help', ...config },
    })
    return bot.id
  }
  const botId = await addBot('barista', baseUrl, [sales.id], botConfig)
  await settings.createEntryPoint(brand, {
    id: web,
    name: 'Web',
    skillId: sales.id,
    origins: [],
    language: 'en',
    enabled: true,
    title: 'Brand',
  })

  const log: LogLine[] = []
  const line = (level: keyof Log) => (facts: object, message: string) =>
    void log.push({ level, facts: facts as Record<string, unknown>, message })
  const { connector, outbound } = connectTo(storage, clock)
  const running: Runtime[] = []

  async function run(options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
    const runtime = createRuntime({
      storage,
      connector,
      clock,
      alarm: clock,
      nodeId: `node-${running.length + 1}`,
      exclusive: true,
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      ...options,
    })
    running.push(runtime)
    logsOf.set(runtime, (accountId, id, after) => storage.conversations.readLog(accountId, id, after, 1_000))
    await runtime.start()
    return runtime
  }

  async function close(): Promise<void> {
    for (const runtime of running) await runtime.stop(0)
    await outbound.close()
    await storage.close()
    await database?.drop()
    await rm(directory, { recursive: true, force: true })
  }
  return { clock, storage, directory, log, sales, help, botId, agentId: person.id, run, addBot, close }
}

export const words = (text: string): Content => ({ kind: 'text', text })

/** What a consumer writes; each has a client id of its own. */
export function say(
  text: string,
  more: Partial<Extract<Order, { by: { kind: 'consumer' }; type: 'write' }>> = {},
): Order {
  counter += 1
  return {
    type: 'write',
    accountId: brand,
    by: ada,
    entryPointId: web,
    clientId: `client-${counter}` as ClientId,
    content: words(text),
    ...more,
  }
}
let counter = 0

export function accepted(handled: Handled): Extract<Handled, { ok: true }> {
  if (!handled.ok) throw new Error(`refused: ${handled.refusal}`)
  return handled
}

/** All public and private words, in order: `who: what`. */
export async function transcript(storage: Storage, id: ConversationId): Promise<string[]> {
  return (await logOf(storage, id)).flatMap(({ event }) => {
    if (event.type !== 'messageSent') return []
    const content = event.body?.content
    const said = content?.kind === 'text' ? content.text : `(${event.kind})`
    return [`${event.by.kind}${event.audience === 'ALL' ? '' : ' (private)'}: ${said}`]
  })
}

export const logOf = (storage: Storage, id: ConversationId): Promise<Recorded[]> =>
  storage.conversations.readLog(brand, id, 0, 1_000)

/** What a node holds once it knows of all that is on disk: that may still be on its way back to it. */
export const stateOf = (runtime: Runtime, id: ConversationId): Promise<Conversation> =>
  soon(async () => {
    const found = await runtime.find(brand, id)
    if (found === undefined) throw new Error(`no conversation ${id}`)
    expect(await logsOf.get(runtime)?.(brand, id, found.seq), 'what the node does not know of yet').toEqual([])
    return found.state
  })
const logsOf = new WeakMap<Runtime, (accountId: AccountId, id: ConversationId, after: number) => Promise<Recorded[]>>()

export async function openStateOf(runtime: Runtime, id: ConversationId): Promise<OpenConversation> {
  const state = await stateOf(runtime, id)
  if (state.phase !== 'main' && state.phase !== 'survey') throw new Error(`${id} is ${state.phase}`)
  return state
}

/** Until it holds; the world outside has its own pace, and a loaded machine a slow one. */
export const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000, interval: 10 })

/** All words of the conversation on disk, in order, soon: `who: what`. */
export const said = (storage: Storage, id: ConversationId, ...lines: string[]): Promise<void> =>
  soon(async () => expect(await transcript(storage, id)).toEqual(lines))

export const typesOf = async (storage: Storage, id: ConversationId): Promise<string[]> =>
  (await logOf(storage, id)).map(({ event }) => event.type)

export type { RuntimeLimits }
