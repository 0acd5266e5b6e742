import { type ConversationId, days, type EpochMs, hours, minutes, type SkillId } from '@baton/base'
import type { AutomaticKind, Silence } from '@baton/conversation'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  accepted,
  ben,
  brand,
  type House,
  logOf,
  openHouse,
  openStateOf,
  say,
  soon,
  web,
  words,
} from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'

let house: House
let runtime: Runtime
/** Ten in the morning. */
let ten: EpochMs

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  const today = Math.ceil(house.clock.now() / days(1)) * days(1)
  ten = (today + hours(10)) as EpochMs
  house.clock.advance(ten - house.clock.now())
  runtime = await house.run()
})
afterEach(() => house.close())

const manager = () => ({ kind: 'agent', agentId: house.agentId, authority: 'manager' }) as const
const of = (conversationId: ConversationId) => ({ accountId: brand, conversationId }) as const

async function tell(kind: AutomaticKind, text: string, where: { skillId?: SkillId; language?: string } = {}) {
  await house.storage.words.setAutomaticMessage(brand, { kind, text, ...where })
  runtime.settingsChanged(brand)
}
async function after(
  kind: Silence,
  past: number,
  { enabled = true, ...where }: { skillId?: SkillId; enabled?: boolean } = {},
) {
  await house.storage.words.setAutomaticTimer(brand, { kind, ...where }, { enabled, afterSeconds: past * 60 })
  runtime.settingsChanged(brand)
}
async function openFromEightToEight() {
  const week = Array.from({ length: 7 }, () => [{ from: '08:00', to: '20:00' }])
  await house.storage.words.setOpeningHours(brand, { scope: 'account' }, { timeZone: 'UTC', week, special: [] })
  runtime.settingsChanged(brand)
}
const spoken = async (id: ConversationId) =>
  (await logOf(house.storage, id)).flatMap(({ at, event }) =>
    event.type === 'messageSent' && event.automatic !== undefined && event.body?.content.kind === 'text'
      ? [`${new Date(at).toISOString().slice(11, 16)} ${event.automatic}: ${event.body.content.text}`]
      : [],
  )
/** Lets the time go by, and waits until what is due then was looked at. */
async function goes(to: number, id: ConversationId, ...said: string[]) {
  house.clock.advance(ten + to - house.clock.now())
  await soon(async () => expect(await spoken(id)).toEqual(said))
}
const goesOn = () => new Promise((resolve) => setTimeout(resolve, 50))
let clients = 0
const answer = async (id: ConversationId) =>
  accepted(
    await runtime.handle({
      ...of(id),
      type: 'write',
      by: manager(),
      clientId: `answer-${clients++}` as never,
      audience: 'ALL',
      content: words('Certainly.'),
    }),
  )

describe('somebody’s silence (messaging R3.16)', () => {
  it('messaging MSG-18: each visit to a queue counts anew, and two nodes say it once', async () => {
    await tell('stillWaiting', 'You are number {position}, {brand} hurries.')
    const other = await house.run({ exclusive: false })
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    const first = '10:15 stillWaiting: You are number 1, Brand hurries.'
    house.clock.advance(minutes(14))
    await goesOn()
    await goes(minutes(15), id, first)
    house.clock.advance(minutes(5))
    accepted(await other.handle({ ...of(id), type: 'takeOver', by: manager() }))
    house.clock.advance(minutes(5))
    accepted(await other.handle({ ...of(id), type: 'backToQueue', by: manager() }))
    await goes(minutes(40), id, first, '10:40 stillWaiting: You are number 1, Brand hurries.')
    house.clock.advance(hours(5))
    await goesOn()
    expect(await spoken(id)).toHaveLength(2)
  })

  it('messaging MSG-17: nothing is said of an agent while it is closed, and the time counts from the next opening', async () => {
    await openFromEightToEight()
    await tell('agentSilent', '{agent} answers as soon as possible.')
    await after('agentSilent', 10)
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    house.clock.advance(minutes(10))
    accepted(await runtime.handle({ ...of(id), type: 'takeOver', by: manager() }))
    const first = '10:20 agentSilent: Grace answers as soon as possible.'
    await goes(minutes(20), id, first)
    await answer(id)

    house.clock.advance(ten + hours(9) + minutes(55) - house.clock.now())
    accepted(await runtime.handle(say('and this?')))
    house.clock.advance(minutes(30))
    await soon(async () => expect(await house.storage.mailbox.nextDueAt()).toBe(ten + hours(22) + minutes(10)))
    expect(await spoken(id)).toEqual([first])
    await goes(hours(22) + minutes(10), id, first, '08:10 agentSilent: Grace answers as soon as possible.')
  })

  it('messaging MSG-19: a consumer is asked in the words of the skill, and by night too', async () => {
    await openFromEightToEight()
    await tell('consumerSilent', 'Are you still there?')
    const billing = await house.storage.settings.createSkill(brand, { ...house.help, name: 'Billing' })
    await tell('consumerSilent', 'Is there anything about your bill?', { skillId: billing.id, language: 'en' })
    await after('consumerSilent', 10)
    house.clock.advance(hours(9) + minutes(55))
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    accepted(await runtime.handle({ ...of(id), type: 'takeOver', by: manager() }))
    await answer(id)
    house.clock.advance(minutes(5))
    accepted(await runtime.handle({ ...of(id), type: 'transfer', by: manager(), skillId: billing.id }))
    house.clock.advance(minutes(2))
    accepted(await runtime.handle({ ...of(id), type: 'takeOver', by: manager() }))
    const asked = '20:05 consumerSilent: Is there anything about your bill?'
    await goes(hours(10) + minutes(5), id, asked)
  })

  it('is switched off for one skill, and at once where the words are taken away', async () => {
    await tell('stillWaiting', 'It takes longer.')
    await after('stillWaiting', 15)
    await after('stillWaiting', 15, { skillId: house.help.id, enabled: false })
    const { conversationId: quiet } = accepted(await runtime.handle(say('hi')))
    expect(await openStateOf(runtime, quiet)).toMatchObject({ silences: undefined })
    const billing = await house.storage.settings.createSkill(brand, { ...house.help, name: 'Billing' })
    const { conversationId: moved } = accepted(await runtime.handle(say('hi', { by: ben })))
    accepted(await runtime.handle({ ...of(moved), type: 'transfer', by: { kind: 'system' }, skillId: billing.id }))
    expect(await openStateOf(runtime, moved)).toMatchObject({ silences: { stillWaiting: minutes(15) } })
    await house.storage.words.setAutomaticMessage(brand, { kind: 'stillWaiting' })
    runtime.settingsChanged(brand)
    house.clock.advance(minutes(20))
    await goesOn()
    expect([...(await spoken(quiet)), ...(await spoken(moved))]).toEqual([])
  })

  it('costs an account without such words nothing, not even a look', async () => {
    const looks = vi.spyOn(house.storage.words, 'listAutomaticTimers')
    await tell('closed', 'We are closed.')
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    accepted(await runtime.handle({ ...of(id), type: 'takeOver', by: manager() }))
    await answer(id)
    accepted(await runtime.handle(say('and this?')))
    expect(looks).not.toHaveBeenCalled()
  })
})

describe('the welcome (messaging R3.16)', () => {
  it('is one of four: for the first time ever or not, open or closed, and the nearest where one is missing', async () => {
    await openFromEightToEight()
    await tell('welcome', 'Hello again.')
    await tell('welcomeFirst', 'Hello.')
    await tell('welcomeClosed', 'Closed until {opensAt}.')
    const begins = async (by: typeof ben.consumerId, kind: string) => {
      const { conversationId: id } = accepted(
        await runtime.handle(say('hi', { by: { kind: 'consumer', consumerId: by } })),
      )
      expect((await spoken(id)).map((line) => line.slice(6))).toEqual([kind])
      accepted(await runtime.handle({ ...of(id), type: 'close', by: { kind: 'system' } }))
    }
    const eve = 'eve' as typeof ben.consumerId
    await begins(ben.consumerId, 'welcomeFirst: Hello.')
    await begins(ben.consumerId, 'welcome: Hello again.')
    house.clock.advance(hours(12))
    const closed = /^welcomeClosed: Closed until .*8:00/
    await begins(ben.consumerId, expect.stringMatching(closed))
    await begins(eve, expect.stringMatching(closed))
    await tell('welcomeFirstClosed', 'Welcome, we are closed.')
    await begins('zoe' as typeof eve, 'welcomeFirstClosed: Welcome, we are closed.')
  })

  it('that tells it is closed is not followed by words that tell it again', async () => {
    await openFromEightToEight()
    await tell('welcomeClosed', 'Hello, we are closed.')
    await tell('closed', 'We are closed.')
    house.clock.advance(hours(12))
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    house.clock.advance(minutes(6))
    await goesOn()
    expect(await spoken(id)).toEqual(['22:00 welcomeClosed: Hello, we are closed.'])
  })
})

describe('words to somebody who is not there at this time (messaging R3.16)', () => {
  it('are answered with that it is closed, once each night', async () => {
    await openFromEightToEight()
    await tell('closed', 'We answer within {responseTime}.')
    const { conversationId: id } = accepted(await runtime.handle(say('hi')))
    accepted(await runtime.handle({ ...of(id), type: 'takeOver', by: manager() }))
    await answer(id)
    const night = async (said: number) => {
      for (let times = 0; times < 2; times += 1) {
        accepted(await runtime.handle(say('and this?')))
        await answer(id)
      }
      expect(await spoken(id)).toHaveLength(said)
    }
    accepted(await runtime.handle(say('and by day?')))
    await answer(id)
    expect(await spoken(id)).toEqual([])
    house.clock.advance(hours(12))
    await night(1)
    expect(await spoken(id)).toEqual(['22:00 closed: We answer within 10 hours, 2 minutes.'])
    house.clock.advance(days(1))
    await night(2)
  })
})
