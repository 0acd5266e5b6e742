import { readdirSync, readFileSync } from 'node:fs'
import type { ConversationId } from '@baton/base'
import { after, days, hours, minutes } from '@baton/base'
import type { AutomaticKind } from '@baton/conversation'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  ada,
  ben,
  brand,
  type House,
  logOf,
  openHouse,
  say,
  soon,
  typesOf,
  web,
  words,
} from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'

let house: House
let runtime: Runtime
const CARD = '4111111111111111'

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  runtime = await house.run()
})
afterEach(() => house.close())

const set = async (change: object) => {
  await house.storage.settings.updateAccount(brand, change)
  runtime.settingsChanged(brand)
}

describe('masking (messaging R7.16)', () => {
  it('comes before anything is saved: words, attributes, and what is known of a repetition', async () => {
    await set({ maskCardNumbers: true, maskingPatterns: [{ name: 'code', pattern: 'PIN \\d+' }] })
    const order = say(`it is ${CARD}, PIN 1234`, {
      attributes: { note: `old ${CARD}`, number: 4111111111111111, n: 7 },
    })
    const { conversationId } = accepted(await runtime.handle(order))
    const [opened, sent] = await logOf(house.storage, conversationId)
    expect(opened?.event).toMatchObject({
      body: { attributes: { note: 'old ••••••••••••1111', number: '••••••••••••1111', n: 7 } },
    })
    expect(sent?.event).toMatchObject({ body: { content: { text: 'it is ••••••••••••1111, ••••••••' } } })
    // The same words again are the same words.
    expect(await runtime.handle(order)).toMatchObject({ ok: true, conversationId })
    const agent = { kind: 'agent', agentId: house.agentId, authority: 'manager' } as const
    accepted(await runtime.handle({ type: 'takeOver', accountId: brand, conversationId, by: agent }))
    accepted(
      await runtime.handle({
        type: 'write',
        accountId: brand,
        conversationId,
        by: agent,
        clientId: 'agent-1' as never,
        audience: 'ALL',
        content: words(`you said ${CARD}`),
      }),
    )
    accepted(
      await runtime.handle({
        type: 'setAttributes',
        accountId: brand,
        conversationId,
        by: ada,
        attributes: { c: CARD },
      }),
    )
    expect(JSON.stringify(await logOf(house.storage, conversationId))).not.toContain(CARD)
  })

  it('begins and ends with the setting', async () => {
    const first = accepted(await runtime.handle(say(CARD)))
    await set({ maskCardNumbers: true })
    accepted(await runtime.handle(say(CARD)))
    await set({ maskCardNumbers: undefined })
    accepted(await runtime.handle(say(CARD)))
    const said = (await logOf(house.storage, first.conversationId)).flatMap(({ event }) =>
      event.type === 'messageSent' && event.body?.content.kind === 'text' ? [event.body.content.text] : [],
    )
    expect(said).toEqual([CARD, '••••••••••••1111', CARD])
  })
})

describe('retention', () => {
  const closed = async (by: typeof ada | typeof ben): Promise<ConversationId> => {
    const { conversationId } = accepted(await runtime.handle(say('my secret', { by })))
    accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId, by }))
    return conversationId
  }
  const isErased = async (id: ConversationId) => (await typesOf(house.storage, id)).includes('erased')

  it('erases what closed longer ago than the account keeps it, once, and nothing else', async () => {
    await set({ retentionDays: 30 })
    const old = await closed(ada)
    house.clock.advance(days(29))
    const young = await closed(ben)
    const open = accepted(await runtime.handle(say('still open'))).conversationId
    house.clock.advance(hours(2))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await isErased(old)).toBe(false)
    house.clock.advance(days(1))
    await soon(async () => expect(await isErased(old)).toBe(true))
    house.clock.advance(hours(3))
    await soon(async () =>
      expect(await house.storage.conversations.listKept(brand, house.clock.now(), 10)).toEqual([young]),
    )
    expect(await isErased(young)).toBe(false)
    expect(await isErased(open)).toBe(false)
    expect((await typesOf(house.storage, old)).filter((type) => type === 'erased')).toHaveLength(1)
  })

  it('leaves the words of an account that keeps everything', async () => {
    const old = await closed(ada)
    house.clock.advance(days(4_000))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await isErased(old)).toBe(false)
  })

  it('is done by one node at a time', async () => {
    const now = house.clock.now()
    await house.storage.words.holdLease('retention', 'another node', now, (now + days(40)) as typeof now)
    await set({ retentionDays: 30 })
    const old = await closed(ada)
    house.clock.advance(days(31))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await isErased(old)).toBe(false)
    house.clock.advance(days(31))
    await soon(async () => expect(await isErased(old)).toBe(true))
  })
})

describe('automatic words', () => {
  const found = async <T>(asked: Promise<T | undefined>): Promise<T> => {
    const one = await asked
    if (one === undefined) throw new Error('it is not there')
    return one
  }
  const tell = async (kind: AutomaticKind, text: string) => {
    await house.storage.words.setAutomaticMessage(brand, { kind, text })
    runtime.settingsChanged(brand)
  }
  const spoken = async (id: ConversationId) =>
    (await logOf(house.storage, id)).flatMap(({ event }) =>
      event.type === 'messageSent' && event.automatic !== undefined && event.body?.content.kind === 'text'
        ? [`${event.automatic}: ${event.body.content.text}`]
        : [],
    )
  const comes = async () => {
    await runtime.presence.arrived(brand, house.agentId)
    await runtime.presence.setStatus(brand, house.agentId, 'busy', undefined)
  }

  it('welcome, and tell the place in the queue (messaging R4.22)', async () => {
    await comes()
    await tell('welcome', 'Hello at {brand}.')
    await tell('queued', 'You are number {position}.')
    const first = accepted(await runtime.handle(say('hi'))).conversationId
    const second = accepted(await runtime.handle(say('hi', { by: ben }))).conversationId
    await soon(async () =>
      expect(await spoken(first)).toEqual(['welcome: Hello at Brand.', 'queued: You are number 1.']),
    )
    await soon(async () =>
      expect(await spoken(second)).toEqual(['welcome: Hello at Brand.', 'queued: You are number 2.']),
    )
    house.clock.advance(minutes(30))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await spoken(first)).toHaveLength(2)
  })

  it('messaging LIF-08: passed on to another skill, the consumer reads that skill’s own words, and what everybody reads who begins to wait there', async () => {
    await comes()
    await tell('queued', 'You are number {position}.')
    await tell('transferred', 'Somebody else answers within {responseTime}.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    await soon(async () => expect(await spoken(id)).toEqual(['queued: You are number 1.']))
    const order = { type: 'transfer', accountId: brand, conversationId: id, by: { kind: 'system' } } as const
    const times = { ...house.help.responseTimes, prioritized: hours(44) + minutes(12) }
    const skill = { ...house.help, responseTimes: times }
    const billing = await house.storage.settings.createSkill(brand, { ...skill, name: 'Billing' })
    const refunds = await house.storage.settings.createSkill(brand, { ...skill, name: 'Refunds' })
    const skillIds = [house.help.id, billing.id, refunds.id]
    await house.storage.settings.updatePerson(brand, house.agentId, { skillIds })
    const own = { kind: 'transferred', skillId: billing.id, text: 'Billing at {brand} is told.' } as const
    await house.storage.words.setAutomaticMessage(brand, own)
    runtime.settingsChanged(brand)

    accepted(await runtime.handle({ ...order, skillId: billing.id }))
    await soon(async () =>
      expect((await spoken(id)).slice(1)).toEqual([
        'transferred: Billing at Brand is told.',
        'queued: You are number 1.',
      ]),
    )
    accepted(await runtime.handle({ ...order, skillId: refunds.id }))
    // Its two largest units, not rounded (messaging R3.16).
    expect((await spoken(id))[3]).toBe('transferred: Somebody else answers within 1 day, 20 hours.')
  })

  it('messaging LIF-11, LIF-04: to whom it is meant for one person no time is told; who takes it is named, who gives it back too', async () => {
    await comes()
    await tell('transferred', 'Somebody else answers within {responseTime}.')
    await tell('transferredToAgent', 'A colleague whom we know has it soon.')
    await tell('accepted', 'You are now connected to {agent}.')
    await tell('backToQueue', 'Another one comes within {responseTime}.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    const of = { accountId: brand, conversationId: id } as const
    const skillId = house.help.id
    accepted(await runtime.handle({ ...of, type: 'transfer', by: { kind: 'system' }, skillId, agentId: house.agentId }))
    expect(await spoken(id)).toEqual(['transferredToAgent: A colleague whom we know has it soon.'])
    const { nickname } = await found(house.storage.settings.findPerson(brand, house.agentId))
    const by = { kind: 'agent', agentId: house.agentId, authority: 'agent' } as const
    accepted(await runtime.handle({ ...of, type: 'takeOver', by }))
    accepted(await runtime.handle({ ...of, type: 'backToQueue', by }))
    expect((await spoken(id)).at(-1)).toMatch(/^backToQueue: Another one comes within .+\.$/)
    const until = after(house.clock.now(), minutes(1))
    accepted(await runtime.handle({ ...of, type: 'offer', agentId: house.agentId, until, ring: 'one' }))
    accepted(await runtime.handle({ ...of, type: 'acceptOffer', by }))
    expect((await spoken(id)).filter((line) => line.startsWith('accepted'))).toEqual([
      `accepted: You are now connected to ${nickname}.`,
    ])
  })

  it('messaging R3.16: one without words of its own for that is told what every transfer says, where that names no time', async () => {
    await comes()
    await tell('transferred', 'Somebody else answers within {responseTime}.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    const order = { type: 'transfer', accountId: brand, conversationId: id, by: { kind: 'system' } } as const
    const skillId = house.help.id
    accepted(await runtime.handle({ ...order, skillId, agentId: house.agentId }))
    expect(await spoken(id)).toEqual([])
    await tell('transferred', 'You are being passed on.')
    const other = await house.storage.settings.createSkill(brand, { ...house.help, name: 'Billing' })
    await house.storage.settings.updatePerson(brand, house.agentId, { skillIds: [skillId, other.id] })
    runtime.settingsChanged(brand)
    accepted(await runtime.handle({ ...order, skillId: other.id, agentId: house.agentId }))
    expect(await spoken(id)).toEqual(['transferred: You are being passed on.'])
  })

  it('tell the place again, where the brand wants it', async () => {
    await set({ queueUpdateMinutes: 2 })
    await comes()
    await tell('queued', 'You are number {position}.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    await soon(async () => expect(await spoken(id)).toHaveLength(1))
    house.clock.advance(minutes(2))
    await soon(async () => expect(await spoken(id)).toHaveLength(2))
  })

  it('say that nobody is here, and that somebody is, once each', async () => {
    await tell('nobodyHere', 'Nobody is here.')
    await tell('queued', 'Somebody is here.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    await soon(async () => expect(await spoken(id)).toEqual(['nobodyHere: Nobody is here.']))
    await comes()
    house.clock.advance(minutes(5))
    await soon(async () =>
      expect(await spoken(id)).toEqual(['nobodyHere: Nobody is here.', 'queued: Somebody is here.']),
    )
  })

  it('say when it opens, in the language and the time of the place (messaging R4.24)', async () => {
    await house.storage.words.setOpeningHours(
      brand,
      { scope: 'skill', skillId: house.help.id },
      { timeZone: 'Europe/Berlin', week: [[{ from: '09:00', to: '17:00' }]], special: [] },
    )
    await house.storage.words.setAutomaticMessage(brand, { kind: 'closed', text: 'Open {opensAt}.' })
    await house.storage.words.setAutomaticMessage(brand, {
      kind: 'closed',
      language: 'de',
      text: 'Wieder da: {opensAt}.',
    })
    await house.storage.settings.updateEntryPoint(brand, web, { language: 'de-AT' })
    runtime.settingsChanged(brand)
    // A Saturday.
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    await soon(async () => expect(await spoken(id)).toEqual(['closed: Wieder da: Montag, 23. November um 9:00.']))
  })

  it('say nothing where they name what nobody knows (messaging MSG-16)', async () => {
    await comes()
    await tell('queued', 'About {minutes} minutes.')
    const id = accepted(await runtime.handle(say('hi'))).conversationId
    house.clock.advance(minutes(6))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await spoken(id)).toEqual([])
  })
})

it('nothing that was masked is in any file', async () => {
  await set({ maskCardNumbers: true })
  accepted(await runtime.handle(say(`card ${CARD}`)))
  await house.storage.search.catchUp()
  const files = readdirSync(house.directory)
  expect(files).toContain('search.db')
  for (const file of files) expect(readFileSync(`${house.directory}/${file}`, 'latin1'), file).not.toContain(CARD)
})
