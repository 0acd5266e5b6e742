import type { AgentId, ConversationId } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Library } from './authored/library.ts'
import { BotLoads } from './botLoads.ts'
import { Directory } from './directory.ts'
import { connectTo } from './examples/connectTo.ts'
import { brand, type House, openHouse, web } from './examples/house.ts'
import { surroundings } from './ports.ts'
import { Resolver } from './resolver.ts'

/* Whom a bot may name, by its three rights and by where that person is (dialogs R7.8, connector R4.16); no node runs. */
let house: House
let resolver: Resolver
const statuses = ['online', 'busy', 'away', 'offline'] as const

beforeAll(async () => {
  house = await openHouse('http://127.0.0.1:9')
  const { connector } = connectTo(house.storage, house.clock)
  const quiet = { info: () => {}, warn: () => {}, error: () => {} }
  const { storage, clock } = house
  const around = surroundings({ storage, connector, clock, nodeId: 'n', exclusive: true, log: quiet })
  const directory = new Directory(around)
  resolver = new Resolver(around, directory, { loads: new BotLoads(), library: new Library(around, directory) })
})
afterAll(() => house.close())

const in_ = (joined: readonly AgentId[] = []) =>
  ({
    ...{ id: 'c' as ConversationId, accountId: brand, entryPointId: web, language: 'en', phase: 'main' },
    skillId: house.sales.id,
    assignee: { kind: 'bot', botId: house.botId },
    priority: { type: 'normal', responseMs: house.help.responseTimes.normal },
    joined: joined.map((agentId) => ({ agentId, role: 'manager' })),
  }) as unknown as OpenConversation

async function suggested(agentId: AgentId | string, joined?: readonly AgentId[], botId = house.botId) {
  const action = { kind: 'transfer', skillName: 'Help', agentId: String(agentId) } as const
  const { transfer } = await resolver.resolution(in_(joined), botId, action)
  if (!transfer?.ok) throw new Error(`leads nowhere: ${transfer?.cause}`)
  return transfer.suggestedAgentId
}

async function person(status: (typeof statuses)[number], more: object = {}): Promise<AgentId> {
  const { settings, desk } = house.storage
  const who = { fullName: status, nickname: status, role: 'agent', skillIds: [house.help.id], capacity: 1 } as const
  const { id } = await settings.createPerson(brand, { ...who, enabled: true, ...more })
  const now = house.clock.now()
  const agent = { accountId: brand, agentId: id }
  if (status !== 'offline') await desk.keepLeases([agent], (now + 30_000) as typeof now, now)
  await desk.setStatus(agent, status, undefined, now)
  return id
}

it('messaging TRF-05, dialogs R7.8, connector R4.16: a bot’s three rights say where somebody may be; who is busy is no bot’s to name', async () => {
  const people = await Promise.all(statuses.map((status) => person(status)))
  const rights = [
    [{}, ['online']],
    [{ online: true, away: true, offline: false }, ['online', 'away']],
    [{ online: true, away: false, offline: true }, ['online', 'offline']],
    [{ online: false, away: true, offline: true }, ['away', 'offline']],
    [{ online: false, away: false, offline: false }, []],
  ] as const
  for (const [index, [transferToAgents, named]] of rights.entries()) {
    const config = index === 0 ? {} : { transferToAgents }
    const bot = await house.addBot(`bot-${index}`, 'http://127.0.0.1:9', [], config)
    const found = await Promise.all(people.map((agentId) => suggested(agentId, [], bot)))
    expect(found, JSON.stringify(transferToAgents)).toEqual(
      statuses.map((status, at) => ((named as readonly string[]).includes(status) ? people[at] : undefined)),
    )
  }
})

it('messaging TRF-05, connector R5.T16: who is unknown, switched off, without the skill, without a lease or without a place is nobody; the skill has it', async () => {
  const full = await person('online', { capacity: 0.5 as number })
  const lapsed = await person('online')
  house.clock.advance(60_000)
  const there = await person('online')
  const off = await person('online', { enabled: false })
  const without = await person('online', { skillIds: [] })
  for (const nobody of [full, lapsed, off, without, 999_999, 'Ada', '-1', '1e3']) {
    expect(await suggested(nobody as AgentId), String(nobody)).toBeUndefined()
  }
  expect(await suggested(there)).toBe(there)
})

it('messaging LIF-14, R5.12: who takes part already is named by no bot either', async () => {
  const there = await person('online')
  expect(await suggested(there, [there])).toBeUndefined()
  expect(await suggested(there, [])).toBe(there)
})
