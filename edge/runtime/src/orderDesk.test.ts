import type { ClientId, ConversationId } from '@baton/base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, ada, brand, type House, openHouse, openStateOf, said, say, words } from './examples/house.ts'
import { echo, reply, type ScriptedBot, startBot, text } from './examples/scriptedBot.ts'
import type { Order } from './runtime.ts'

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

/** Repeated word for word, as a client does that heard no answer. */
const once = (text: string, more: Parameters<typeof say>[1] = {}) =>
  say(text, { clientId: 'first' as ClientId, ...more })

describe('an order that was accepted before gets its first answer again', () => {
  it('when too much waits by now', async () => {
    bot.answers(() => 'hang')
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    const order = once('more', { conversationId })
    const first = accepted(await runtime.handle(order))
    for (let n = 2; n <= 50; n += 1) accepted(await runtime.handle(say(`${n}`, { conversationId })))
    expect(await runtime.handle(say('one too many', { conversationId }))).toMatchObject({ refusal: 'too-many-waiting' })

    expect(await runtime.handle(order)).toEqual(first)
    const other = once('something else', { conversationId })
    expect(await runtime.handle(other)).toEqual({ ok: false, refusal: 'duplicate-client-id' })
    expect((await openStateOf(runtime, conversationId)).waiting).toHaveLength(50)
  })

  it('when its lane is full by now', async () => {
    const runtime = await house.run({ limits: { queuedOrders: 2 } })
    const order = once('hello')
    const first = accepted(await runtime.handle(order))
    const all = await Promise.all([say('1'), say('2'), say('3'), order].map((next) => runtime.handle(next)))
    expect(all[2]).toEqual({ ok: false, refusal: 'too-many-waiting' })
    expect(all[3]).toEqual(first)
  })

  it('when the agent is not the assignee any more, or the conversation is closed', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const manager = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const by = { ...manager, authority: 'agent' } as const
    const inIt = { accountId: brand, conversationId }
    accepted(await runtime.handle({ ...inIt, type: 'takeOver', by: manager }))
    const order: Order = {
      ...inIt,
      type: 'write',
      by,
      clientId: 'agent-1' as ClientId,
      content: words('here I am'),
      audience: 'ALL',
    }
    const first = accepted(await runtime.handle(order))
    const later: Order = { ...order, clientId: 'agent-2' as ClientId }

    accepted(await runtime.handle({ ...inIt, type: 'transfer', by: manager, skillId: house.help.id }))
    expect(await runtime.handle(later)).toMatchObject({ ok: false })
    expect(await runtime.handle(order)).toEqual(first)

    accepted(await runtime.handle({ ...inIt, type: 'close', by: manager }))
    expect(await runtime.handle(later)).toMatchObject({ refusal: 'conversation-closed' })
    expect(await runtime.handle(order)).toEqual(first)
  })

  it('when what was tapped is erased by now', async () => {
    const replies = [{ type: 'button', title: 'Tea', click: { actions: [{ type: 'publishText', text: 'tea' }] } }]
    const structuredContent = { message: 'Tea?', quickReplies: { type: 'quickReplies', itemsPerRow: 8, replies } }
    bot.answers((heard) =>
      heard.text === 'menu' ? reply({ type: 'STRUCTURED_CONTENT', data: { structuredContent } }) : reply(text('Fine.')),
    )
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('menu')))
    await said(house.storage, conversationId, 'consumer: menu', 'bot: Tea?')
    const log = await house.storage.conversations.readLog(brand, conversationId, 0, 100)
    const on = log.findLast(({ event }) => event.type === 'messageSent')?.seq ?? 0
    const element = '/quickReplies/replies/0'
    const order: Order = {
      type: 'click',
      accountId: brand,
      conversationId,
      by: ada,
      clientId: 'tap' as ClientId,
      on,
      element,
    }
    const first = accepted(await runtime.handle(order))
    await said(house.storage, conversationId, 'consumer: menu', 'bot: Tea?', 'consumer: tea', 'bot: Fine.')
    accepted(await runtime.handle({ type: 'erase', accountId: brand, conversationId, by: { kind: 'system' } }))

    expect(await runtime.handle({ ...order, clientId: 'tap-2' as ClientId })).toMatchObject({
      refusal: 'unknown-element',
    })
    expect(await runtime.handle(order)).toEqual(first)
  })

  it('when it names a conversation that is not theirs', async () => {
    const runtime = await house.run()
    const first = accepted(await runtime.handle(once('hello')))
    const misled = once('hello', { conversationId: 'unknown' as ConversationId })
    expect(await runtime.handle(misled)).toEqual(first)
    const unheard = say('hello', { conversationId: 'unknown' as ConversationId })
    expect(await runtime.handle(unheard)).toMatchObject({ refusal: 'conversation-not-found' })
  })
})
