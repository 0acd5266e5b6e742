import type { AgentId, ClientId, SkillId } from '@baton/base'
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
  transcript,
  words,
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

describe('people and marks', () => {
  it('knows skills and people before it passes a conversation on', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const transfer = { type: 'transfer', accountId: brand, conversationId, by } as const
    expect(await runtime.handle({ ...transfer, skillId: 999 as SkillId })).toMatchObject({ refusal: 'unknown-skill' })
    accepted(await runtime.handle({ ...transfer, skillId: house.help.id, agentId: 999 as AgentId }))
    await soon(async () =>
      expect(await openStateOf(runtime, conversationId)).toMatchObject({
        assignee: { kind: 'queue', skillId: house.help.id },
      }),
    )
    accepted(await runtime.handle({ type: 'join', accountId: brand, conversationId, by, role: 'manager' }))
    const write = { type: 'write', accountId: brand, conversationId, by, clientId: 'n1' as ClientId } as const
    accepted(await runtime.handle({ ...write, content: words('regular guest'), audience: 'AGENTS_AND_MANAGERS' }))
    expect((await transcript(house.storage, conversationId)).at(-1)).toBe('agent (private): regular guest')
  })

  it('messaging T7: a word to whoever gets it and the transfer are one commit, masked, and sent again they are there once', async () => {
    await house.storage.settings.updateAccount(brand, { maskCardNumbers: true })
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const note = { clientId: 'n-7' as ClientId, text: 'paid with 4111 1111 1111 1111' }
    const order = { type: 'transfer', accountId: brand, conversationId, by, skillId: house.help.id, note } as const
    const first = accepted(await runtime.handle(order))
    expect(accepted(await runtime.handle(order))).toEqual(first)
    const other = { ...order, note: { ...note, text: 'something else' } }
    expect(await runtime.handle(other)).toMatchObject({ refusal: 'duplicate-client-id' })
    const words = (await transcript(house.storage, conversationId)).filter((line) => line.startsWith('agent'))
    expect(words).toEqual([expect.stringMatching(/^agent \(private\): paid with •+/)])
    const log = await logOf(house.storage, conversationId)
    const place = log.findIndex(({ event }) => event.type === 'transferred')
    expect(log[place]?.at).toBe(log[place - 1]?.at)
    expect(log[place - 1]?.event).toMatchObject({ type: 'messageSent', audience: 'AGENTS_AND_MANAGERS' })
    expect(log.filter(({ event }) => event.type === 'transferred')).toHaveLength(1)
  })

  it('raises marks, never beyond the log, tells them at once and saves them', async () => {
    const runtime = await house.run({ limits: { marksMs: 10 } })
    const pushed: number[] = []
    runtime.listen({ committed: () => {}, marked: ({ read }) => pushed.push(read), signalled: () => {} })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const seq = (await logOf(house.storage, conversationId)).length
    const mark = { accountId: brand, conversationId, participant: { kind: 'consumer' } as const, delivered: 0 }
    for (const read of [2, 1, 9_999]) await runtime.mark({ ...mark, read })
    expect(pushed).toEqual([2, seq])
    await soon(async () =>
      expect(await house.storage.conversations.readMarks(brand, conversationId)).toEqual([
        { participant: 'consumer', delivered: seq, read: seq },
      ]),
    )
  })

  it('raises marks to what another node wrote, which this one has not heard of', async () => {
    const here = await house.run()
    const there = await house.run({ exclusive: false })
    const { conversationId } = accepted(await here.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    const { seq = 0 } = accepted(await there.handle(say('more', { conversationId })))
    const pushed: number[] = []
    here.listen({ committed: () => {}, marked: ({ read }) => pushed.push(read), signalled: () => {} })
    const mark = { accountId: brand, conversationId, participant: { kind: 'consumer' } as const }
    await here.mark({ ...mark, delivered: seq, read: seq })
    expect(pushed).toEqual([seq])
  })

  it('closes a conversation in which nobody speaks any more', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: you said: hello')
    house.clock.advance(86_400_000)
    await soon(
      async () =>
        await soon(async () =>
          expect(await stateOf(runtime, conversationId)).toMatchObject({ phase: 'closed', reason: 'idle' }),
        ),
    )
  })
})
