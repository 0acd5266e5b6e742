import type { AbortSignalLike, AccountId, BotId, ConversationId, EffectId, EpochMs, TurnId } from '@baton/base'
import { describe, expect, it, vi } from 'vitest'
import { type Work, WorkPool } from './workPool.ts'

const brand = 'brand' as AccountId
const work = (id: string, bot: number, accountId = brand): Work => ({
  accountId,
  conversationId: id as ConversationId,
  attempt: 1,
  effect: {
    kind: 'turn',
    name: 'askBot',
    id: id as EffectId,
    turnId: 1 as TurnId,
    botId: bot as BotId,
    deadline: 0 as EpochMs,
  },
})

function poolOf(limits: { overall: number; perAccount: number; perBot: number }) {
  const begun: string[] = []
  const aborted: string[] = []
  const ends = new Map<string, () => void>()
  const onFree = vi.fn()
  const perform = ({ effect }: Work, signal: AbortSignalLike) => {
    begun.push(effect.id)
    signal.addEventListener('abort', () => aborted.push(effect.id))
    return new Promise<void>((resolve) => ends.set(effect.id, resolve))
  }
  const pool = new WorkPool(limits, perform, onFree)
  const end = async (id: string) => {
    ends.get(id)?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { pool, begun, aborted, end, onFree }
}

describe('WorkPool', () => {
  it('parks what is beyond the cap of a bot, and begins it when that bot has a place', async () => {
    const { pool, begun, end } = poolOf({ overall: 10, perAccount: 10, perBot: 1 })
    for (const [id, bot] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const)
      pool.take(work(id, bot))
    expect(begun).toEqual(['a', 'c'])
    expect(pool.busyBots()).toEqual([1, 2])
    expect(pool.held).toEqual(['a', 'c', 'b'])
    await end('c')
    expect(begun).toEqual(['a', 'c'])
    await end('a')
    expect(begun).toEqual(['a', 'c', 'b'])
  })

  it('counts promised places, so that a commit under way is not outrun', () => {
    const { pool } = poolOf({ overall: 10, perAccount: 10, perBot: 1 })
    expect(pool.reserve(brand, 1 as BotId)).toBe(true)
    expect(pool.reserve(brand, 1 as BotId)).toBe(false)
    pool.release(brand, 1 as BotId)
    expect(pool.reserve(brand, 1 as BotId)).toBe(true)
  })

  it('holds one account back for the sake of the others', () => {
    const { pool, begun } = poolOf({ overall: 10, perAccount: 1, perBot: 5 })
    pool.take(work('a', 1))
    pool.take(work('b', 2))
    pool.take(work('c', 3, 'other' as AccountId))
    expect(begun).toEqual(['a', 'c'])
    expect(pool.busyAccounts()).toEqual([brand, 'other'])
  })

  it('leaves alone what runs already, although it was claimed a second time', () => {
    const { pool, begun } = poolOf({ overall: 10, perAccount: 10, perBot: 5 })
    pool.take(work('a', 1))
    pool.take(work('a', 1))
    expect(begun).toEqual(['a'])
  })

  it('begins the next attempt when the former one has ended, although it was claimed before that', async () => {
    const { pool, begun, end } = poolOf({ overall: 10, perAccount: 10, perBot: 5 })
    pool.take(work('a', 1))
    pool.take({ ...work('a', 1), attempt: 2 })
    expect(begun).toEqual(['a'])
    await end('a')
    expect(begun).toEqual(['a', 'a'])
    await end('a')
    expect(pool.held).toEqual([])
  })

  it('begins once more what was aborted because its claim was lost, and was claimed again meanwhile', async () => {
    const { pool, begun, end } = poolOf({ overall: 10, perAccount: 10, perBot: 5 })
    pool.take(work('a', 1))
    pool.abort('a' as EffectId)
    pool.take(work('a', 1))
    expect(begun).toEqual(['a'])
    await end('a')
    expect(begun).toEqual(['a', 'a'])
  })

  it('aborts what was taken back, parked or under way', async () => {
    const { pool, begun, aborted, end } = poolOf({ overall: 10, perAccount: 10, perBot: 1 })
    pool.take(work('a', 1))
    pool.take(work('b', 1))
    pool.abort('b' as EffectId)
    pool.abort('a' as EffectId)
    await end('a')
    expect(aborted).toEqual(['a'])
    expect(begun).toEqual(['a'])
  })

  it('says so when a place is free that nothing here wants', async () => {
    const { pool, end, onFree } = poolOf({ overall: 1, perAccount: 1, perBot: 1 })
    pool.take(work('a', 1))
    expect(pool.room).toBe(0)
    await end('a')
    expect(onFree).toHaveBeenCalledOnce()
    expect(pool.room).toBe(1)
  })
})
