import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BotId, ConversationId } from '@baton/base'
import { transfersIn } from '@baton/conversation'
import type { Interaction } from '@baton/dialog'
import { createOutbound, type Outbound } from '@baton/outbound'
import { createSandbox, type Sandbox } from '@baton/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, said, say, soon, stateOf } from '../examples/house.ts'
import { integrationsOf } from '../examples/integrations.ts'
import { authoredConfig } from './authoredConfig.ts'
import { hashed } from './examples/coffee.ts'
import { localIntents } from './localIntents.ts'
import { patienceOf, stuckStep } from './stuck.ts'

let sandbox: Sandbox
let outbound: Outbound
let service: Server
let house: House
let botId: BotId
/** Calls that hang, in order. */
const keys: string[] = []
const open: ServerResponse[] = []

beforeAll(async () => {
  sandbox = createSandbox({ threads: 1 })
  outbound = createOutbound({ allow: ['127.0.0.1'], userAgent: 'Baton' })
  service = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']))
    open.push(response)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await sandbox.stop()
  await outbound.close()
  service.closeAllConnections()
  service.close()
})
beforeEach(async () => {
  keys.length = 0
  open.length = 0
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateBot(brand, house.botId, { enabled: false })
})
afterEach(() => house.close())

/** Asks a service that hangs, before it has said a word. */
async function begin(connector: object, first: readonly Interaction[] = []): Promise<ConversationId> {
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/stock`
  const bot = await house.storage.settings.createBot(brand, {
    ...{ name: 'Clerk', nickname: 'Robin', skillIds: [house.sales.id], enabled: true, capacity: 99, kind: 'authored' },
    config: { defaultSkill: 'Help', connector },
  })
  botId = bot.id
  const draft = hashed({
    ...{ format: 'baton.bot/1', id: 'clerk', name: 'Clerk', language: 'en-US' },
    integrations: [
      {
        type: 'api',
        id: 'stock',
        name: 'Stock',
        method: 'GET',
        url,
        fields: [{ key: 'left', path: '{$.api_Stock.left}' }],
      },
    ],
    dialogs: [
      {
        ...{ id: 'clerk', name: 'Clerk', kind: 'standard' },
        interactions: [
          { type: 'dialogStarter', id: 'start', name: 'Start', patterns: ['*stock*'] },
          ...first,
          { type: 'integration', id: 'call', name: 'call', integrationId: 'stock' },
          { type: 'text', id: 'found', name: 'found', text: '{Stock.left} are left.' },
        ],
      },
    ],
  })
  await house.storage.authored.saveDraft(brand, botId, draft)
  await house.storage.authored.publish(brand, botId, { hash: draft.hash, comment: '', by: 'Ada' })
  runtime = await house.run({
    authored: { sandbox, outbound, intents: localIntents, integrations: integrationsOf(house, { sandbox, outbound }) },
  })
  return accepted(await runtime.handle(say('stock'))).conversationId
}
let runtime: Awaited<ReturnType<House['run']>>

/** The service was asked so often; a minute goes by without a word of it. */
async function hangs(times: number): Promise<void> {
  await soon(() => expect(keys).toHaveLength(times))
  house.clock.advance(60_001)
}

const handedOver = (id: ConversationId) =>
  soon(async () =>
    expect(await stateOf(runtime, id)).toMatchObject({ assignee: { kind: 'queue', skillId: house.help.id } }),
  )
/** Without a fallback skill, silence is a transfer that failed: the bot has its seat, and is told (messaging TRF-09). */
const keptAndTold = (id: ConversationId) =>
  soon(async () => {
    expect(await stateOf(runtime, id)).toMatchObject({ assignee: { kind: 'bot', botId }, transferFailures: 1 })
    const opened = (await logOf(house.storage, id)).findLast(({ event }) => event.type === 'turnOpened')?.event
    expect(opened).toMatchObject({ trigger: 'platformEvent', tells: 'transferFailed' })
  })
const failures = async (id: ConversationId) =>
  (await logOf(house.storage, id)).flatMap(({ event }) => (event.type === 'botFailed' ? [event.code] : []))

describe('a written bot that does not answer', () => {
  it('dialogs R3.45: is asked again after a minute, under the same key, and may answer then', async () => {
    const id = await begin({})
    await hangs(1)
    await soon(() => expect(keys).toHaveLength(2))
    expect(new Set(keys).size).toBe(1)
    open[1]?.setHeader('content-type', 'application/json').end('{"left": 3}')
    await said(house.storage, id, 'consumer: stock', 'bot: 3 are left.')
    expect(await failures(id)).toEqual([])
  }, 60_000)

  it('dialogs R3.45, R7.6, R7.49 h, messaging TRF-09: is asked so often as is set; silent for three minutes without a fallback skill, its transfer has failed', async () => {
    const id = await begin({})
    await hangs(1)
    await hangs(2)
    house.clock.advance(60_001)
    await soon(async () => expect(await failures(id)).toEqual(['silent']))
    expect(keys).toHaveLength(2)
    await keptAndTold(id)
  }, 60_000)

  it.each([
    ['by its name', () => 'Help'],
    ['by its number', () => house.help.id],
  ])(
    'dialogs R7.6, R7.49 h, messaging TRF-09: silent for three minutes, its fallback skill has the conversation, known %s',
    async (_how, skill) => {
      const id = await begin({ fallbackSkill: skill() })
      await hangs(1)
      await hangs(2)
      house.clock.advance(60_001)
      await handedOver(id)
      expect(transfersIn(await logOf(house.storage, id))).toMatchObject([
        { outcome: 'pending', reason: 'escalatedByError', skillId: house.help.id },
      ])
    },
    60_000,
  )

  it('dialogs R3.45: begins anew, and hands over when it is stuck once more', async () => {
    const id = await begin({
      userRetryOnStuckConversation: true,
      escalateOnStuckConversation: true,
      escalationSkillIdOnStuckConversation: house.help.id,
      escalationMessageOnStuckConversation: 'A person is coming.',
    })
    await hangs(1)
    await hangs(2)
    const restart =
      'bot: I’m sorry. Something went wrong, so let’s start fresh. Could you restate your question in a few words?'
    await said(house.storage, id, 'consumer: stock', restart)

    accepted(await runtime.handle(say('stock, please')))
    await hangs(3)
    await hangs(4)
    const end = ['consumer: stock, please', 'bot: A person is coming.']
    await said(house.storage, id, 'consumer: stock', restart, ...end)
    await handedOver(id)
    expect(await failures(id)).toEqual([])
  }, 60_000)

  it('dialogs R3.45: keeps what it said before the call that hangs, and fails where there is no skill', async () => {
    const id = await begin({ escalateOnStuckConversation: true, messageResendMaxRetries: 1 }, [
      { type: 'text', id: 'wait', name: 'wait', text: 'One moment…' },
    ])
    await said(house.storage, id, 'consumer: stock', 'bot: One moment…')
    await hangs(1)
    await soon(async () => expect(await failures(id)).toEqual(['silent']))
    await keptAndTold(id)
  }, 60_000)
})

it('dialogs R3.45, R7.33: counts tries as its connector says; the last one has the rest of the turn where nothing follows', () => {
  const config = (connector: object) => authoredConfig.parse({ connector })
  const plain = config({ messageResendMaxRetries: 3, retryMessageInterval: 5_000 })
  expect([1, 2, 3, 4].map((attempt) => patienceOf(plain, attempt))).toEqual([5_000, 5_000, undefined, undefined])
  expect(stuckStep(plain, 3, {})).toBeUndefined()
  expect(stuckStep(plain, 4, {})).toBe('give-up')
  const again = config({ userRetryOnStuckConversation: true })
  expect([1, 2, 3].map((attempt) => patienceOf(again, attempt))).toEqual([60_000, 60_000, undefined])
  expect(stuckStep(again, 3, {})).toBe('restart')
  expect(stuckStep(again, 3, { restarted: true })).toBe('give-up')
  const both = config({ userRetryOnStuckConversation: true, escalateOnStuckConversation: true })
  expect(stuckStep(both, 3, { restarted: true })).toBe('escalate')
})
