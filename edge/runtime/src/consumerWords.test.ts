import type { ClientId, ConversationId } from '@baton/base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  ada,
  ben,
  brand,
  type House,
  logOf,
  openHouse,
  openStateOf,
  said,
  say,
  soon,
} from './examples/house.ts'
import { echo, reply, type ScriptedBot, startBot } from './examples/scriptedBot.ts'
import type { Committed } from './runtime.ts'

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

describe('words', () => {
  it('asks the bot and says its reply', async () => {
    const runtime = await house.run()
    const handled = accepted(await runtime.handle(say('hello')))
    expect(handled.seq).toBe(2)
    await said(house.storage, handled.conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(bot.all.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    expect(bot.events[0]?.idempotencyKey).toBe(`${handled.conversationId}/t1/0`)
    expect(await house.storage.mailbox.nextDueAt()).toBeGreaterThan(house.clock.now()) // only the idle timer is left
  })

  it('tells listeners of every commit, in order', async () => {
    const runtime = await house.run()
    const heard: Committed[] = []
    runtime.listen({ committed: (committed) => heard.push(committed), marked: () => {}, signalled: () => {} })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    await soon(() => expect(heard).toHaveLength(2))
    expect(heard.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
      (await logOf(house.storage, conversationId)).map(({ seq }) => seq),
    )
  })

  it('messaging LIF-02: puts two quick first messages into one conversation, and what follows too, and answers them one after the other', async () => {
    const runtime = await house.run()
    const both = await Promise.all([runtime.handle(say('one')), runtime.handle(say('two'))])
    const [first, second] = both.map(accepted)
    expect(second?.conversationId).toBe(first?.conversationId)
    await soon(() => expect(bot.events.map((event) => event.text)).toEqual(['one', 'two']))
    const third = accepted(await runtime.handle(say('three')))
    expect(third.conversationId).toBe(first?.conversationId)
    const { items } = await house.storage.conversations.list({ accountId: brand, limit: 10 })
    expect(items.map(({ conversationId }) => conversationId)).toEqual([first?.conversationId])
  })

  it('messaging LIF-03: answers who was never here before first, for the whole conversation; who comes back is one of many', async () => {
    const runtime = await house.run()
    const openedIn = async () => {
      const { conversationId } = accepted(await runtime.handle(say('hello')))
      const [first] = await logOf(house.storage, conversationId)
      const by = { kind: 'system' } as const
      accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId, by }))
      return first?.event
    }
    const { prioritized, normal } = house.help.responseTimes
    expect(await openedIn()).toMatchObject({ first: true, priority: { type: 'prioritized', responseMs: prioritized } })
    const second = await openedIn()
    expect(second).toMatchObject({ type: 'opened', priority: { type: 'normal', responseMs: normal } })
    expect(second).not.toHaveProperty('first')
  })

  it('connector R2.23: holds messages back while the bot answers, and keeps their order', async () => {
    let release = () => {}
    const busy = new Promise<void>((resolve) => {
      release = resolve
    })
    bot.answers(async (heard) => {
      if (heard.text === 'one') await busy
      return echo(heard)
    })
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('one')))
    for (const more of ['two', 'three']) await runtime.handle(say(more, { conversationId }))
    await soon(() => expect(bot.events).toHaveLength(1))
    expect((await openStateOf(runtime, conversationId)).waiting).toHaveLength(2)
    release()
    await said(
      house.storage,
      conversationId,
      'consumer: one',
      'consumer: two',
      'consumer: three',
      'bot: you said: one',
      'bot: you said: two',
      'bot: you said: three',
    )
  })

  it('answers a repetition with its first place, and refuses other content under the same client id', async () => {
    const runtime = await house.run()
    const order = say('hello', { clientId: 'same' as ClientId })
    const first = accepted(await runtime.handle(order))
    expect(await runtime.handle(order)).toEqual(first)
    const other = await runtime.handle(say('something else', { clientId: 'same' as ClientId }))
    expect(other).toEqual({ ok: false, refusal: 'duplicate-client-id' })
  })

  it('opens a new conversation when the old one is closed, and tells nothing of a foreign one', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    const foreign = await runtime.handle(say('mine?', { by: ben, conversationId }))
    const unknown = await runtime.handle(say('any?', { by: ben, conversationId: 'unknown' as ConversationId }))
    expect(foreign).toEqual(unknown)
    expect(foreign).toMatchObject({ ok: false, refusal: 'conversation-not-found' })

    const close = { type: 'close', accountId: brand, conversationId } as const
    expect(await runtime.handle({ ...close, by: ben })).toMatchObject({ refusal: 'conversation-not-found' })
    accepted(await runtime.handle({ ...close, by: ada }))
    const again = accepted(await runtime.handle(say('me again', { conversationId })))
    expect(again.conversationId).not.toBe(conversationId)
  })

  it('refuses more than may queue before one conversation', async () => {
    const runtime = await house.run({ limits: { queuedOrders: 3 } })
    const all = await Promise.all([1, 2, 3, 4, 5].map((n) => runtime.handle(say(`${n}`))))
    expect(all.filter(({ ok }) => ok)).toHaveLength(3)
    expect(all.at(-1)).toEqual({ ok: false, refusal: 'too-many-waiting' })
  })

  it('takes what a tap says from the message, not from the client', async () => {
    const quick = {
      type: 'button',
      title: 'Tea',
      click: { actions: [{ type: 'publishText', text: 'tea please' }], metadata: [{ type: 'ExternalId', id: 'tea' }] },
    }
    const quickReplies = { type: 'quickReplies', itemsPerRow: 8, replies: [quick] }
    bot.answers((heard) =>
      heard.text === 'menu'
        ? reply({
            type: 'STRUCTURED_CONTENT',
            data: { structuredContent: { message: 'Tea or coffee?', quickReplies } },
          })
        : echo(heard),
    )
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('menu')))
    await said(house.storage, conversationId, 'consumer: menu', 'bot: Tea or coffee?')
    const on =
      (await logOf(house.storage, conversationId)).findLast(({ event }) => event.type === 'messageSent')?.seq ?? 0
    const click = { type: 'click', accountId: brand, conversationId, by: ada, on } as const
    expect(
      await runtime.handle({ ...click, clientId: 'tap-1' as ClientId, element: '/quickReplies/replies/7' }),
    ).toMatchObject({ refusal: 'unknown-element' })
    const order = { ...click, clientId: 'tap-2' as ClientId, element: '/quickReplies/replies/0' }
    const tapped = accepted(await runtime.handle(order))
    expect(await runtime.handle(order)).toEqual(tapped)
    await said(
      house.storage,
      conversationId,
      'consumer: menu',
      'bot: Tea or coffee?',
      'consumer: tea please',
      'bot: you said: tea please',
    )
  })
})
