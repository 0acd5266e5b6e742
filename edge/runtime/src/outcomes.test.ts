import { setTimeout as pause } from 'node:timers/promises'
import { StorageUnavailable } from '@baton/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fillable, severable } from './examples/faultyStorage.ts'
import { accepted, brand, type House, openHouse, openStateOf, said, say, soon, transcript } from './examples/house.ts'
import { echo, type ScriptedBot, startBot } from './examples/scriptedBot.ts'

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

describe('what a crash or a full disk cost', () => {
  it('asks again under the same key after a crash', async () => {
    bot.answers(() => 'hang')
    // All that this node does after the crash reaches nobody.
    let crashed = false
    const runtime = await house.run({ storage: severable(house.storage, () => crashed) })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    crashed = true
    bot.answers(echo)
    await house.run()
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const [before, after] = bot.events
    expect(after?.idempotencyKey).toBe(before?.idempotencyKey)
    crashed = false // so that the house can be closed
  })

  it('buries what cannot be decided, and gives the conversation to people', async () => {
    vi.spyOn(house.storage.settings, 'findBot').mockRejectedValue(new Error('unreadable settings'))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(
      async () =>
        await soon(async () =>
          expect(await openStateOf(runtime, conversationId)).toMatchObject({
            assignee: { kind: 'queue', skillId: house.sales.id },
          }),
        ),
    )
    const dead = await house.storage.mailbox.listDead(brand, 10)
    expect(dead).toEqual([expect.objectContaining({ conversationId, cause: 'Error: unreadable settings' })])
    expect(runtime.health().deadLetters).toBe(1)
  })

  it('hands its work back when it stops, and the next one goes on with it', async () => {
    bot.answers(() => 'hang')
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    await runtime.stop(0)
    expect(runtime.health().accepting).toBe(false)
    await expect(runtime.handle(say('too late'))).rejects.toBeInstanceOf(StorageUnavailable)
    bot.answers(echo)
    await house.run({ exclusive: false })
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
  })

  it('refuses while the disk is full, keeps the reply that came meanwhile, and recovers by itself', async () => {
    let full = false
    let release = () => {}
    const thinking = new Promise<void>((resolve) => {
      release = resolve
    })
    bot.answers(async (heard) => {
      await thinking
      return echo(heard)
    })
    const runtime = await house.run({ storage: fillable(house.storage, () => full), limits: { probeMs: 20 } })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    full = true
    await expect(runtime.handle(say('more', { conversationId }))).rejects.toBeInstanceOf(StorageUnavailable)
    expect(runtime.health()).toMatchObject({ accepting: false, cause: 'disk full' })
    release()
    await pause(50)
    expect(await transcript(house.storage, conversationId)).toEqual(['consumer: hello'])
    full = false
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(runtime.health().accepting).toBe(true)
    expect(bot.events).toHaveLength(1)
    accepted(await runtime.handle(say('more', { conversationId })))
  })
})
