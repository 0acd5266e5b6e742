import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotId, SkillId } from '@baton/base'
import type { BotDefinition } from '@baton/dialog'
import { createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import { type Commit, TURN_RECORD } from '@baton/storage'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fillable } from '../examples/faultyStorage.ts'
import { accepted, ada, brand, type House, openHouse, said, say, soon, stateOf, web } from '../examples/house.ts'
import { integrationsOf } from '../examples/integrations.ts'
import type { RuntimeOptions } from '../ports.ts'
import { coffeeBot, hashed, priceBot, withCodeBehindTheCall } from './examples/coffee.ts'
import { localIntents } from './localIntents.ts'
import { readTurnRecord } from './record.ts'

let sandbox: Sandbox
let outbound: Outbound
let service: Server
let serviceUrl: string
let house: House
let botId: BotId
/** Idempotency keys of the calls that the service got. */
const calls: string[] = []

beforeAll(async () => {
  sandbox = createSandbox({ threads: 2 })
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton' })
  service = createServer((request: IncomingMessage, response) => {
    calls.push(String(request.headers['idempotency-key']))
    response.setHeader('content-type', 'application/json')
    response.end('{"amount": 4.5}')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  await sandbox.warm()
}, 60_000)
afterAll(async () => {
  await sandbox.stop()
  await outbound.close()
  service.close()
})
beforeEach(async () => {
  calls.length = 0
  house = await openHouse('http://127.0.0.1:9')
  const { settings } = house.storage
  await settings.updateBot(brand, house.botId, { enabled: false })
  const bot = await settings.createBot(brand, {
    name: 'Coffee',
    nickname: 'Robin',
    skillIds: [house.sales.id],
    enabled: true,
    capacity: 99,
    kind: 'authored',
    config: { defaultSkill: 'Help' },
  })
  botId = bot.id
  await publish(coffeeBot(serviceUrl, house.help.id))
})
afterEach(() => house.close())

async function publish(definition: BotDefinition): Promise<void> {
  const draft = hashed(definition)
  await house.storage.authored.saveDraft(brand, botId, draft)
  await house.storage.authored.publish(brand, botId, { hash: draft.hash, comment: '', by: 'Ada' })
}
const run = (more: Partial<RuntimeOptions> = {}) =>
  house.run({
    authored: { sandbox, outbound, intents: localIntents, integrations: integrationsOf(house, { sandbox, outbound }) },
    ...more,
  })

describe('a bot that is written here', () => {
  it('answers, remembers, runs its code, calls its service, and keeps what it was told to keep', async () => {
    const runtime = await run()
    const { conversationId } = accepted(await runtime.handle(say('A coffee please')))
    const opening = ['consumer: A coffee please', 'bot: Welcome to Turin.', 'bot: Which drink?']
    await said(house.storage, conversationId, ...opening)
    await runtime.handle(say('Latte'))
    await said(house.storage, conversationId, ...opening, 'consumer: Latte', 'bot: That is 4.5 for a latte.')

    expect(calls).toEqual([expect.stringMatching(new RegExp(`^${conversationId}/t2/\\d+$`))])
    const { authored } = house.storage
    const view = { namespaces: ['tastes'], consumerId: ada.consumerId, conversationId, now: house.clock.now() }
    expect((await authored.readContext(brand, view)).tastes).toMatchObject({
      registered: true,
      user: { last: 'Latte' },
    })
    expect(await authored.readLasting(brand, botId, ada.consumerId, house.clock.now())).toEqual({ regular: 'yes' })
  }, 60_000)

  it('dialogs R9.14: tells of every turn why it went so, with its version', async () => {
    const runtime = await run()
    const { conversationId } = accepted(await runtime.handle(say('coffee')))
    await said(house.storage, conversationId, 'consumer: coffee', 'bot: Welcome to Turin.', 'bot: Which drink?')
    const journal = await house.storage.conversations.readJournal(brand, conversationId, 1)
    const record = journal.find(({ needIndex }) => needIndex === TURN_RECORD)
    expect(record?.answer).toMatchObject({ version: 1, hash: expect.any(String) })
    const told = JSON.stringify(record?.answer)
    for (const word of ['"pattern"', '*coffee*', '"variable"', '"shop"', '"needed"', 'Which drink?'])
      expect(told).toContain(word)
  }, 60_000)

  it('passes on to people, its words first', async () => {
    const runtime = await run()
    const { conversationId } = accepted(await runtime.handle(say('a person')))
    await said(house.storage, conversationId, 'consumer: a person', 'bot: One moment.')
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({
        assignee: { kind: 'queue', skillId: house.help.id as SkillId },
      }),
    )
  }, 60_000)

  it('stays on the version that the conversation began with; the next conversation gets the new one', async () => {
    const runtime = await run()
    const first = accepted(await runtime.handle(say('coffee'))).conversationId
    await said(house.storage, first, 'consumer: coffee', 'bot: Welcome to Turin.', 'bot: Which drink?')
    const [order, ...others] = coffeeBot(serviceUrl, house.help.id).dialogs
    const renamed =
      order?.interactions.map((each) => (each.type === 'text' ? { ...each, text: 'New words.' } : each)) ?? []
    await publish(
      coffeeBot(serviceUrl, house.help.id, {
        dialogs: [{ id: 'order', name: 'Order', kind: 'standard', interactions: renamed }, ...others],
      }),
    )
    runtime.settingsChanged(brand)
    await runtime.handle(say('mocha'))
    await soon(async () => expect((await house.storage.conversations.readRun(brand, first))?.turnId).toBe(2))
    const ben = { kind: 'consumer', consumerId: 'ben' } as never
    const second = accepted(await runtime.handle(say('coffee', { by: ben, entryPointId: web }))).conversationId
    await said(house.storage, second, 'consumer: coffee', 'bot: New words.', 'bot: Which drink?')
    const last = (await house.storage.conversations.readLog(brand, first, 0, 100))
      .map(({ event }) => JSON.stringify(event))
      .join()
    expect(last).toContain('That is 4.5')
    expect(last).not.toContain('New words.')
  }, 60_000)

  it('asks no service twice for what it answered: another node goes on from there', async () => {
    // Code that runs behind the call: the answer is on disk before it begins.
    await publish(withCodeBehindTheCall(coffeeBot(serviceUrl, house.help.id)))
    let crashed = false
    const dies = await run({
      storage: fillable(house.storage, () => crashed),
      observe: (boundary) => {
        // What the service said is on disk; from here on nothing of this node gets there.
        if (boundary === 'answers-journaled') crashed = true
      },
    })
    const { conversationId } = accepted(await dies.handle(say('coffee')))
    const opening = ['consumer: coffee', 'bot: Welcome to Turin.', 'bot: Which drink?']
    await said(house.storage, conversationId, ...opening)
    await dies.handle(say('latte'))
    await soon(() => expect(crashed).toBe(true))
    await said(house.storage, conversationId, ...opening, 'consumer: latte')
    await dies.stop(0)

    await run()
    await said(house.storage, conversationId, ...opening, 'consumer: latte', 'bot: That is 4.5 for a latte.')
    expect(calls).toHaveLength(1)
  }, 60_000)

  it('saves what a service said with the words that follow from it at once, and reads nothing again in between', async () => {
    const { conversations } = house.storage
    const commits: Commit[] = []
    const read: string[] = []
    const storage = {
      ...house.storage,
      conversations: {
        ...conversations,
        commit: (commit: Commit) => {
          commits.push(commit)
          return conversations.commit(commit)
        },
        readJournal: (...of: Parameters<typeof conversations.readJournal>) => {
          read.push('journal')
          return conversations.readJournal(...of)
        },
      },
    }
    await publish(priceBot(serviceUrl))
    const runtime = await run({ storage })
    const { conversationId } = accepted(await runtime.handle(say('price')))
    await said(house.storage, conversationId, 'consumer: price', 'bot: It is 4.5.')
    expect(commits.map(({ events }) => events.map(({ event }) => event.type))).toEqual([
      expect.arrayContaining(['messageSent', 'turnOpened']),
      expect.arrayContaining(['messageSent', 'turnAnswered']),
    ])
    const [opened, answered] = commits
    expect(opened?.journal).toBeUndefined()
    expect(answered?.journal?.map(({ needIndex }) => needIndex)).toEqual([TURN_RECORD])
    expect(readTurnRecord(answered?.journal ?? [])?.answers).toMatchObject([
      { needIndex: 0, answer: { kind: 'call', body: { amount: 4.5 } } },
    ])
    expect(answered?.run).toMatchObject({ turnId: 1 })
    expect(read).toEqual([])
  }, 60_000)

  it('asks again under the same key where nobody can know that it was answered, and answers once', async () => {
    await publish(priceBot(serviceUrl))
    let crashed = false
    const dies = await run({
      storage: fillable(house.storage, () => crashed),
      observe: (boundary) => {
        // What the service said is in memory only.
        if (boundary === 'bot-answered') crashed = true
      },
    })
    const { conversationId } = accepted(await dies.handle(say('price')))
    await soon(() => expect(crashed).toBe(true))
    await dies.stop(0)

    await run()
    await said(house.storage, conversationId, 'consumer: price', 'bot: It is 4.5.')
    expect(calls).toEqual([`${conversationId}/t1/0`, `${conversationId}/t1/0`])
  }, 60_000)

  it('leads to people while no version is published', async () => {
    const { settings } = house.storage
    await settings.updateBot(brand, botId, { enabled: false })
    await settings.createBot(brand, {
      name: 'Empty',
      nickname: 'Empty',
      skillIds: [house.sales.id],
      enabled: true,
      capacity: 9,
      kind: 'authored',
      config: { defaultSkill: 'Help', escalation: { toConsumer: 'Somebody will help.' } },
    })
    const runtime = await run()
    const { conversationId } = accepted(await runtime.handle(say('coffee')))
    await said(house.storage, conversationId, 'consumer: coffee', 'bot: Somebody will help.')
    await soon(() =>
      expect(house.log).toContainEqual(
        expect.objectContaining({ facts: expect.objectContaining({ cause: 'No version of the bot is published.' }) }),
      ),
    )
  }, 60_000)
})
