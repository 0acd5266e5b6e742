import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotId, ConversationId } from '@baton/base'
import type { BotDefinition, Interaction } from '@baton/dialog'
import { createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import { TURN_RECORD } from '@baton/storage'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fillable } from '../examples/faultyStorage.ts'
import { accepted, brand, type House, logOf, openHouse, said, say, soon, stateOf, typesOf } from '../examples/house.ts'
import { integrationsOf } from '../examples/integrations.ts'
import type { RuntimeOptions } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { hashed } from './examples/coffee.ts'
import { localIntents } from './localIntents.ts'
import { readTurnRecord } from './record.ts'

let sandbox: Sandbox
let outbound: Outbound
let service: Server
let serviceUrl: string
let house: House
let botId: BotId
/** Calls that the service got and has not answered yet, with their idempotency keys. */
const open: { readonly key: string; readonly response: ServerResponse }[] = []
const keys: string[] = []
const hungUp: string[] = []

beforeAll(async () => {
  sandbox = createSandbox({ threads: 1 })
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton' })
  service = createServer((request: IncomingMessage, response) => {
    const key = String(request.headers['idempotency-key'])
    keys.push(key)
    open.push({ key, response })
    response.on('close', () => response.writableEnded || hungUp.push(key))
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
  for (const list of [open, keys, hungUp]) list.length = 0
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateBot(brand, house.botId, { enabled: false })
  const bot = await house.storage.settings.createBot(brand, {
    name: 'Clerk',
    nickname: 'Robin',
    skillIds: [house.sales.id],
    enabled: true,
    capacity: 99,
    kind: 'authored',
    config: { defaultSkill: 'Help' },
  })
  botId = bot.id
})
afterEach(() => house.close())

const text = (id: string, words: string, more: object = {}) =>
  ({ type: 'text', id, name: id, text: words, ...more }) as const
const call = { type: 'integration', id: 'call', name: 'call', integrationId: 'stock' } as const

/** Text, a slow call, text, a script, a transfer: what a turn of a bot can hold. */
const slow = (): readonly Interaction[] => [
  text('wait', 'One moment…'),
  call,
  text('found', '{Stock.left} are left.', {
    postProcess: "botContext.setBotVariable('person', 'a person', true, false)",
  }),
  text('pass', 'Here is {$botContext.person}.'),
  { type: 'agentTransfer', id: 'transfer', name: 'Transfer', message: 'Bye.', skillId: String(house.help.id) },
]

async function seat(interactions: readonly Interaction[]): Promise<void> {
  const definition: BotDefinition = {
    format: 'baton.bot/1',
    id: 'clerk',
    name: 'Clerk',
    language: 'en-US',
    integrations: [
      {
        ...{ type: 'api', id: 'stock', name: 'Stock', method: 'POST', url: `${serviceUrl}/stock`, body: '{}' },
        fields: [{ key: 'left', path: '{$.api_Stock.left}' }],
      },
    ],
    dialogs: [
      {
        ...{ id: 'clerk', name: 'Clerk', kind: 'standard' },
        interactions: [{ type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*stock*'] }, ...interactions],
      },
    ],
  }
  const draft = hashed(definition)
  await house.storage.authored.saveDraft(brand, botId, draft)
  await house.storage.authored.publish(brand, botId, { hash: draft.hash, comment: '', by: 'Ada' })
}

const run = (more: Partial<RuntimeOptions> = {}) =>
  house.run({
    authored: { sandbox, outbound, intents: localIntents, integrations: integrationsOf(house, { sandbox, outbound }) },
    ...more,
  })

async function begin(runtime: Runtime): Promise<ConversationId> {
  return accepted(await runtime.handle(say('stock'))).conversationId
}

/** The service answers what waits longest. */
async function answered(): Promise<void> {
  await soon(() => expect(open.length).toBeGreaterThan(0))
  open.shift()?.response.setHeader('content-type', 'application/json').end('{"left": 3}')
}

const whole = [
  'consumer: stock',
  'bot: One moment…',
  'bot: 3 are left.',
  'bot: Here is a person.',
  'bot: Bye.',
] as const

describe('a turn with a slow call', () => {
  it('tells what comes before the call while the service still works, and words before the transfer', async () => {
    await seat(slow())
    const runtime = await run()
    const id = await begin(runtime)
    await soon(() => expect(open).toHaveLength(1))
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
    expect(keys).toEqual([`${id}/t1.1/0`])

    await answered()
    await said(house.storage, id, ...whole)
    const types = await typesOf(house.storage, id)
    expect(types.slice(2)).toEqual([
      ...['turnOpened', 'messageSent', 'turnContinued', 'turnAnswered'],
      ...['messageSent', 'messageSent', 'messageSent', 'transferred', 'turnEnded'],
    ])
    expect(await stateOf(runtime, id)).toMatchObject({ assignee: { kind: 'queue', skillId: house.help.id } })
  }, 60_000)

  it('dialogs R9.14: has a record of each segment, and of every answer', async () => {
    await seat(slow())
    const id = await begin(await run())
    await answered()
    await said(house.storage, id, ...whole)

    const journal = await house.storage.conversations.readJournal(brand, id, 1)
    // What the turn ended with is in its record alone; what it went on with has a place of its own.
    expect(journal.map(({ needIndex }) => needIndex)).toEqual([TURN_RECORD - 1, TURN_RECORD, 0])
    expect(readTurnRecord(journal)?.answers.map(({ needIndex }) => needIndex)).toEqual([0, 1, 2])
    const told = (place: number) => JSON.stringify(journal.find(({ needIndex }) => needIndex === place)?.answer)
    expect(told(TURN_RECORD)).toContain('One moment…')
    expect(told(TURN_RECORD)).not.toContain('are left')
    expect(told(TURN_RECORD - 1)).toContain('3 are left.')
    expect(told(TURN_RECORD - 1)).not.toContain('One moment…')
  }, 60_000)

  it('is gone on with by another node after the segment: nothing is said twice, nobody is asked twice', async () => {
    await seat(slow())
    let crashed = false
    const dies = await run({
      storage: fillable(house.storage, () => crashed),
      observe: (boundary) => {
        if (boundary === 'segment-committed') crashed = true
      },
    })
    const id = await begin(dies)
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
    await answered()
    await soon(() => expect(open).toHaveLength(0))
    await dies.stop(0)

    await run()
    // Nobody can know whether the first answer arrived: the same question, under the same key.
    await answered()
    await said(house.storage, id, ...whole)
    expect(new Set(keys)).toEqual(new Set([`${id}/t1.1/0`]))
  }, 60_000)

  it('calls nobody again whose answer is on disk, whichever node goes on', async () => {
    await seat([
      text('wait', 'One moment…'),
      { ...call, postProcess: "botContext.setBotVariable('asked', 'once', true, false)" },
      text('again', 'And another…'),
      { ...call, id: 'second', postProcess: "botContext.setBotVariable('asked', 'twice', true, false)" },
      ...slow().slice(2),
    ])
    let crashed = false
    const dies = await run({
      storage: fillable(house.storage, () => crashed),
      observe: (boundary) => {
        if (boundary === 'answers-journaled') crashed = true
      },
    })
    const id = await begin(dies)
    await answered()
    await soon(() => expect(crashed).toBe(true))
    await dies.stop(0)

    await run()
    await answered()
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…', 'bot: And another…', ...whole.slice(2))
    expect(keys).toEqual([`${id}/t1.1/0`, `${id}/t1.2/2`])
  }, 60_000)

  it('is over at once when somebody takes the conversation: the call is hung up, nothing more is said', async () => {
    await seat(slow())
    const runtime = await run()
    const id = await begin(runtime)
    await soon(() => expect(open).toHaveLength(1))
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    accepted(await runtime.handle({ type: 'takeOver', accountId: brand, conversationId: id, by }))

    await soon(() => expect(hungUp).toHaveLength(1))
    expect((await typesOf(house.storage, id)).slice(-2)).toEqual(['turnEnded', 'assigned'])
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
  }, 60_000)

  it('ends with its budget: what was said stays, the default skill takes over', async () => {
    await seat(slow())
    const id = await begin(await run())
    await soon(() => expect(open).toHaveLength(1))
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
    await house.clock.advance(180_001)

    await soon(async () => {
      const log = await logOf(house.storage, id)
      expect(log).toContainEqual(
        expect.objectContaining({ event: expect.objectContaining({ type: 'botFailed', code: 'silent' }) }),
      )
    })
    await soon(() => expect(hungUp).toHaveLength(1))
  }, 60_000)

  it('waits out the delay before the call', async () => {
    await seat([
      text('wait', 'One moment…', { delayMs: 0 }),
      text('more', 'Nearly…', { delayMs: 2_000 }),
      call,
      ...slow().slice(2),
    ])
    const id = await begin(await run())
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
    expect(keys).toEqual([])
    await soon(async () => {
      await house.clock.advance(2_000)
      expect(open).toHaveLength(1)
    })
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…', 'bot: Nearly…')
    await answered()
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…', 'bot: Nearly…', ...whole.slice(2))
  }, 60_000)
})

it('a turn that asks nobody outside is one commit', async () => {
  await seat([text('a', 'One.'), text('b', 'Two.', { preProcess: "botContext.setBotVariable('x', 'y', true, false)" })])
  const commits: string[] = []
  const runtime = await run({ observe: (boundary) => boundary.endsWith('-committed') && commits.push(boundary) })
  const id = await begin(runtime)
  await said(house.storage, id, 'consumer: stock', 'bot: One.', 'bot: Two.')

  await soon(() => expect(commits).toEqual(['command-committed', 'outcome-committed']))
}, 60_000)

it('a turn that needs nobody is over in the commit of the words that open it, and is remembered like every other', async () => {
  await seat([
    text('a', 'You said {$userMessage}.'),
    {
      ...{ type: 'textQuestion', id: 'which', name: 'which', text: 'Which?' },
      rules: [{ when: [{ kind: 'pattern', patterns: ['drill'] }], next: { go: 'next' } }],
    },
    text('b', 'A {$userMessage} then.', { next: { go: 'end' } }),
  ])
  const commits: string[] = []
  const runtime = await run({ observe: (boundary) => boundary.endsWith('-committed') && commits.push(boundary) })
  const id = await begin(runtime)
  accepted(await runtime.handle(say('drill')))
  await said(
    house.storage,
    id,
    ...['consumer: stock', 'bot: You said stock.', 'bot: Which?', 'consumer: drill', 'bot: A drill then.'],
  )

  await soon(() => expect(commits).toEqual(['command-committed', 'command-committed']))
  expect((await typesOf(house.storage, id)).slice(-5)).toEqual([
    ...['messageSent', 'turnOpened', 'turnAnswered', 'messageSent', 'turnEnded'],
  ])
  const journal = await house.storage.conversations.readJournal(brand, id, 2)
  expect(JSON.stringify(journal)).toContain('A drill then.')
  const stored = await house.storage.conversations.readRun(brand, id)
  expect(stored).toMatchObject({ turnId: 2, state: { botId: String(botId), turn: 1 } })

  // Another node has nothing in memory, and goes on where this one stopped.
  await runtime.stop(0)
  const other = await run()
  accepted(await other.handle(say('stock again')))
  await soon(async () => expect((await house.storage.conversations.readRun(brand, id))?.turnId).toBe(3))
}, 60_000)

it('a transfer that leads nowhere any more in its commit has its failure rule, and the service before it is not called again', async () => {
  const rules = [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'sorry' } }]
  const [, , , , over] = slow()
  const flow = [call, { ...over, rules, postProcess: 'botContext.setBotVariable("went", "yes", true, false)' }]
  await seat([...flow, text('sorry', '{Stock.left} are left, and nobody is there.')] as Interaction[])
  const runtime = await run()
  // Asked in the turn, and in its commit; only there is the skill not in use any more.
  const { settings } = house.storage
  const find = settings.findSkill
  let asked = 0
  settings.findSkill = async (account, skillId) => {
    const skill = await find(account, skillId)
    if (skillId !== house.help.id || skill === undefined) return skill
    asked += 1
    runtime.settingsChanged(brand) // nothing is remembered between two questions
    return asked === 1 ? skill : { ...skill, enabled: false }
  }
  const id = await begin(runtime)
  await answered()
  await said(house.storage, id, 'consumer: stock', 'bot: 3 are left, and nobody is there.')
  settings.findSkill = find
  expect([asked, keys]).toEqual([2, [`${id}/t1/0`]])
}, 60_000)
