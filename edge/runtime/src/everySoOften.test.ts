import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { everySoOften, type Rounds } from './everySoOften.ts'

/** What acts, and comes back when the test says so. */
let acts: { resolve(): void; reject(fault: Error): void }[]
let faults: unknown[]
let rounds: Rounds

beforeEach(() => {
  vi.useFakeTimers()
  acts = []
  faults = []
  rounds = everySoOften(
    1_000,
    () => new Promise((resolve, reject) => void acts.push({ resolve, reject })),
    (fault) => faults.push(fault),
  )
})
afterEach(() => {
  rounds.end()
  vi.useRealTimers()
})

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000)

describe('what is done every so often', () => {
  it('is done in each round while it comes back', async () => {
    for (let round = 1; round <= 5; round += 1) {
      await pass(1)
      expect(acts).toHaveLength(round)
      acts.at(-1)?.resolve()
    }
  })

  it('does not pile up while nothing comes back: two hang at most, however long', async () => {
    await pass(3)
    expect(acts, 'the first one is waited for').toHaveLength(1)
    await pass(1)
    expect(acts, 'it may be its line alone that is dead').toHaveLength(2)
    await pass(600)
    expect(acts).toHaveLength(2)
  })

  it('goes on in the next round when all that hung came back, or failed', async () => {
    await pass(60)
    acts[0]?.resolve()
    acts[1]?.reject(new Error('a statement took too long'))
    await pass(1)
    expect(acts).toHaveLength(3)
    expect(faults).toHaveLength(1)
  })

  it('is done no more after its end, and what hangs then is waited for, but not for ever', async () => {
    await pass(1)
    rounds.end()
    await pass(60)
    expect(acts).toHaveLength(1)
    let over = false
    const waited = rounds.over(2_000).then(() => {
      over = true
    })
    await pass(1)
    expect(over).toBe(false)
    await pass(1)
    await waited
    acts[0]?.resolve()
    await rounds.over(2_000)
  })
})
