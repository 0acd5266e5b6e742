import { type EpochMs, hours, minutes, seconds } from '@baton/base'
import { describe, expect, it } from 'vitest'
import { waitMs } from './attempts.ts'

const at = 1_800_000_000_000 as EpochMs
const after = (ms: number) => (at + ms) as EpochMs
const failed = (failures: number) => ({ failures, lastAt: at })

describe('after mistakes', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, seconds(30)],
    [6, seconds(60)],
    [8, seconds(240)],
    [10, minutes(15)],
    [1_000_000, minutes(15)],
  ])('%i of them, the next attempt waits %i ms', (failures, wait) => {
    expect(waitMs(failed(failures), at)).toBe(wait)
  })

  it('the wait runs down, and after a quiet day all is forgiven', () => {
    expect(waitMs(failed(5), after(seconds(10)))).toBe(seconds(20))
    expect(waitMs(failed(5), after(seconds(30)))).toBe(0)
    expect(waitMs(failed(99), after(hours(24)))).toBe(0)
    expect(waitMs(undefined, at)).toBe(0)
  })
})
