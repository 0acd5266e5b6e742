import type { AgentId, ConsumerId } from '@baton/base'
import type { SeatChange } from '@baton/conversation'
import { expect, it } from 'vitest'
import type { Storage } from '../store.ts'
import { account, numberedId, type Open, openMany, row, silently } from './examples.ts'

async function agentWithCapacity(storage: Storage, capacity: number): Promise<AgentId> {
  await storage.settings.createAccount({ id: account, name: 'Coffee' })
  const person = { fullName: 'Ada', nickname: 'Ada', role: 'agent', skillIds: [], capacity, enabled: true } as const
  return (await storage.settings.createPerson(account, person)).id
}

const reserve = (agentId: AgentId, weight = 1, mayExceed = false): SeatChange => ({
  do: 'reserve',
  agentId,
  weight,
  mayExceed,
})

export function seatsConformance(open: Open): void {
  async function given(capacity: number) {
    const storage = await open()
    const agentId = await agentWithCapacity(storage, capacity)
    await openMany(storage, 4)
    const commit = (index: number, ...effects: SeatChange[]) =>
      storage.conversations.commit(
        silently(1, {
          conversationId: numberedId(index),
          listRow: row({ consumerId: `consumer-${index}` as ConsumerId }),
          effects,
        }),
      )
    return { agentId, commit, taken: { ok: false, why: 'seat-taken', agentId } }
  }

  it('gives as many seats as the agent has, and refuses the next', async () => {
    const { agentId, commit, taken } = await given(2)
    expect(await commit(0, reserve(agentId))).toEqual({ ok: true })
    expect(await commit(1, reserve(agentId))).toEqual({ ok: true })
    expect(await commit(2, reserve(agentId))).toEqual(taken)
  })

  it('gives the last seat once when two ask at the same time', async () => {
    const { agentId, commit, taken } = await given(1)
    expect(await Promise.all([commit(0, reserve(agentId)), commit(1, reserve(agentId))])).toEqual([{ ok: true }, taken])
  })

  it('a released seat is free again; releasing what is not reserved is fine', async () => {
    const { agentId, commit } = await given(1)
    await commit(0, reserve(agentId))
    expect(await commit(0, { do: 'release', agentId }, { do: 'release', agentId })).toEqual({ ok: true })
    expect(await commit(1, reserve(agentId))).toEqual({ ok: true })
  })

  it('a pair has one reservation: reserving again replaces its weight', async () => {
    const { agentId, commit, taken } = await given(1)
    await commit(0, reserve(agentId))
    expect(await commit(0, reserve(agentId, 0.4))).toEqual({ ok: true })
    expect(await commit(1, reserve(agentId, 0.7))).toEqual(taken)
    expect(await commit(1, reserve(agentId, 0.6))).toEqual({ ok: true })
  })

  it('tenths fill a place exactly', async () => {
    const { agentId, commit } = await given(1)
    await commit(0, reserve(agentId, 0.1))
    await commit(1, reserve(agentId, 0.2))
    expect(await commit(2, reserve(agentId, 0.7))).toEqual({ ok: true })
    expect(await commit(3, reserve(agentId, 0.1))).toMatchObject({ why: 'seat-taken' })
  })

  it('a takeover may exceed the capacity, and counts from then on', async () => {
    const { agentId, commit, taken } = await given(1)
    await commit(0, reserve(agentId))
    expect(await commit(1, reserve(agentId, 1, true))).toEqual({ ok: true })
    await commit(0, { do: 'release', agentId })
    expect(await commit(2, reserve(agentId))).toEqual(taken)
  })

  it('nobody is offered what a person who does not exist would have to take', async () => {
    const { commit } = await given(1)
    const nobody = 99 as AgentId
    expect(await commit(0, reserve(nobody))).toEqual({ ok: false, why: 'seat-taken', agentId: nobody })
  })
}
