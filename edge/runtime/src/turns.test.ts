import type { ConversationId } from '@baton/base'
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
  web,
} from './examples/house.ts'
import { action, delay, echo, reply, type ScriptedBot, startBot, text, transferTo } from './examples/scriptedBot.ts'
import type { Runtime } from './runtime.ts'

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

describe('what a bot wants', () => {
  it('connector R4.12: holds back what follows a delay', async () => {
    bot.answers(() => reply(text('one moment'), delay(5), text('done')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: one moment')
    // What is on disk may still be on its way back to this node.
    await soon(async () => expect((await openStateOf(runtime, conversationId)).turn?.stage).toBe('pausing'))
    house.clock.advance(4_999)
    expect((await openStateOf(runtime, conversationId)).turn?.stage).toBe('pausing')
    house.clock.advance(1)
    await said(house.storage, conversationId, 'consumer: hello', 'bot: one moment', 'bot: done')
  })

  it('messaging R5.8, dialogs R7.20: is told when nobody of the skill is online, three times; then the consumer is', async () => {
    const { id: _id, accountId: _account, ...like } = house.help
    const { settings } = house.storage
    const sleepy = await settings.createSkill(brand, { ...like, name: 'Sleepy', failIfNobodyOnline: true })
    await settings.updatePerson(brand, house.agentId, { skillIds: [sleepy.id] })
    bot.answers(() => reply(transferTo('Sleepy')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('person please')))
    await said(
      house.storage,
      conversationId,
      'consumer: person please',
      'bot: Not able to transfer to Agent at this time. Please try later.',
    )
    expect(bot.events.map(({ text }) => text)).toEqual([
      'person please',
      ...Array.from({ length: 3 }, () => '__agent_escalation_failed__'),
    ])
    expect(await openStateOf(runtime, conversationId)).toMatchObject({ assignee: { kind: 'bot' }, transferFailures: 4 })
    await runtime.presence.arrived(brand, house.agentId)
    await runtime.presence.setStatus(brand, house.agentId, 'online', undefined)
    const by = { kind: 'consumer', consumerId: 'ben' as never } as const
    const second = accepted(await runtime.handle(say('person please', { by })))
    await soon(async () => expect((await openStateOf(runtime, second.conversationId)).skillId).toBe(sleepy.id))
  })

  it('connector R4.15: passes the conversation to the people of a skill, its words first', async () => {
    bot.answers(() => reply(text('a person will help'), transferTo('Help', `${house.agentId}`)))
    const runtime = await house.run()
    await runtime.presence.arrived(brand, house.agentId)
    await runtime.presence.setStatus(brand, house.agentId, 'online', undefined)
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
    await soon(() =>
      expect(house.log).toContainEqual(expect.objectContaining({ message: 'suggested agent is not asked' })),
    )
  })

  it('passes the conversation to another bot, which is told of it and answers', async () => {
    const second = await startBot(({ type }) => reply(text(`second heard ${type}`)))
    await house.addBot('second', second.baseUrl, [house.help.id], { welcomeMessage: true })
    bot.answers(() => reply(transferTo('Help')))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('hello')))
    await said(house.storage, conversationId, 'consumer: hello', 'bot: second heard START')
    expect(second.all.map(({ method }) => method)).toEqual(['PUT', 'POST'])
    await second.close()
  })

  it('connector R3.10: puts to a bot that was seated later what people had left unanswered', async () => {
    await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('anybody there?')))
    expect((await openStateOf(runtime, conversationId)).assignee.kind).toBe('queue')
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    accepted(await runtime.handle({ type: 'transfer', accountId: brand, conversationId, by, skillId: house.sales.id }))
    await said(house.storage, conversationId, 'consumer: anybody there?', 'bot: you said: anybody there?')
    expect(bot.events.map(({ type }) => type)).toEqual(['TEXT'])
  })

  it('closes the conversation', async () => {
    bot.answers(() => reply(text('bye'), action('CLOSE_CONVERSATION', { withoutPcs: true })))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('that is all')))
    await soon(
      async () =>
        await soon(async () =>
          expect(await stateOf(runtime, conversationId)).toMatchObject({ phase: 'closed', reason: 'byBot' }),
        ),
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
    await said(house.storage, conversationId, 'consumer: that is all', 'bot: bye', 'bot: how was it?')
    house.clock.advance(60_000)
    await soon(async () => expect(await stateOf(runtime, conversationId)).toMatchObject({ reason: 'surveyExpired' }))
    await survey.close()
  })
})

describe('a survey of a service', () => {
  it('connector R3.17, I01, I06: counts what the service says was answered, and ends with its action', async () => {
    const counted = { measures: 'csat', question: 'How was it?', answer: 'five', number: 5 }
    const survey = await startBot(({ text: heard }) =>
      heard === 'five'
        ? {
            body: { response: [text('thanks'), action('CLOSE_CONVERSATION')], analytics: { surveyAnswers: [counted] } },
          }
        : reply(text('how was it?')),
    )
    const surveyBot = await house.addBot('survey', survey.baseUrl, [], { welcomeMessage: true })
    await house.storage.settings.updateSkill(brand, house.sales.id, { survey: { botId: surveyBot, timeoutMs: 60_000 } })
    // Whoever says so in the main talk is not heard: there is nothing to be measured yet.
    const early = { response: [text('bye'), action('CLOSE_CONVERSATION')], analytics: { surveyAnswers: [counted] } }
    bot.answers(() => ({ body: early }))
    const runtime = await house.run()
    const { conversationId } = accepted(await runtime.handle(say('that is all')))
    await said(house.storage, conversationId, 'consumer: that is all', 'bot: bye', 'bot: how was it?')
    accepted(await runtime.handle(say('five')))
    await soon(async () => expect(await stateOf(runtime, conversationId)).toMatchObject({ reason: 'surveyDone' }))
    const kept = await house.storage.surveys.listSurveyAnswers(brand, conversationId)
    expect(kept).toMatchObject([{ ...counted, botId: surveyBot, skillId: house.sales.id }])
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
    await soon(() => expect(house.log.filter(({ message }) => message === 'bot failed')).toHaveLength(1))
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
    await said(house.storage, conversationId, 'consumer: first', 'bot: you said: first')
    await house.storage.settings.updateBot(brand, house.botId, { enabled: false })
    runtime.settingsChanged(brand)
    accepted(await runtime.handle(say('second', { conversationId })))
    await expectEscalation(runtime, conversationId, 'bot-disabled')
    expect(bot.events).toHaveLength(1)
  })
})
