import { setTimeout as pause } from 'node:timers/promises'
import type { AgentId, ClientId, ConversationId, SkillId } from '@baton/base'
import { StorageUnavailable } from '@baton/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fillable, severable } from './examples/faultyStorage.ts'
import {
  accepted,
  ada,
  ben,
  brand,
  type House,
  logOf,
  openHouse,
  openStateOf,
  say,
  stateOf,
  transcript,
  words,
} from './examples/house.ts'
import { action, delay, echo, reply, type ScriptedBot, startBot, text, transferTo } from './examples/scriptedBot.ts'
import type { Committed, Runtime } from './runtime.ts'

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

/** Until it holds; the world outside has its own pace. */
const soon = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 4_000, interval: 10 })
const said = (id: ConversationId, ...lines: string[]) =>
  soon(async () => expect(await transcript(house.storage, id)).toEqual(lines))
const typesOf = async (id: ConversationId) => (await logOf(house.storage, id)).map(({ event }) => event.type)

describe('words', () => {
  it('asks the bot and says its reply', async () => {
    const runtime = await house.run()
    const handled = accepted(await runtime.handle(say('hello')))
    expect(handled.seq).toBe(2)
    await said(handled.conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(bot.all.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    expect(bot.events[0]?.idempotencyKey).toBe(`${handled.conversationId}/t1/0`)
    expect(await house.storage.mailbox.nextDueAt()).toBeGreaterThan(house.clock.now()) // only the idle timer is left
  })

  it('tells listeners of every commit, in order', async () => {
    const runtime = await house.run()
    const heard: Committed[] = []
    runtime.listen({ committed: (committed) => heard.push(committed), marked: () => {}, signalled: () => {} })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
    await soon(() => expect(heard).toHaveLength(2))
    expect(heard.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(
      (await logOf(house.storage, conversationId)).map(({ seq }) => seq),
    )
  })

  it('puts two quick first messages into one conversation, and answers them one after the other', async () => {
    const runtime = await house.run()
    const both = await Promise.all([runtime.handle(say('one')), runtime.handle(say('two'))])
    const [first, second] = both.map(accepted)
    expect(second?.conversationId).toBe(first?.conversationId)
    await soon(() => expect(bot.events.map((event) => event.text)).toEqual(['one', 'two']))
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
    await said(conversationId, 'consumer: menu', 'bot: Tea or coffee?')
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
      conversationId,
      'consumer: menu',
      'bot: Tea or coffee?',
      'consumer: tea please',
      'bot: you said: tea please',
    )
  })
})

describe('what a bot wants', () => {
  it('connector R4.12: holds back what follows a delay', async () => {
    bot.answers(() => reply(text('one moment'), delay(5), text('done')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: one moment')
    house.clock.advance(4_999)
    expect((await openStateOf(runtime, conversationId)).turn?.stage).toBe('pausing')
    house.clock.advance(1)
    await said(conversationId, 'consumer: hello', 'bot: one moment', 'bot: done')
  })

  it('connector R4.15: passes the conversation to the people of a skill, its words first', async () => {
    bot.answers(() => reply(text('a person will help'), transferTo('Help', `${house.agentId}`)))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('person please')))
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({
        assignee: { kind: 'queue', skillId: house.help.id, suggestedAgentId: house.agentId },
      }),
    )
    expect(await transcript(house.storage, conversationId)).toEqual([
      'consumer: person please',
      'bot: a person will help',
    ])
  })

  it('connector R5.T16: drops a suggested agent who cannot be asked, with a line in the log', async () => {
    bot.answers(() => reply(transferTo('Sales', `${house.agentId}`)))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('sell me something')))
    await soon(async () => {
      const { assignee } = await openStateOf(runtime, conversationId)
      expect(assignee).toEqual({ kind: 'queue', skillId: house.sales.id, since: house.clock.now() })
    })
    expect(house.log).toContainEqual(expect.objectContaining({ message: 'suggested agent is not asked' }))
  })

  it('passes the conversation to another bot, which is told of it and answers', async () => {
    const second = await startBot(({ type }) => reply(text(`second heard ${type}`)))
    await house.addBot('second', second.baseUrl, [house.help.id], { welcomeMessage: true })
    bot.answers(() => reply(transferTo('Help')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: second heard START')
    expect(second.all.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    await second.close()
  })

  it('closes the conversation', async () => {
    bot.answers(() => reply(text('bye'), action('CLOSE_CONVERSATION', { withoutPcs: true })))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('that is all')))
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({ phase: 'closed', reason: 'byBot' }),
    )
    expect(await transcript(house.storage, conversationId)).toEqual(['consumer: that is all', 'bot: bye'])
  })

  it('opens the survey of the skill, whose bot speaks next', async () => {
    const survey = await startBot(() => reply(text('how was it?')))
    const surveyBot = await house.addBot('survey', survey.baseUrl, [], { welcomeMessage: true })
    await house.storage.settings.updateSkill(brand, house.sales.id, { survey: { botId: surveyBot, timeoutMs: 60_000 } })
    bot.answers(() => reply(text('bye'), action('CLOSE_CONVERSATION')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('that is all')))
    await said(conversationId, 'consumer: that is all', 'bot: bye', 'bot: how was it?')
    house.clock.advance(60_000)
    await soon(async () => expect(await stateOf(runtime, conversationId)).toMatchObject({ reason: 'surveyExpired' }))
    await survey.close()
  })
})

describe('failures end at the default skill', () => {
  async function escalated(code: string, more: object = {}) {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await expectEscalation(runtime, conversationId, code, more)
  }
  async function expectEscalation(runtime: Runtime, conversationId: ConversationId, code: string, more = {}) {
    await soon(async () => {
      const { assignee } = await openStateOf(runtime, conversationId)
      expect(assignee).toMatchObject({ kind: 'queue', skillId: house.help.id })
    })
    const failures = (await logOf(house.storage, conversationId)).filter(({ event }) => event.type === 'botFailed')
    expect(failures.map(({ event }) => event)).toEqual([expect.objectContaining({ code, ...more })])
    expect(house.log.filter(({ message }) => message === 'bot failed')).toHaveLength(1)
    expect((await transcript(house.storage, conversationId)).at(-1)).toMatch(/^bot: Sorry, I cannot help/)
  }

  it('connector R5.T1: an empty answer', async () => {
    bot.answers(() => reply())
    await escalated('reply-empty')
  })
  it('connector R5.T6: a 400, which is not repeated', async () => {
    bot.answers(() => ({ status: 400, body: {} }))
    await escalated('refused')
    expect(bot.events).toHaveLength(1)
  })
  it('connector R5.T12: two actions', async () => {
    bot.answers(() => reply(text('?'), transferTo('Help'), action('CLOSE_CONVERSATION')))
    await escalated('reply-multiple-actions')
  })
  it('connector R5.T15: an unknown skill, after its words and one more look into the settings', async () => {
    bot.answers(() => reply(text('I pass you on'), transferTo('help')))
    await escalated('skill-not-existing', { cause: expect.stringContaining('"help"') })
  })
  it('a bot that was switched off meanwhile', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('first')))
    await said(conversationId, 'consumer: first', 'bot: you said: first')
    await house.storage.settings.updateBot(brand, house.botId, { enabled: false })
    runtime.settingsChanged(brand)
    accepted(await runtime.handle(say('second', { conversationId })))
    await expectEscalation(runtime, conversationId, 'bot-disabled')
    expect(bot.events).toHaveLength(1)
  })
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
    await soon(async () => expect(await typesOf(conversationId)).toContain('botFailed'))
    expect(new Set(bot.events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect(bot.events).toHaveLength(3)
    expect(await stateOf(runtime, conversationId)).toMatchObject({
      assignee: { kind: 'queue', skillId: house.help.id },
    })
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
    expect(await stateOf(runtime, conversationId)).toMatchObject({ assignee: { kind: 'agent' } })
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
    expect(await stateOf(runtime, conversationId)).toMatchObject({ assignee: { botId: otherBot } })
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
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
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
    const [before, after] = bot.events
    expect(after?.idempotencyKey).toBe(before?.idempotencyKey)
    crashed = false // so that the house can be closed
  })

  it('buries what cannot be decided, and gives the conversation to people', async () => {
    vi.spyOn(house.storage.settings, 'findBot').mockRejectedValue(new Error('unreadable settings'))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await soon(async () =>
      expect(await openStateOf(runtime, conversationId)).toMatchObject({
        assignee: { kind: 'queue', skillId: house.sales.id },
      }),
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
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
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
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
    expect(runtime.health().accepting).toBe(true)
    expect(bot.events).toHaveLength(1)
    accepted(await runtime.handle(say('more', { conversationId })))
  })
})

describe('people and marks', () => {
  it('knows skills and people before it passes a conversation on', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const transfer = { type: 'transfer', accountId: brand, conversationId, by } as const
    expect(await runtime.handle({ ...transfer, skillId: 999 as SkillId })).toMatchObject({ refusal: 'unknown-skill' })
    accepted(await runtime.handle({ ...transfer, skillId: house.help.id, agentId: 999 as AgentId }))
    expect(await openStateOf(runtime, conversationId)).toMatchObject({
      assignee: { kind: 'queue', skillId: house.help.id },
    })
    accepted(await runtime.handle({ type: 'join', accountId: brand, conversationId, by, role: 'manager' }))
    const write = { type: 'write', accountId: brand, conversationId, by, clientId: 'n1' as ClientId } as const
    accepted(await runtime.handle({ ...write, content: words('regular guest'), audience: 'AGENTS_AND_MANAGERS' }))
    expect((await transcript(house.storage, conversationId)).at(-1)).toBe('agent (private): regular guest')
  })

  it('raises marks, never beyond the log, tells them at once and saves them', async () => {
    const runtime = await house.run({ limits: { marksMs: 10 } })
    const pushed: number[] = []
    runtime.listen({ committed: () => {}, marked: ({ read }) => pushed.push(read), signalled: () => {} })
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
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

  it('closes a conversation in which nobody speaks any more', async () => {
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(conversationId, 'consumer: hello', 'bot: you said: hello')
    house.clock.advance(86_400_000)
    await soon(async () =>
      expect(await stateOf(runtime, conversationId)).toMatchObject({ phase: 'closed', reason: 'idle' }),
    )
  })
})
