import { setImmediate as allSettled } from 'node:timers/promises'
import { after, type ConversationId, type EffectId } from '@baton/base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  accepted,
  type ada,
  ben,
  brand,
  type House,
  logOf,
  openHouse,
  said,
  say,
  soon,
  stateOf,
  transcript,
  typesOf,
} from './examples/house.ts'
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

describe('attempts', () => {
  it('connector R5.T4: asks three times with pauses that are kept on disk, under one key', async () => {
    await house.storage.settings.updateBot(brand, house.botId, {
      config: { baseUrl: bot.baseUrl, botId: 'barista', defaultSkill: 'Help', http: { retryPausesMs: [100, 200] } },
    })
    bot.answers(() => ({ status: 500, body: {} }))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    for (const [events, pauseMs] of [
      [1, 100],
      [2, 200],
    ] as const) {
      await soon(() =>
        expect(house.log.filter(({ message }) => message === 'bot will be asked again')).toHaveLength(events),
      )
      await soon(async () => expect(await house.storage.mailbox.nextDueAt()).toBe(house.clock.now() + pauseMs))
      house.clock.advance(pauseMs)
    }
    await soon(async () => expect(await typesOf(house.storage, conversationId)).toContain('botFailed'))
    expect(new Set(bot.events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect(bot.events).toHaveLength(3)
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({
        assignee: { kind: 'queue', skillId: house.help.id },
      }),
    )
  })

  it('ends a silent bot with the budget of its turn, and hangs up', async () => {
    bot.answers(() => 'hang')
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    house.clock.advance(180_000)
    await soon(async () => {
      const failed = (await logOf(house.storage, conversationId)).find(({ event }) => event.type === 'botFailed')
      expect(failed?.event).toMatchObject({ code: 'silent' })
    })
    await soon(() => expect(bot.hungUp()).toBe(1))
  })

  it('connector R5.T26: says nothing for a bot that lost the conversation while it thought', async () => {
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
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    accepted(await runtime.handle({ type: 'takeOver', accountId: brand, conversationId, by }))
    await soon(() => expect(bot.hungUp()).toBe(1))
    release()
    await soon(() => expect(runtime.health().performing).toBe(0))
    expect(await transcript(house.storage, conversationId)).toEqual(['consumer: hello'])
    expect(house.log).toContainEqual(
      expect.objectContaining({ facts: expect.objectContaining({ code: 'not-assigned' }) }),
    )
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({ assignee: { kind: 'agent' } }),
    )
  })

  it('does not let a bot that hangs hold back another bot', async () => {
    const other = await startBot(echo)
    const otherBot = await house.addBot('other', other.baseUrl, [house.help.id])
    bot.answers(() => 'hang')
    const runtime = await house.run({ limits: { turnsPerBot: 2, turns: 4 } })
    for (let n = 0; n < 8; n += 1) {
      accepted(
        await runtime.handle(say('hello', { by: { kind: 'consumer', consumerId: `c${n}` as typeof ada.consumerId } })),
      )
    }
    await soon(() => expect(bot.events).toHaveLength(2))
    await house.storage.settings.updateEntryPoint(brand, 'web' as never, { skillId: house.help.id })
    runtime.settingsChanged(brand)
    const { conversationId } = accepted(await runtime.handle(say('hello', { by: ben })))
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({ assignee: { botId: otherBot } }),
    )
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(bot.events).toHaveLength(2)
    await other.close()
  })

  it('performs what had no room as soon as there is some', async () => {
    const runtime = await house.run({ limits: { turnsPerBot: 1 } })
    const many = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        runtime.handle(say(`${n}`, { by: { kind: 'consumer', consumerId: `c${n}` as typeof ada.consumerId } })),
      ),
    )
    for (const handled of many) {
      const { conversationId } = accepted(handled)
      await soon(async () => expect(await transcript(house.storage, conversationId)).toHaveLength(2))
    }
  })
})

describe('the claim on a question under way', () => {
  const claimAs = (by: string) => {
    const now = house.clock.now()
    return house.storage.mailbox.claimWork({
      by,
      now,
      until: after(now, 60_000),
      limit: 10,
      kind: 'turn',
      busyBots: [],
    })
  }

  it('is kept while a bot is slow, so that nobody else asks it', async () => {
    let release = () => {}
    const thinking = new Promise<void>((resolve) => {
      release = resolve
    })
    bot.answers(async (heard) => {
      await thinking
      return echo(heard)
    })
    const extended = vi.spyOn(house.storage.mailbox, 'extendClaim')
    const runtime = await house.run({ limits: { claimMs: 30_000 } })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    for (let third = 1; third <= 4; third += 1) {
      house.clock.advance(10_000)
      await soon(() => expect(extended).toHaveBeenCalledTimes(third))
      await expect(extended.mock.results.at(-1)?.value).resolves.toBe(true)
      await allSettled() // The next look is set as soon as this one has ended.
    }
    expect(await claimAs('another node')).toEqual([])
    release()
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(bot.events).toHaveLength(1)
  })

  it('was lost: the call is aborted, and the other node goes on', async () => {
    bot.answers(() => 'hang')
    const runtime = await house.run({ limits: { claimMs: 30_000 } })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(() => expect(bot.events).toHaveLength(1))
    await house.storage.mailbox.releaseClaims('everyone')
    expect(await claimAs('another node')).toHaveLength(1)
    house.clock.advance(10_000)
    await soon(() => expect(bot.hungUp()).toBe(1))
    await soon(() => expect(runtime.health().performing).toBe(0))
    expect(await typesOf(house.storage, conversationId)).toEqual(['opened', 'messageSent', 'turnOpened'])
    expect(await house.storage.mailbox.extendClaim(effectOf(conversationId), 'another node', house.clock.now())).toBe(
      true,
    )
  })
})

const effectOf = (id: ConversationId) => `${id}/t1` as EffectId
