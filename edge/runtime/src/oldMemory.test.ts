import { seconds } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  accepted,
  ada,
  brand,
  type House,
  logOf,
  openHouse,
  openStateOf,
  said,
  say,
  soon,
  web,
} from './examples/house.ts'
import { echo, type ScriptedBot, startBot } from './examples/scriptedBot.ts'
import type { Runtime } from './runtime.ts'

/**
 * Two nodes on a storage whose feed neither reads: what one remembers grows old without its hearing of it. It is so for a moment
 * wherever servers share a database, and for longer where one of them slept.
 */
let bot: ScriptedBot
let house: House
let here: Runtime
let there: Runtime

beforeEach(async () => {
  bot = await startBot(echo)
  house = await openHouse(bot.baseUrl)
  here = await house.run()
})
afterEach(async () => {
  await bot.close()
  await house.close()
})

it('asks the bot although the node that found the question remembers the conversation as it was before', async () => {
  const { conversationId } = accepted(await here.handle(say('hello')))
  await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
  await soon(async () => expect((await openStateOf(here, conversationId)).turn).toBeUndefined())
  // It has no room to ask anybody, as one that is killed before it does.
  there = await house.run({ exclusive: false, limits: { turns: 0 } })
  accepted(await there.handle(say('and now?')))
  expect((await here.find(brand, conversationId))?.state, 'it was told of nothing').not.toHaveProperty('turn.turnId')
  house.clock.advance(seconds(31)) // it looks into the mailbox by itself
  await said(
    house.storage,
    conversationId,
    'consumer: hello',
    'bot: you said: hello',
    'consumer: and now?',
    'bot: you said: and now?',
  )
  expect((await logOf(house.storage, conversationId)).map(({ event }) => event.type)).not.toContain('botFailed')
})

it('offers what waits although the node that serves the queue remembers that somebody else is asked', async () => {
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  const { id: second } = await house.storage.settings.createPerson(brand, {
    fullName: 'Hedy',
    nickname: 'Hedy',
    role: 'agent',
    skillIds: [house.help.id],
    capacity: 2,
    enabled: true,
  })
  const comes = async (agentId: typeof second) => {
    await here.presence.arrived(brand, agentId)
    await here.presence.setStatus(brand, agentId, 'online', undefined)
  }
  const asked = async () => (await house.storage.conversations.load(brand, conversationId))?.state as OpenConversation
  await comes(house.agentId)
  const { conversationId } = accepted(await here.handle(say('anybody there?', { by: ada })))
  await soon(async () => expect((await asked()).offers).toMatchObject([{ agentId: house.agentId }]))

  there = await house.run({ exclusive: false })
  const by = { kind: 'agent', agentId: house.agentId, authority: 'agent' } as const
  accepted(await there.handle({ type: 'rejectOffer', accountId: brand, conversationId, by }))
  expect((await here.find(brand, conversationId))?.state, 'it was told of nothing').toHaveProperty('offers.length', 1)
  await comes(second)
  await soon(async () => expect((await asked()).offers).toMatchObject([{ agentId: second }]))
})
