import type { ConversationId } from '@baton/base'
import { transfersIn } from '@baton/conversation'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, openStateOf, say, soon, transcript } from './examples/house.ts'
import { type Answer, reply, type ScriptedBot, startBot, text, transferTo } from './examples/scriptedBot.ts'
import type { Runtime } from './runtime.ts'

/*
 * Rows of the compatibility checklist (messaging section 10) that are about a bot behind HTTP, through a running node: its storage,
 * its connector and a real service.
 */
let house: House
let bot: ScriptedBot
let runtime: Runtime

beforeEach(async () => {
  bot = await startBot(() => reply(text('Hello.')))
  house = await openHouse(bot.baseUrl, { http: { timeoutMs: 2_000, maxAttempts: 1 } })
  runtime = await house.run()
})
afterEach(async () => {
  await house.close()
  await bot.close()
})

const begin = async (words: string): Promise<ConversationId> =>
  accepted(await runtime.handle(say(words))).conversationId
const waitsForPeople = (id: ConversationId) =>
  soon(async () =>
    expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'queue', skillId: house.help.id }),
  )
const failures = async (id: ConversationId) =>
  (await logOf(house.storage, id)).flatMap(({ event }) => (event.type === 'botFailed' ? [event.code] : []))
const manager = () => ({ kind: 'agent', agentId: house.agentId, authority: 'manager' }) as const

it('messaging TRF-10: a skill whose name is written otherwise is none; the default skill has it, and the outcome says so', async () => {
  bot.answers(() => reply(text('One moment.'), transferTo('sales')))
  const id = await begin('the other counter')
  await waitsForPeople(id)
  expect(await failures(id)).toEqual(['skill-not-existing'])
  expect(transfersIn(await logOf(house.storage, id)).map(({ outcome }) => outcome)).toEqual(['unknownSkill', 'pending'])
})

it('messaging TRF-11: the service is down: the default skill has the conversation, and the message is not lost', async () => {
  await bot.close()
  const id = await begin('is anybody there?')
  await waitsForPeople(id)
  expect(await failures(id)).toEqual(['unreachable'])
  expect((await transcript(house.storage, id))[0]).toBe('consumer: is anybody there?')
})

it('messaging TRF-12: what the service says after somebody took over is heard by nobody', async () => {
  let answer: (late: Answer) => void = () => {}
  bot.answers(
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  const id = await begin('hello?')
  await soon(() => expect(bot.events).toHaveLength(1))
  accepted(await runtime.handle({ type: 'takeOver', accountId: brand, conversationId: id, by: manager() }))
  answer(reply(text('Too late.'), transferTo('Sales')))
  bot.answers(() => reply(text('Hello.')))
  // Whatever was on its way has arrived when another conversation went through the same service.
  const other = accepted(
    await runtime.handle(say('hi', { by: { kind: 'consumer', consumerId: 'eve' as never } })),
  ).conversationId
  await soon(async () => expect(await transcript(house.storage, other)).toEqual(['consumer: hi', 'bot: Hello.']))
  expect(await transcript(house.storage, id)).toEqual(['consumer: hello?'])
  expect((await openStateOf(runtime, id)).assignee).toMatchObject({ kind: 'agent', agentId: house.agentId })
})

it('messaging TRF-09, dialogs R7.46: a service that is silent for three minutes leads to the default skill, as its other errors do', async () => {
  await house.storage.settings.updateBot(brand, house.botId, {
    config: { baseUrl: bot.baseUrl, botId: 'barista', defaultSkill: 'Help', http: { timeoutMs: 60_000 } },
  })
  runtime.settingsChanged(brand)
  bot.answers(() => 'hang')
  const id = await begin('hello?')
  await soon(() => expect(bot.events).toHaveLength(1))
  house.clock.advance(180_001)
  await waitsForPeople(id)
  expect(await failures(id)).toEqual(['silent'])
})

it('two transfers at once: one after the other, one owner, one outcome for each', async () => {
  const id = await begin('hello')
  await soon(async () => expect(await transcript(house.storage, id)).toHaveLength(2))
  const third = await house.storage.settings.createSkill(brand, { ...house.help, name: 'Third' })
  const order = { type: 'transfer', accountId: brand, conversationId: id, by: manager() } as const
  const node = await house.run({ nodeId: 'another', exclusive: false })
  const answers = await Promise.all([
    runtime.handle({ ...order, skillId: house.help.id }),
    node.handle({ ...order, skillId: third.id }),
    runtime.handle({ ...order, skillId: house.help.id }),
    node.handle({ type: 'takeOver', accountId: brand, conversationId: id, by: manager() }),
  ])
  const log = await logOf(house.storage, id)
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  expect(answers.some(({ ok }) => ok)).toBe(true)
  const tried = transfersIn(log)
  expect(tried.slice(0, -1).every(({ outcome }) => outcome !== 'pending')).toBe(true)
  const settled = log.findLast(({ event }) => event.type === 'assigned' || event.type === 'transferred')?.event
  const owner = settled?.type === 'transferred' ? settled.to : { kind: 'agent', agentId: house.agentId }
  const loaded = await house.storage.conversations.load(brand, id)
  expect(loaded?.state).toMatchObject({ phase: 'main', assignee: owner })
})
