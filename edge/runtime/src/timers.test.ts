import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, brand, type House, openHouse, openStateOf, said, say, soon, transcript } from './examples/house.ts'
import { delay, echo, reply, type ScriptedBot, startBot, text, transferTo } from './examples/scriptedBot.ts'

let bot: ScriptedBot
let house: House

beforeEach(async () => {
  bot = await startBot(echo)
  house = await openHouse(bot.baseUrl)
})
afterEach(async () => {
  await bot.close()
  await house.close()
})

describe('what a delay held back when the conversation was erased', () => {
  async function erasedWhilePausing(...rest: object[]) {
    bot.answers((heard) => (heard.text === 'hello' ? reply(text('one moment'), delay(5), ...rest) : echo(heard)))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(async () => expect((await openStateOf(runtime, conversationId)).turn?.stage).toBe('pausing'))
    accepted(await runtime.handle({ type: 'erase', accountId: brand, conversationId, by: { kind: 'system' } }))
    house.clock.advance(5_000)
    return { runtime, conversationId }
  }

  it('is not said any more, and the conversation goes on', async () => {
    const { runtime, conversationId } = await erasedWhilePausing(text('your secret'))
    await soon(async () => expect((await openStateOf(runtime, conversationId)).turn).toBeUndefined())
    expect(await transcript(house.storage, conversationId)).toEqual(['consumer: (text)', 'bot: (text)'])

    accepted(await runtime.handle(say('still there?', { conversationId })))
    await said(
      house.storage,
      conversationId,
      'consumer: (text)',
      'bot: (text)',
      'consumer: still there?',
      'bot: you said: still there?',
    )
    expect(runtime.health().deadLetters).toBe(0)
  })

  it('is still done', async () => {
    const { runtime, conversationId } = await erasedWhilePausing(text('your secret'), transferTo('Help'))
    await soon(
      async () =>
        await soon(async () =>
          expect(await openStateOf(runtime, conversationId)).toMatchObject({
            assignee: { kind: 'queue', skillId: house.help.id },
          }),
        ),
    )
    expect(await transcript(house.storage, conversationId)).toEqual(['consumer: (text)', 'bot: (text)'])
  })
})
