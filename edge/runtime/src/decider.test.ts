import { fold, STATE_VERSION } from '@baton/conversation'
import { StorageUnavailable } from '@baton/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  brand,
  type House,
  logOf,
  openHouse,
  openStateOf,
  said,
  say,
  soon,
  stateOf,
} from './examples/house.ts'
import { delay, echo, reply, type ScriptedBot, startBot, text } from './examples/scriptedBot.ts'
import { writeBehind } from './examples/writeBehind.ts'
import type { CounterName } from './ports.ts'

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

describe('two writers', () => {
  it('decide again on what the other wrote, and lose nothing', async () => {
    const counted: CounterName[] = []
    const meter = { count: (name: CounterName) => void counted.push(name), time: () => {} }
    const one = await house.run({ meter })
    const two = await house.run({ exclusive: false })
    const { conversationId } = accepted(await one.handle(say('hello')))
    const lines = ['consumer: hello', 'bot: you said: hello']
    await said(house.storage, conversationId, ...lines)
    accepted(await two.handle(say('to two', { conversationId })))
    lines.push('consumer: to two', 'bot: you said: to two')
    await said(house.storage, conversationId, ...lines)

    expect(counted).not.toContain('commits-stale')
    const { seq } = accepted(await one.handle(say('to one', { conversationId })))
    expect(counted).toContain('commits-stale')
    lines.push('consumer: to one', 'bot: you said: to one')
    await said(house.storage, conversationId, ...lines)
    const log = await logOf(house.storage, conversationId)
    expect(log.map((recorded) => recorded.seq)).toEqual(log.map((_, index) => index + 1))
    expect(log.find((recorded) => recorded.seq === seq)?.event).toMatchObject({ type: 'messageSent' })
    expect((await openStateOf(one, conversationId)).answeredTurns).toBe(3)
  })

  it('of whom one always comes first: the other gives up, and says that trying again may help', async () => {
    const { storage } = house
    const stale = { ok: false, why: 'stale-conversation' } as const
    const outrun = { ...storage, conversations: { ...storage.conversations, commit: async () => stale } }
    const runtime = await house.run({ storage: outrun, limits: { tries: 3 } })
    await expect(runtime.handle(say('hello'))).rejects.toBeInstanceOf(StorageUnavailable)
    expect(runtime.health().accepting).toBe(true)
  })
})

describe('a state that another release folded', () => {
  it('is folded again from the log, and saved as this release folds it', async () => {
    const before = await house.run()
    const { conversationId } = accepted(await before.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    await before.stop(0)
    const event = { type: 'attributesChanged', v: 1, body: { attributes: { city: 'Turin' } } }
    await writeBehind(house, conversationId, STATE_VERSION - 1, event, { lastConsumerSeq: 1, answeredTurns: 77 })

    const runtime = await house.run()
    const folded = fold(await logOf(house.storage, conversationId))
    await soon(async () => expect(await stateOf(runtime, conversationId)).toEqual(folded))
    expect(folded).toMatchObject({ answeredTurns: 1, attributes: { city: 'Turin' } })

    accepted(await runtime.handle(say('more', { conversationId })))
    await said(
      house.storage,
      conversationId,
      'consumer: hello',
      'bot: you said: hello',
      'consumer: more',
      'bot: you said: more',
    )
    const stored = await house.storage.conversations.load(brand, conversationId)
    expect(stored?.stateVersion).toBe(STATE_VERSION)
    expect(stored?.state).toEqual(fold(await logOf(house.storage, conversationId)))
  })
})

describe('a clock that is set back', () => {
  it('design: does not turn a conversation’s time around, and nothing that waits is lost', async () => {
    bot.answers((heard) => (heard.text === 'hello' ? reply(text('one moment'), delay(5), text('done')) : echo(heard)))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(async () => expect((await openStateOf(runtime, conversationId)).turn?.stage).toBe('pausing'))
    const { lastAt } = await openStateOf(runtime, conversationId)
    house.clock.advance(-3_600_000)
    accepted(await runtime.handle(say('still there?', { conversationId })))
    const times = (await logOf(house.storage, conversationId)).map(({ at }) => at)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBe(lastAt)

    house.clock.advance(3_600_000 + 5_000)
    const told = ['consumer: hello', 'bot: one moment', 'consumer: still there?', 'bot: done']
    await said(house.storage, conversationId, ...told, 'bot: you said: still there?')
  })
})
