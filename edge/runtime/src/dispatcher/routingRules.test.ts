import { type AgentId, after, type ConsumerId, type ConversationId, minutes, type SkillId, seconds } from '@baton/base'
import type { AccountChange, Skill } from '@baton/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, openStateOf, say, web } from '../examples/house.ts'
import type { Runtime } from '../runtime.ts'

let house: House
let runtime: Runtime
let grace: AgentId
let hedy: AgentId

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  grace = house.agentId
  hedy = await hire('Hedy', [house.help.id])
  runtime = await house.run()
})
afterEach(() => house.close(), 120_000)

async function hire(nickname: string, skillIds: SkillId[]): Promise<AgentId> {
  const person = { fullName: nickname, nickname, role: 'agent', skillIds, capacity: 3, enabled: true } as const
  return (await house.storage.settings.createPerson(brand, person)).id
}
async function set(change: AccountChange): Promise<void> {
  await house.storage.settings.updateAccount(brand, change)
  runtime.settingsChanged(brand)
}
async function setSkill(id: SkillId, change: Partial<Skill>): Promise<void> {
  await house.storage.settings.updateSkill(brand, id, change)
  runtime.settingsChanged(brand)
}
const comes = async (agentId: AgentId) => {
  await runtime.presence.arrived(brand, agentId)
  await runtime.presence.setStatus(brand, agentId, 'online', undefined)
}
const act = (type: 'acceptOffer' | 'backToQueue' | 'close', conversationId: ConversationId, agentId: AgentId) =>
  runtime.handle({ type, accountId: brand, conversationId, by: { kind: 'agent', agentId, authority: 'agent' } })
async function waits(consumer: string): Promise<ConversationId> {
  const by = { kind: 'consumer', consumerId: consumer as ConsumerId } as const
  return accepted(await runtime.handle(say('anybody there?', { by }))).conversationId
}
const state = (id: ConversationId) => openStateOf(runtime, id)

/** Waits until a conversation looks like this; nothing else tells when the dispatcher has looked. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_600; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`${what}: never`)
}
const isOffered = (id: ConversationId, to: AgentId) =>
  until(`offered to ${to}`, async () => (await state(id)).offers.some(({ agentId }) => agentId === to))
const isHeldBy = (id: ConversationId, by: AgentId) =>
  until(`held by ${by}`, async () => {
    const { assignee } = await state(id)
    return assignee.kind === 'agent' && assignee.agentId === by
  })
const isQueuedAt = (id: ConversationId, skillId: SkillId) =>
  until(`waits at ${skillId}`, async () => {
    const { assignee } = await state(id)
    return assignee.kind === 'queue' && assignee.skillId === skillId
  })

it('messaging R4.14: gives a conversation to the least busy without asking, where the account says so', async () => {
  await set({ ring: 'auto' })
  await comes(grace)
  const [first, second] = [await waits('one'), await waits('two')]
  await isHeldBy(first, grace)
  await isHeldBy(second, grace)
  await comes(hedy)
  await isHeldBy(await waits('three'), hedy)
  const log = (await logOf(house.storage, first)).map(({ event }) => event.type)
  expect(log.filter((type) => type === 'assigned')).toHaveLength(1)
})

it('messaging R4.11: asks who closed the consumer’s last conversation before others who are as busy', async () => {
  await comes(hedy)
  const before = await waits('regular')
  await isOffered(before, hedy)
  accepted(await act('acceptOffer', before, hedy))
  accepted(await act('close', before, hedy))
  await comes(grace)
  house.clock.advance(minutes(1))
  const again = await waits('regular') // Hedy got the last one, so that a stranger would go to Grace
  await isOffered(again, hedy)
  const offered = (await logOf(house.storage, again)).map(({ event }) => event).find(({ type }) => type === 'offered')
  expect(offered).toMatchObject({ explanation: expect.stringMatching(/^former /) })
  await set({ preferFormerAgent: false })
  accepted(await act('acceptOffer', again, hedy))
  accepted(await act('close', again, hedy))
  await isOffered(await waits('regular'), grace)
})

it('messaging R4.13: who begins slowly gets the second conversation 90 seconds after the first', async () => {
  await set({ warmUp: true })
  await comes(grace)
  const [first, second] = [await waits('one'), await waits('two')]
  await isOffered(first, grace)
  accepted(await act('acceptOffer', first, grace))
  await until('the dispatcher has looked', async () => (await house.storage.mailbox.listDirtySkills(1)).length === 0)
  expect((await state(second)).offers).toEqual([])
  house.clock.advance(seconds(91))
  await isOffered(second, grace)
})

it('messaging R4.13: begins slowly again after an hour without a new conversation', async () => {
  await set({ warmUp: true })
  await comes(grace)
  const before = await waits('before')
  await isOffered(before, grace)
  accepted(await act('acceptOffer', before, grace))
  accepted(await act('close', before, grace))
  house.clock.advance(minutes(61))
  await comes(grace) // her socket went on all the time
  const [first, second] = [await waits('one'), await waits('two')]
  await isOffered(first, grace)
  await until('the dispatcher has looked', async () => (await house.storage.mailbox.listDirtySkills(1)).length === 0)
  expect((await state(second)).offers).toEqual([])
  house.clock.advance(seconds(91))
  await isOffered(second, grace)
})

it('messaging R4.18: whom a rule makes faster overtakes those who waited longer; a draw without rules does not', async () => {
  const byEntrance = { entrance: 1, interactive: 0 }
  const plain = await waits('plain')
  house.clock.advance(seconds(10))
  const gold = await waits('gold')
  await runtime.handle({
    type: 'setAttributes',
    accountId: brand,
    conversationId: gold,
    by: { kind: 'consumer', consumerId: 'gold' as ConsumerId },
    attributes: { customer: { tier: 'gold' } },
  })
  house.clock.advance(seconds(5))
  const faster = { when: 'attribute', path: 'customer.tier', equals: 'gold', velocity: 10 } as const
  await set({ prioritisation: { mix: byEntrance, rules: [faster] } })
  await house.storage.settings.updatePerson(brand, grace, { capacity: 1 })
  await comes(grace)
  await isOffered(gold, grace)
  expect((await state(plain)).offers).toEqual([])
  await set({ prioritisation: { mix: byEntrance, rules: [] } })
  await house.storage.settings.updatePerson(brand, hedy, { capacity: 1 })
  const third = await waits('third')
  await comes(hedy)
  await isOffered(plain, hedy)
  expect((await state(third)).offers).toEqual([])
})

it('messaging R4.18: interactiveness asks who wrote last; R4.19: ten promises late comes before everything', async () => {
  const late = await waits('late')
  house.clock.advance(house.help.responseTimes.normal * 12)
  const quiet = await waits('quiet')
  house.clock.advance(seconds(30))
  const lively = await waits('lively')
  await set({ prioritisation: { mix: { entrance: 0, interactive: 1 }, rules: [] } })
  await house.storage.settings.updatePerson(brand, grace, { capacity: 1 })
  await house.storage.settings.updatePerson(brand, hedy, { capacity: 1 })
  await comes(grace)
  await isOffered(late, grace)
  await comes(hedy)
  await isOffered(lively, hedy)
  expect((await state(quiet)).offers).toEqual([])
})

it('messaging R4.21: tells how queues stand and move from rows that every node reads', async () => {
  const ids = [await waits('one'), await waits('two'), await waits('three'), await waits('four')]
  const { help } = house
  const before = await runtime.liveNumbers(brand, [help.id])
  expect(before).toMatchObject({ open: 4, inQueue: 4, actionable: 4, overdue: 0 })
  expect(before.queues).toEqual([
    { skillId: help.id, inQueue: 4, actionable: 4, onlineAgents: 0, freeSlots: 0, estimatedWait: -1 },
  ])
  house.clock.advance(minutes(1))
  await comes(grace)
  for (const id of ids.slice(0, 3)) {
    await isOffered(id, grace)
    accepted(await act('acceptOffer', id, grace))
  }
  house.clock.advance(minutes(1))
  const { queues } = await runtime.liveNumbers(brand, [help.id])
  expect(queues[0]).toMatchObject({ inQueue: 1, onlineAgents: 1, freeSlots: 0, median: 60_000, estimatedWait: 1_200 })
  const now = house.clock.now()
  await house.storage.desk.keepLeases([{ accountId: brand, agentId: grace }], after(now, minutes(1)), now)
  const another = await house.run()
  expect((await another.liveNumbers(brand, [help.id])).queues).toEqual(queues)
})

describe('a fallback skill (messaging R4.4, RTE-02, RTE-03)', () => {
  let rescue: SkillId
  let joan: AgentId
  beforeEach(async () => {
    const { id: _id, accountId: _account, ...like } = house.help
    rescue = (await house.storage.settings.createSkill(brand, { ...like, name: 'Rescue' })).id
    joan = await hire('Joan', [rescue])
    await setSkill(house.help.id, { fallbackSkillId: rescue })
  })

  it('takes new conversations while nobody of the first skill is online', async () => {
    await comes(joan)
    const id = await waits('one')
    await isOffered(id, joan)
    expect((await state(id)).skillId).toBe(rescue)
  })

  it('lets them wait while nobody of either is there; the first of either to come gets them', async () => {
    const [one, two] = [await waits('one'), await waits('two')]
    await until('looked at', async () => (await house.storage.mailbox.listDirtySkills(1)).length === 0)
    await isQueuedAt(one, house.help.id)
    await comes(joan)
    await isOffered(one, joan)
    await isOffered(two, joan)
  })

  it('leaves alone what was given back', async () => {
    await comes(grace)
    const id = await waits('one')
    await isOffered(id, grace)
    accepted(await act('acceptOffer', id, grace))
    house.clock.advance(seconds(1))
    await runtime.presence.setStatus(brand, grace, 'away', undefined)
    accepted(await act('backToQueue', id, grace))
    await comes(joan)
    const fresh = await waits('two')
    await isOffered(fresh, joan)
    expect((await state(id)).assignee).toMatchObject({ kind: 'queue', skillId: house.help.id })
  })
})

it('gives back what a gone agent holds after the skill’s own time, whatever the account says', async () => {
  await set({ agentGoneMinutes: 60 })
  await setSkill(house.help.id, { agentGoneMinutes: 2 })
  await comes(grace)
  const id = await waits('one')
  await isOffered(id, grace)
  accepted(await act('acceptOffer', id, grace))
  await runtime.presence.left(brand, grace)
  house.clock.advance(seconds(31))
  await until('gone', async () => (await house.storage.desk.findPresence(brand, grace))?.status === 'offline')
  await until('tidied', async () => (await house.storage.desk.listUntidied(1)).length === 0)
  expect((await state(id)).assignee).toMatchObject({ kind: 'agent' })
  house.clock.advance(minutes(2))
  await isQueuedAt(id, house.help.id)
})
