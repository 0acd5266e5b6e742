import type { ClientId, ConsumerId, ConversationId } from '@baton/base'
import { days, hours } from '@baton/base'
import type { SurveySettings } from '@baton/storage'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, ada, brand, type House, logOf, openHouse, said, say, soon, stateOf, web } from './examples/house.ts'
import { reply, type ScriptedBot, startBot, text } from './examples/scriptedBot.ts'
import type { Runtime } from './runtime.ts'
import { placeInSample } from './surveyLimits.ts'

let house: House
let runtime: Runtime
let survey: ScriptedBot

beforeEach(async () => {
  survey = await startBot(() => reply(text('how was it?')))
  house = await openHouse('http://127.0.0.1:9')
  const { settings } = house.storage
  await settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  const botId = await house.addBot('survey', survey.baseUrl, [], { welcomeMessage: true })
  const endPhrases = ['No thanks', 'skip']
  await settings.updateSkill(brand, house.help.id, { survey: { botId, timeoutMs: hours(1), endPhrases } })
  runtime = await house.run()
})
afterEach(async () => {
  await house.close()
  await survey.close()
})

const set = async (surveys: SurveySettings) => {
  await house.storage.settings.updateAccount(brand, { surveys })
  runtime.settingsChanged(brand)
}
/** A whole conversation of this consumer, closed by them. @returns whether they are asked afterwards */
async function isAsked(by: typeof ada = ada): Promise<boolean> {
  const { conversationId } = accepted(await runtime.handle(say('hello', { by })))
  const order = { accountId: brand, conversationId, by } as const
  accepted(await runtime.handle({ ...order, type: 'close' }))
  const { phase } = await stateOf(runtime, conversationId)
  if (phase === 'survey') accepted(await runtime.handle({ ...order, type: 'close' }))
  return phase === 'survey'
}
async function inSurvey(): Promise<ConversationId> {
  const { conversationId } = accepted(await runtime.handle(say('hello')))
  accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId, by: ada }))
  await said(house.storage, conversationId, 'consumer: hello', 'bot: how was it?')
  return conversationId
}

const open = async (more: Parameters<typeof say>[1] = {}) =>
  accepted(await runtime.handle(say('hello', more))).conversationId
const ended = async (conversationId: ConversationId, more: { withoutSurvey?: boolean } = {}) => {
  accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId, by: { kind: 'system' }, ...more }))
  return stateOf(runtime, conversationId)
}

describe('a skill that asks afterwards', () => {
  beforeEach(() => set({ intervalDays: 0 }))

  it('messaging LIF-19: closed as a whole, the conversation is over at once, and no survey was ever there', async () => {
    const id = await open()
    expect(await ended(id, { withoutSurvey: true })).toMatchObject({ phase: 'closed', reason: 'bySystem' })
    expect((await logOf(house.storage, id)).map(({ event }) => event.type)).not.toContain('surveyOpened')
    expect((await ended(await open())).phase).toBe('survey') // where nothing is said, the same skill asks
    expect(survey.events.length).toBeLessThanOrEqual(1)
  })

  it('messaging LIF-22: is the last one that counts: after a transfer to one that asks nothing there is no survey', async () => {
    const id = await open()
    const by = { kind: 'system' } as const
    accepted(
      await runtime.handle({ type: 'transfer', accountId: brand, conversationId: id, by, skillId: house.sales.id }),
    )
    expect((await ended(id)).phase).toBe('closed')
    expect((await logOf(house.storage, id)).map(({ event }) => event.type)).not.toContain('surveyOpened')
  })

  it('messaging LIF-21: asks nobody whose client cannot show it, whoever closes, and however it is folded', async () => {
    const id = await open({ surveys: false })
    accepted(await runtime.handle(say('more', { conversationId: id })))
    expect((await ended(id)).phase).toBe('closed')
    const own = await open({ surveys: false })
    accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId: own, by: ada }))
    expect((await stateOf(runtime, own)).phase).toBe('closed')
    expect((await ended(await open())).phase).toBe('survey')
  })
})

describe('who is asked afterwards', () => {
  it('dialogs R9.4: nobody twice within seven days, whatever node they come to; others are asked', async () => {
    expect([await isAsked(), await isAsked()]).toEqual([true, false])
    expect(await isAsked({ kind: 'consumer', consumerId: 'eve' as ConsumerId })).toBe(true)
    house.clock.advance(days(7) - 1_000)
    expect(await isAsked()).toBe(false)
    house.clock.advance(1_000)
    expect(await isAsked()).toBe(true)
  })

  it('dialogs R9.4: after each conversation, or after so many days, where the account says so', async () => {
    await set({ intervalDays: 0 })
    expect([await isAsked(), await isAsked()]).toEqual([true, true])
    await set({ intervalDays: 1 })
    expect(await isAsked()).toBe(false)
    house.clock.advance(days(1))
    expect(await isAsked()).toBe(true)
  })

  it('dialogs R9.4: a sample of the conversations, by their ids: who decides again decides the same', async () => {
    await set({ intervalDays: 0, samplePercent: 50 })
    const asked: boolean[] = []
    for (let count = 0; count < 24; count += 1) {
      const { conversationId } = accepted(await runtime.handle(say('hello')))
      const order = { type: 'close', accountId: brand, conversationId, by: ada } as const
      accepted(await runtime.handle(order))
      const isIn = (await stateOf(runtime, conversationId)).phase === 'survey'
      expect(isIn).toBe(placeInSample(conversationId) < 50)
      if (isIn) accepted(await runtime.handle(order))
      asked.push(isIn)
    }
    expect(new Set(asked)).toEqual(new Set([true, false]))
  })

  it('spreads ids evenly', () => {
    const places = fc.sample(fc.uuid(), { numRuns: 4_000, seed: 7 }).map((id) => placeInSample(id as ConversationId))
    expect(places.every((place) => place >= 0 && place < 100)).toBe(true)
    expect(places.filter((place) => place < 30).length / places.length).toBeCloseTo(0.3, 1)
  })
})

describe('words that end a survey (messaging R2.9)', () => {
  it('messaging R2.9: end it as skipped, however they are written; its bot is not asked any more', async () => {
    const id = await inSurvey()
    const asked = survey.events.length
    accepted(await runtime.handle(say('  NO thanks ')))
    expect(await stateOf(runtime, id)).toMatchObject({ phase: 'closed', reason: 'surveySkipped' })
    const log = await logOf(house.storage, id)
    const last = log.findLast(({ event }) => event.type === 'messageSent')
    expect(log.at(-1)?.event).toMatchObject({ type: 'closed', unanswered: [last?.seq] })
    expect(survey.events).toHaveLength(asked)
  })

  it('are words like others in the main talk, and so are others in the survey', async () => {
    const id = await inSurvey()
    accepted(await runtime.handle(say('skip it?')))
    await soon(async () => expect(survey.events.length).toBeGreaterThan(1))
    expect((await stateOf(runtime, id)).phase).toBe('survey')
    accepted(await runtime.handle(say('skip')))
    expect((await stateOf(runtime, id)).phase).toBe('closed')
    const { conversationId } = accepted(await runtime.handle(say('skip')))
    expect((await stateOf(runtime, conversationId)).phase).toBe('main')
  })

  it('end it when they are tapped', async () => {
    const leave = {
      ...{ type: 'button', title: 'Leave me alone' },
      click: { actions: [{ type: 'publishText', text: 'skip' }] },
    }
    const quickReplies = { type: 'quickReplies', itemsPerRow: 8, replies: [leave] }
    const structuredContent = { message: 'how was it?', quickReplies }
    survey.answers(() => reply({ type: 'STRUCTURED_CONTENT', data: { structuredContent } }))
    const id = await inSurvey()
    const shown = (await logOf(house.storage, id)).findLast(({ event }) => event.type === 'messageSent')
    accepted(
      await runtime.handle({
        ...{ type: 'click', accountId: brand, conversationId: id, by: ada, clientId: 'tap' as ClientId },
        ...{ on: shown?.seq ?? 0, element: '/quickReplies/replies/0' },
      }),
    )
    expect(await stateOf(runtime, id)).toMatchObject({ phase: 'closed', reason: 'surveySkipped' })
  })
})

describe('who comes back', () => {
  const welcomes = async (id: ConversationId) =>
    (await logOf(house.storage, id)).filter(
      ({ event }) => event.type === 'messageSent' && event.automatic === 'welcome',
    ).length
  const comes = async () => accepted(await runtime.handle(say('hello'))).conversationId

  it('messaging R2.9, LIF-23: who answers questions whose time was over is told so, in the new conversation, and not welcomed', async () => {
    await set({ intervalDays: 0 })
    const { words } = house.storage
    await words.setAutomaticMessage(brand, { kind: 'welcome', text: 'Welcome.' })
    await words.setAutomaticMessage(brand, {
      kind: 'surveyExpired',
      text: 'Our questions are over, {brand} thanks you.',
    })
    runtime.settingsChanged(brand)
    const expires = async (id: ConversationId) => {
      accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId: id, by: ada }))
      const isAnswered = async () =>
        (await logOf(house.storage, id)).some(({ event }) => event.type === 'messageSent' && event.by.kind === 'bot')
      await soon(async () => expect(await isAnswered()).toBe(true))
      house.clock.advance(hours(2))
      await soon(async () => expect(await stateOf(runtime, id)).toMatchObject({ reason: 'surveyExpired' }))
    }
    const saidIn = async (id: ConversationId) =>
      (await logOf(house.storage, id)).flatMap(({ event }) =>
        event.type === 'messageSent' && event.automatic && event.body?.content.kind === 'text'
          ? [[event.automatic, event.body.content.text]]
          : [],
      )
    const first = await comes()
    expect(await saidIn(first)).toEqual([['welcome', 'Welcome.']])
    await expires(first)
    const second = await comes()
    expect(second).not.toBe(first)
    expect(await saidIn(second)).toEqual([['surveyExpired', 'Our questions are over, Brand thanks you.']])
    await expires(second)
    house.clock.advance(hours(49))
    expect(await saidIn(await comes())).toEqual([['welcome', 'Welcome.']])
  })

  it('messaging LIF-31: 3 hours after it closed by itself is not welcomed again; 49 hours after it is', async () => {
    await house.storage.words.setAutomaticMessage(brand, { kind: 'welcome', text: 'Welcome.' })
    runtime.settingsChanged(brand)
    const agent = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const closesByItself = async (id: ConversationId) => {
      const order = { accountId: brand, conversationId: id, by: agent } as const
      accepted(await runtime.handle({ ...order, type: 'takeOver' }))
      const words = {
        clientId: `a-${id}` as ClientId,
        audience: 'ALL',
        content: { kind: 'text', text: 'Hi.' },
      } as const
      accepted(await runtime.handle({ ...order, ...words, type: 'write' }))
      house.clock.advance(house.help.autoCloseMs)
      await soon(async () => expect(await stateOf(runtime, id)).toMatchObject({ phase: 'closed', reason: 'idle' }))
    }
    const first = await comes()
    expect(await welcomes(first)).toBe(1)
    await closesByItself(first)
    house.clock.advance(hours(3))
    const second = await comes()
    expect(await welcomes(second)).toBe(0)
    await closesByItself(second)
    house.clock.advance(hours(49))
    const third = await comes()
    expect(await welcomes(third)).toBe(1)
    // Who closed it themselves begins anew.
    accepted(
      await runtime.handle({ type: 'close', accountId: brand, conversationId: third, by: ada, withoutSurvey: true }),
    )
    expect(await welcomes(await comes())).toBe(1)
  })
})
