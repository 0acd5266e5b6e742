import { type AgentId, type ConsumerId, type ConversationId, hours, minutes, type SkillId } from '@baton/base'
import { transfersIn } from '@baton/conversation'
import type { AccountChange, Person, Skill } from '@baton/storage'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accepted, brand, type House, logOf, openHouse, openStateOf, say, soon, web } from '../examples/house.ts'
import type { Order, Runtime } from '../runtime.ts'

/* Conversations that people pass on by name, through a running node. Grace answers, Hedy is meant, Joan is somebody else. */
let house: House
let runtime: Runtime
let grace: AgentId
let hedy: AgentId
let joan: AgentId
let mia: AgentId

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: house.help.id })
  grace = house.agentId
  ;[hedy, joan, mia] = [await hire('Hedy'), await hire('Joan'), await hire('Mia', 'manager')]
  runtime = await house.run()
})
afterEach(() => house.close(), 120_000)

async function hire(nickname: string, role: Person['role'] = 'agent'): Promise<AgentId> {
  const person = { fullName: nickname, nickname, role, skillIds: [house.help.id], capacity: 3, enabled: true } as const
  return (await house.storage.settings.createPerson(brand, person)).id
}
const is = async (agentId: AgentId, status: 'online' | 'busy' | 'away') => {
  await runtime.presence.arrived(brand, agentId)
  await runtime.presence.setStatus(brand, agentId, status, undefined)
}
const set = async (change: AccountChange) => {
  await house.storage.settings.updateAccount(brand, change)
  runtime.settingsChanged(brand)
}
const setSkill = async (id: SkillId, change: Partial<Skill>) => {
  await house.storage.settings.updateSkill(brand, id, change)
  runtime.settingsChanged(brand)
}
const by = (agentId: AgentId, authority: 'agent' | 'manager' = 'agent') =>
  ({ kind: 'agent', agentId, authority }) as const
const state = (id: ConversationId) => openStateOf(runtime, id)
const offeredTo = async (id: ConversationId) => (await state(id)).offers.map(({ agentId }) => agentId)
const isOffered = (id: ConversationId, ...to: AgentId[]) => soon(async () => expect(await offeredTo(id)).toEqual(to))

let visitors = 0
async function answeredByGrace(): Promise<ConversationId> {
  visitors += 1
  const consumer = { kind: 'consumer', consumerId: `visitor-${visitors}` as ConsumerId } as const
  const id = accepted(await runtime.handle(say('anybody there?', { by: consumer }))).conversationId
  accepted(await runtime.handle({ ...inIt(id), type: 'takeOver', by: by(grace) }))
  return id
}
const inIt = (conversationId: ConversationId) => ({ accountId: brand, conversationId })
const pass = (
  id: ConversationId,
  from: Extract<Order, { type: 'transfer' }>['by'],
  agentId?: AgentId,
  skill = house.help.id,
) =>
  runtime.handle({ ...inIt(id), type: 'transfer', by: from, skillId: skill, ...(agentId !== undefined && { agentId }) })

it('messaging LIF-16, LIF-13: who may name people who are away does; after two hours everybody of the skill is asked, and the log says why', async () => {
  const id = await answeredByGrace()
  await is(hedy, 'away')
  await is(joan, 'online')
  expect(await pass(id, by(grace), hedy)).toMatchObject({ ok: false, refusal: 'not-permitted', path: '/agentId' })
  expect((await state(id)).assignee).toEqual({ kind: 'agent', agentId: grace })
  await set({ mayPassTo: { agents: 'away', managers: 'away' } })
  accepted(await pass(id, by(grace), hedy))
  const since = house.clock.now()
  expect((await state(id)).assignee).toMatchObject({ suggestedAgentId: hedy, suggestedUntil: since + hours(2) })

  // Another one shows that the dispatcher has looked at the queue, and passed this one by.
  const other = await answeredByGrace()
  accepted(await runtime.handle({ ...inIt(other), type: 'backToQueue', by: by(grace) }))
  await isOffered(other, joan)
  expect(await offeredTo(id)).toEqual([])

  house.clock.advance(hours(2))
  await is(joan, 'online')
  await isOffered(id, joan)
  expect((await state(id)).assignee).toEqual({ kind: 'queue', skillId: house.help.id, since })
  expect(transfersIn(await logOf(house.storage, id))).toMatchObject([
    { suggestedAgentId: hedy, reason: 'byAgent', outcome: 'suggestedTimedOut' },
    { by: { kind: 'system' }, reason: 'suggestedTimedOut', outcome: 'pending' },
  ])
}, 60_000)

it('messaging LIF-12: the one who is meant is asked alone, as soon as they are there; the skill’s own time counts before the account’s', async () => {
  await set({ mayPassTo: { agents: 'offline', managers: 'offline' }, suggestedMinutes: 7 })
  await setSkill(house.help.id, { suggestedMinutes: 600 })
  await is(joan, 'online')
  const id = await answeredByGrace()
  accepted(await pass(id, by(grace), hedy))
  house.clock.advance(minutes(30))
  await is(joan, 'online')
  await is(hedy, 'online')
  await isOffered(id, hedy)
  accepted(await runtime.handle({ ...inIt(id), type: 'acceptOffer', by: by(hedy) }))
  expect((await state(id)).assignee).toEqual({ kind: 'agent', agentId: hedy })
}, 60_000)

it('whoever lost the skill meanwhile is not waited for', async () => {
  await set({ mayPassTo: { agents: 'offline', managers: 'offline' } })
  await is(joan, 'online')
  const id = await answeredByGrace()
  accepted(await pass(id, by(grace), hedy))
  await house.storage.settings.updatePerson(brand, hedy, { skillIds: [] })
  runtime.settingsChanged(brand)
  await isOffered(id, joan)
}, 60_000)

it('messaging LIF-16: how far away somebody may be is each role’s own; who is busy is there, admins and programs name everybody', async () => {
  const ida = await hire('Ida', 'admin')
  const system = { kind: 'system' } as const
  const all = { grace: by(grace), mia: by(mia, 'manager'), ida: by(ida, 'manager'), system }
  const allowed = async () => {
    const who: string[] = []
    for (const [name, from] of Object.entries(all))
      if ((await pass(await answeredByGrace(), from, hedy)).ok) who.push(name)
    return who
  }
  await house.storage.settings.updatePerson(brand, grace, { capacity: 99 })
  expect(await allowed()).toEqual(['ida', 'system'])
  await is(hedy, 'away')
  expect(await allowed()).toEqual(['mia', 'ida', 'system'])
  await is(hedy, 'busy')
  expect(await allowed()).toEqual(['grace', 'mia', 'ida', 'system'])
  await is(hedy, 'away')
  await set({ mayPassTo: { agents: 'away', managers: 'online' } })
  expect(await allowed()).toEqual(['grace', 'ida', 'system'])
}, 60_000)

it('messaging LIF-10, R5.12: a skill that passes nothing on keeps its conversations, whoever asks; inside of it they are passed on all the same', async () => {
  await setSkill(house.help.id, { transfersTo: [] })
  const id = await answeredByGrace()
  const seq = (await state(id)).seq
  for (const from of [by(grace), by(mia, 'manager'), { kind: 'system' } as const]) {
    expect(await pass(id, from, undefined, house.sales.id)).toMatchObject({
      refusal: 'not-permitted',
      path: '/skillId',
    })
  }
  expect(await state(id)).toMatchObject({ seq, skillId: house.help.id, assignee: { kind: 'agent', agentId: grace } })
  accepted(await pass(id, by(grace)))
  expect((await state(id)).assignee).toMatchObject({ kind: 'queue', skillId: house.help.id })

  await setSkill(house.help.id, { transfersTo: [house.sales.id] })
  accepted(await pass(id, by(mia, 'manager'), undefined, house.sales.id))
  expect((await state(id)).skillId).toBe(house.sales.id)
}, 60_000)
