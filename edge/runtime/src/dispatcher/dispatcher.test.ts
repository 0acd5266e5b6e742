import type { AgentId, ConsumerId, ConversationId, SkillId } from '@baton/base'
import { minutes, seconds } from '@baton/base'
import type { OpenConversation } from '@baton/conversation'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isOpen } from '../commands.ts'

import { fillable } from '../examples/faultyStorage.ts'
import { accepted, brand, type House, logOf, openHouse, openStateOf, say, web } from '../examples/house.ts'
import type { Order, Runtime } from '../runtime.ts'

let house: House
let runtime: Runtime
let skill: SkillId
let people: AgentId[]

beforeEach(async () => {
  house = await openHouse('http://127.0.0.1:9')
  skill = house.help.id
  await house.storage.settings.updateEntryPoint(brand, web, { skillId: skill })
  await house.storage.settings.updatePerson(brand, house.agentId, { capacity: 2 })
  const hire = async (nickname: string) =>
    (
      await house.storage.settings.createPerson(brand, {
        fullName: nickname,
        nickname,
        role: 'agent',
        skillIds: [skill],
        capacity: 2,
        enabled: true,
      })
    ).id
  people = [house.agentId, await hire('Hedy'), await hire('Joan')]
  runtime = await house.run()
})
// Nodes that were cut off are waited for.
afterEach(() => house.close(), 120_000)

let consumers = 0
async function waits(on = runtime): Promise<ConversationId> {
  consumers += 1
  const by = { kind: 'consumer', consumerId: `guest-${consumers}` as ConsumerId } as const
  return accepted(await on.handle(say('anybody there?', { by }))).conversationId
}

const comes = async (agentId: AgentId | undefined, status: 'online' | 'busy' | 'away' = 'online', on = runtime) => {
  await on.presence.arrived(brand, agentId as AgentId)
  await on.presence.setStatus(brand, agentId as AgentId, status, undefined)
}

const act = (type: 'acceptOffer' | 'rejectOffer' | 'backToQueue', conversationId: ConversationId, agentId?: AgentId) =>
  runtime.handle({
    type,
    accountId: brand,
    conversationId,
    by: { kind: 'agent', agentId: agentId as AgentId, authority: 'agent' },
  })

/** Waits until a conversation looks like this; nothing else tells when the dispatcher has looked. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_600; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`${what}: never`)
}
const state = (id: ConversationId): Promise<OpenConversation> => openStateOf(runtime, id)
const isOffered = (id: ConversationId, ...to: (AgentId | undefined)[]) =>
  until(`offered to ${to}`, async () => {
    const offered = (await state(id)).offers.map(({ agentId }) => agentId)
    return offered.length === to.length && to.every((agentId) => offered.includes(agentId as AgentId))
  })

describe('one at a time', () => {
  it('messaging T3: offers what waits when somebody comes, and says why', async () => {
    const id = await waits()
    await comes(people[0])
    await isOffered(id, people[0])
    const offered = (await logOf(house.storage, id)).map(({ event }) => event).find(({ type }) => type === 'offered')
    expect(offered).toMatchObject({
      reserved: true,
      explanation: expect.stringMatching(/^leastBusy waited=\d+ due=\d+ load=0 capacity=2 among=/),
    })
    expect(accepted(await act('acceptOffer', id, people[0]))).toBeDefined()
  })

  it('is served at once after the one node was killed, and not when the lease of the dead one is over', async () => {
    await runtime.stop(0)
    const { clock, storage } = house
    const now = clock.now()
    expect(await storage.desk.holdDispatcher(brand, 'killed', now, (now + seconds(30)) as typeof now)).toBe(true)
    runtime = await house.run()
    const id = await waits()
    await comes(people[0])
    await isOffered(id, people[0])
    expect(clock.now()).toBe(now)
  })

  it('messaging T5: asks the next one when it lapses, and the first again only when there is nobody else', async () => {
    await comes(people[0])
    const id = await waits()
    await isOffered(id, people[0])
    await comes(people[1])
    house.clock.advance(seconds(72))
    await isOffered(id, people[1])
    await act('rejectOffer', id, people[1])
    house.clock.advance(seconds(31)) // not at once: they were asked a moment ago
    await isOffered(id, people[0])
  })

  it('messaging R4.20: a freed seat takes the head of the queue at once', async () => {
    await comes(people[0])
    const [first, second, third] = [await waits(), await waits(), await waits()]
    await isOffered(first, people[0])
    await isOffered(second, people[0])
    expect((await state(third)).offers).toEqual([])
    await act('acceptOffer', first, people[0])
    accepted(await runtime.handle({ type: 'close', accountId: brand, conversationId: first, by: { kind: 'system' } }))
    await isOffered(third, people[0])
  })

  it('messaging R4.11, LIF-07: who gave it back is avoided while there is somebody else, and asked again when there is nobody', async () => {
    await comes(people[0])
    const id = await waits()
    await isOffered(id, people[0])
    await act('acceptOffer', id, people[0])
    await comes(people[1])
    await act('backToQueue', id, people[0])
    await isOffered(id, people[1])
    await runtime.presence.setStatus(brand, people[1] as AgentId, 'away', undefined)
    house.clock.advance(seconds(31)) // not at once: they have just given it back
    await isOffered(id, people[0])
  })

  it('messaging R4.10: who is busy or away is offered nothing, and who goes away is rung no longer', async () => {
    await comes(people[0], 'busy')
    await comes(people[1], 'away')
    await comes(people[2])
    const id = await waits()
    await isOffered(id, people[2])
    await runtime.presence.setStatus(brand, people[2] as AgentId, 'away', 'lunch')
    await isOffered(id)
  })
})

describe('all at once', () => {
  beforeEach(async () => {
    await house.storage.settings.updateAccount(brand, { ring: 'all' })
    runtime.settingsChanged(brand)
  })

  it('messaging R4.14, LIF-05: the first to accept has it; no seat was held, and nobody else is rung any more', async () => {
    for (const agentId of people) await comes(agentId)
    const id = await waits()
    await isOffered(id, ...people)
    expect(await loads()).toEqual([0, 0, 0])
    const answers = await Promise.all(people.map((agentId) => act('acceptOffer', id, agentId)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok)).toMatchObject([{ refusal: 'offer-gone' }, { refusal: 'offer-gone' }])
    expect((await loads()).reduce((sum, load) => sum + load, 0)).toBe(1)
    const winner = people[answers.findIndex(({ ok }) => ok)]
    expect(await state(id)).toMatchObject({ assignee: { kind: 'agent', agentId: winner }, offers: [] })
    const ended = (await logOf(house.storage, id)).flatMap(({ event }) => (event.type === 'offerEnded' ? [event] : []))
    expect(ended.map(({ agentId, why }) => [agentId, why]).sort()).toEqual(
      people.filter((agentId) => agentId !== winner).map((agentId) => [agentId, 'withdrawn']),
    )
  })

  it('rings nobody for more than they could take', async () => {
    await comes(people[0])
    const ids = [await waits(), await waits(), await waits()]
    await isOffered(ids[0] as ConversationId, people[0])
    await isOffered(ids[1] as ConversationId, people[0])
    expect((await state(ids[2] as ConversationId)).offers).toEqual([])
    await act('acceptOffer', ids[0] as ConversationId, people[0])
    expect((await state(ids[2] as ConversationId)).offers).toEqual([])
  })
})

describe('an agent whose last socket is gone', () => {
  it('is offline when the lease is over; what rings lapses, what they answer goes back after the set time', async () => {
    await house.storage.settings.updateAccount(brand, { agentGoneMinutes: 10 })
    runtime.settingsChanged(brand)
    await comes(people[0])
    const [mine, ringing] = [await waits(), await waits()]
    await isOffered(mine, people[0])
    await act('acceptOffer', mine, people[0])
    await isOffered(ringing, people[0])
    await runtime.presence.left(brand, people[0] as AgentId)
    house.clock.advance(seconds(31))
    await isOffered(ringing)
    expect((await state(mine)).assignee).toEqual({ kind: 'agent', agentId: people[0] })
    expect(await house.storage.desk.findPresence(brand, people[0] as AgentId)).toMatchObject({ status: 'offline' })
    await until('tidied', async () => (await house.storage.desk.listUntidied(1)).length === 0)
    house.clock.advance(minutes(11))
    await until('it went back', async () => (await state(mine)).assignee.kind === 'queue')
    expect((await loads())[0]).toBe(0)
  })

  it('keeps everything by coming back within the lease, or within the set time', async () => {
    await house.storage.settings.updateAccount(brand, { agentGoneMinutes: 10 })
    runtime.settingsChanged(brand)
    await comes(people[0])
    const id = await waits()
    await isOffered(id, people[0])
    await act('acceptOffer', id, people[0])
    await runtime.presence.left(brand, people[0] as AgentId)
    house.clock.advance(seconds(20))
    expect(await runtime.presence.arrived(brand, people[0] as AgentId)).toMatchObject({ status: 'online' })
    await runtime.presence.left(brand, people[0] as AgentId)
    house.clock.advance(seconds(31))
    await until('gone', async () => {
      const presence = await house.storage.desk.findPresence(brand, people[0] as AgentId)
      return presence?.status === 'offline' && (await house.storage.desk.listUntidied(1)).length === 0
    })
    await comes(people[0])
    house.clock.advance(minutes(11))
    await until('the time is over', async () => (await house.storage.mailbox.nextDueAt()) !== undefined)
    expect((await state(id)).assignee).toEqual({ kind: 'agent', agentId: people[0] })
  })
})

const loads = async () => (await house.storage.desk.readLoads(brand, people, house.clock.now())).map(({ load }) => load)

const step = fc.record({
  do: fc.constantFrom('write', 'come', 'leave', 'away', 'accept', 'reject', 'close', 'wait', 'crash'),
  who: fc.nat(2),
  which: fc.nat(20),
})

it('invariant 6: load = reservations = conversations and offers held, whoever comes, goes, races and crashes', {
  timeout: 120_000,
}, async () => {
  const ids: ConversationId[] = []
  const here = [0, 0, 0]
  const nodes: { cut: boolean }[] = []
  const boot = async () => {
    const node = { cut: false }
    nodes.push(node)
    here.fill(0)
    return house.run({ storage: fillable(house.storage, () => node.cut) })
  }
  await runtime.stop(0)
  runtime = await boot()

  async function perform({ do: what, who, which }: { do: string; who: number; which: number }): Promise<void> {
    const agentId = people[who] as AgentId
    const id = ids[which % Math.max(1, ids.length)]
    switch (what) {
      case 'write':
        if (ids.length < 30) ids.push(await waits())
        return
      case 'come':
        here[who] = (here[who] ?? 0) + 1
        return comes(agentId)
      case 'leave':
        if ((here[who] ?? 0) === 0) return
        here[who] = (here[who] ?? 0) - 1
        return runtime.presence.left(brand, agentId)
      case 'away':
        return void (await runtime.presence.setStatus(brand, agentId, 'away', undefined))
      case 'wait':
        return house.clock.advance(seconds(1 + which * 4))
      // From outside a node that can save nothing more is a node that died, whatever it was doing.
      case 'crash': {
        for (const node of nodes) node.cut = true
        house.clock.advance(seconds(31)) // the lease of the dispatcher that died
        runtime = await boot()
        return
      }
      default:
        if (id === undefined) return
        if (what === 'close') {
          const order: Order = { type: 'close', accountId: brand, conversationId: id, by: { kind: 'system' } }
          return void (await runtime.handle(order))
        }
        return void (await act(what === 'accept' ? 'acceptOffer' : 'rejectOffer', id, agentId))
    }
  }

  async function held(): Promise<number[]> {
    const counts = [0, 0, 0]
    for (const id of ids) {
      const loaded = await house.storage.conversations.load(brand, id)
      if (loaded === undefined || !isOpen(loaded.state)) continue
      const { assignee, offers } = loaded.state
      const holders = offers.filter(({ reserved }) => reserved).map(({ agentId }) => agentId)
      if (assignee.kind === 'agent') holders.push(assignee.agentId)
      for (const agentId of holders) counts[people.indexOf(agentId)] = (counts[people.indexOf(agentId)] ?? 0) + 1
    }
    return counts
  }

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      for (const each of steps) await perform(each)
      // Both are read without a pause in between, so that no commit comes into it.
      await until('load and what is held are the same', async () => {
        const before = await loads()
        return (
          JSON.stringify(await held()) === JSON.stringify(before) &&
          JSON.stringify(await loads()) === JSON.stringify(before)
        )
      })
      expect(Math.max(...(await loads()))).toBeLessThanOrEqual(2)
    }),
    { numRuns: process.env.BATON_LONG ? 200 : 6 },
  )
})
