import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, ada, brand, type House, openHouse, said, say, soon } from './examples/house.ts'
import { echo, type ScriptedBot, startBot } from './examples/scriptedBot.ts'

let bot: ScriptedBot
let house: House

beforeEach(async () => {
  bot = await startBot(echo)
  house = await openHouse(bot.baseUrl, { conversationEvents: true })
})
afterEach(async () => {
  await bot.close()
  await house.close()
})

const lifeEvents = () => bot.events.filter(({ type }) => type === 'CONVERSATION')

describe('connector R3.14: a bot that wants to hear of the conversation', () => {
  it('is told when it starts, moves on and ends, beside its turns', async () => {
    const second = await startBot(echo)
    await house.addBot('second', second.baseUrl, [house.help.id], { conversationEvents: true })
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    await soon(() => expect(lifeEvents().map(({ name }) => name)).toEqual(['STARTED']))

    const inIt = { accountId: brand, conversationId }
    const system = { kind: 'system' } as const
    accepted(await runtime.handle({ ...inIt, type: 'transfer', by: system, skillId: house.help.id }))
    await soon(() => expect(lifeEvents().map(({ name }) => name)).toEqual(['STARTED', 'TRANSFERRED']))
    await soon(() => expect(second.events.map(({ name }) => name)).toEqual(['STARTED']))
    accepted(await runtime.handle({ ...inIt, type: 'close', by: ada }))
    await soon(() => expect(second.events.map(({ name }) => name)).toEqual(['STARTED', 'CLOSED']))
    await second.close()
  })

  it('is told once: its errors are logged, and disturb nothing', async () => {
    bot.answers((heard) => (heard.type === 'CONVERSATION' ? { status: 500, body: {} } : echo(heard)))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    await soon(() =>
      expect(house.log).toContainEqual(expect.objectContaining({ level: 'warn', message: 'a bot could not be told' })),
    )
    await soon(() => expect(runtime.health().performing).toBe(0))
    await runtime.stop(0)

    const now = house.clock.now()
    const { mailbox } = house.storage
    expect(await mailbox.claimWork({ by: 'other', now, until: now, limit: 10, kind: 'job', busyBots: [] })).toEqual([])
    expect(lifeEvents()).toHaveLength(1)
    expect(runtime.health().deadLetters).toBe(0)
  })
})
