import { type ConversationId, days, type EpochMs, hours, minutes } from '@baton/base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, say, soon, web, words } from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'

const VALUE_MS = minutes(15)
let house: House
let runtime: Runtime
let midnight: EpochMs

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  const { settings, words: texts } = house.storage
  const responseTimes = { ...house.help.responseTimes, normal: VALUE_MS, prioritized: VALUE_MS }
  await settings.updateSkill(brand, house.help.id, { responseTimes })
  await settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  const week = Array.from({ length: 7 }, () => [{ from: '08:00', to: '20:00' }])
  await texts.setOpeningHours(brand, { scope: 'entryPoint', entryPointId: web }, { timeZone: 'UTC', week, special: [] })
  await texts.setAutomaticMessage(brand, { kind: 'closed', text: 'We answer within {responseTime}.' })
  midnight = (Math.ceil(house.clock.now() / days(1)) * days(1)) as EpochMs
  house.clock.advance(midnight - house.clock.now())
  runtime = await house.run()
})
afterEach(() => house.close())

const dueAt = async (id: ConversationId) => (await house.storage.conversations.load(brand, id))?.listRow.dueAt
const spoken = async (id: ConversationId) =>
  (await logOf(house.storage, id)).flatMap(({ event }) =>
    event.type === 'messageSent' && event.by.kind === 'system' && event.body?.content.kind === 'text'
      ? [event.body.content.text]
      : [],
  )

describe('messaging R4.7, RTE-13: closed from 20:00 to 08:00, 15 minutes to answer', () => {
  it('words at midnight are due at 08:15, and the consumer is told so', async () => {
    const { conversationId } = accepted(await runtime.handle(say('is anybody there?')))
    expect(await dueAt(conversationId)).toBe(midnight + hours(8) + VALUE_MS)
    await soon(async () => expect(await spoken(conversationId)).toEqual(['We answer within 8 hours, 15 minutes.']))
  })

  it('so are those in a conversation that somebody answered, and those by day are due by day', async () => {
    const { conversationId } = accepted(await runtime.handle(say('hi')))
    const of = { accountId: brand, conversationId } as const
    const by = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    const answer = async (n: number) => {
      const said = { clientId: `answer-${n}` as never, audience: 'ALL', content: words('hello') } as const
      accepted(await runtime.handle({ ...of, type: 'write', by, ...said }))
    }
    accepted(await runtime.handle({ ...of, type: 'takeOver', by }))
    await answer(1)
    expect(await dueAt(conversationId)).toBeUndefined()
    house.clock.advance(hours(1))
    accepted(await runtime.handle(say('one more thing')))
    expect(await dueAt(conversationId)).toBe(midnight + hours(8) + VALUE_MS)

    await answer(2)
    house.clock.advance(hours(9))
    accepted(await runtime.handle(say('and by day?')))
    expect(await dueAt(conversationId)).toBe(midnight + hours(10) + VALUE_MS)
  })

  it('passed on at night to a skill that is open then, it is due as there; passed on to one that is closed, as here', async () => {
    const { conversationId } = accepted(await runtime.handle(say('hi')))
    const { settings, words: texts } = house.storage
    const open = await settings.createSkill(brand, { ...house.help, name: 'Night' })
    const closed = await settings.createSkill(brand, { ...house.help, name: 'Day' })
    const always = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }])
    const ofOpen = { scope: 'skill', skillId: open.id } as const
    await texts.setOpeningHours(brand, ofOpen, { timeZone: 'UTC', week: always, special: [] })
    runtime.settingsChanged(brand)
    const transfer = async (skillId: typeof open.id) =>
      accepted(
        await runtime.handle({ type: 'transfer', accountId: brand, conversationId, by: { kind: 'system' }, skillId }),
      )
    house.clock.advance(minutes(1))
    await transfer(open.id)
    expect(await dueAt(conversationId)).toBe(midnight + minutes(1) + house.help.responseTimes.prioritized)
    await transfer(closed.id)
    expect(await dueAt(conversationId)).toBe(midnight + hours(8) + house.help.responseTimes.prioritized)
  })
})
