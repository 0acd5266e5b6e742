import type { ClientId } from '@baton/base'
import { STATE_VERSION } from '@baton/conversation'
import { StorageUnavailable } from '@baton/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, openStateOf, said, say, soon } from './examples/house.ts'
import { echo, type ScriptedBot, startBot } from './examples/scriptedBot.ts'
import { writeBehind } from './examples/writeBehind.ts'

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

const danced = { type: 'danced', v: 1, body: { steps: 3 } }

describe('a conversation in which a newer release wrote', () => {
  it('is shown, and not decided on: the client is told to come again', async () => {
    const runtime = await house.run()
    const order = say('hello', { clientId: 'first' as ClientId })
    const first = accepted(await runtime.handle(order))
    const { conversationId } = first
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    await writeBehind(house, conversationId, STATE_VERSION + 1, danced)

    const log = await logOf(house.storage, conversationId)
    expect(log.at(-1)?.event).toEqual({ type: 'unreadable', v: 1, written: { type: 'danced', v: 1 } })
    await expect(runtime.handle(say('more', { conversationId }))).rejects.toBeInstanceOf(StorageUnavailable)
    expect(house.log).toContainEqual(
      expect.objectContaining({ facts: expect.objectContaining({ code: 'newer-release' }) }),
    )
    expect((await openStateOf(runtime, conversationId)).seq).toBe(log.length)
    expect(await logOf(house.storage, conversationId)).toHaveLength(log.length)

    // It harms nobody else, and what was accepted stays accepted.
    expect(runtime.health().accepting).toBe(true)
    expect(await runtime.handle(order)).toEqual(first)
  })

  it('keeps its work in the mailbox as it is, for a node of that release', async () => {
    let release = () => {}
    const thinking = new Promise<void>((resolve) => {
      release = resolve
    })
    bot.answers(async (heard) => {
      await thinking
      return echo(heard)
    })
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    await writeBehind(house, conversationId, STATE_VERSION + 1, danced)
    release()
    const left = () => house.log.filter(({ message }) => message === 'work is left to a newer release')
    await soon(() => expect(left()).toHaveLength(1))

    // The budget of the turn ends, and the question may be taken once more: neither is decided, and nobody is asked.
    house.clock.advance(180_000)
    await soon(() => expect(left()).toHaveLength(3))
    await soon(() => expect(runtime.health().performing).toBe(0))
    expect(bot.events).toHaveLength(1)

    await runtime.stop(0)
    const now = house.clock.now()
    const claim = { by: 'newer', now, until: now, limit: 10 }
    const { mailbox } = house.storage
    // What was left is still under the old node's claim by name; a node that stops hands it back.
    const work = await mailbox.claimWork({ ...claim, kind: 'turn', busyBots: [] })
    expect(work.map(({ effect, attempt }) => [effect.id, attempt])).toEqual([[`${conversationId}/t1`, 1]])
    expect((await mailbox.claimTimers(claim)).map(({ timer }) => timer.name)).toEqual(['turnBudget'])
    expect(await mailbox.listDead(brand, 10)).toEqual([])
  })
})
