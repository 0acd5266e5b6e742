import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, pairedRatio, quantile, spreadOf } from './statistics.ts'

describe('quantile', () => {
  it('takes the nearest rank, so that it is always a value that was measured', () => {
    expect(quantile([10, 20, 30, 40], 0.5)).toBe(20)
    expect(quantile([10, 20, 30, 40], 0.99)).toBe(40)
    expect(quantile([7], 0.01)).toBe(7)
  })

  it('is NaN where nothing was measured, and so holds no bar', () => {
    expect(quantile([], 0.5)).toBeNaN()
    expect(median([])).toBeNaN()
  })

  it('grows with the share, whatever was measured', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), share, share, (values, a, b) => {
        const sorted = values.sort((x, y) => x - y)
        expect(quantile(sorted, Math.min(a, b))).toBeLessThanOrEqual(quantile(sorted, Math.max(a, b)))
      }),
    )
  })
})

describe('median', () => {
  it('is the middle of an odd number of values, in whatever order they came', () => {
    expect(median([9, 1, 5])).toBe(5)
  })
  it('is the mean of the two in the middle of an even number', () => {
    expect(median([1, 100, 3, 5])).toBe(4)
  })
  it('leaves its argument as it was', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('spreadOf', () => {
  it('sorts by value, not by text', () => {
    expect(spreadOf([100, 9, 20])).toEqual({ p50: 20, p99: 100, max: 100 })
  })
})

describe('pairedRatio', () => {
  it('is not moved by a round in which the whole machine was slow', () => {
    expect(pairedRatio([800, 80, 800], [1000, 100, 1000])).toBeCloseTo(0.8)
  })
  it('is not moved by one round in which only one side was disturbed', () => {
    expect(pairedRatio([800, 100, 800], [1000, 1000, 1000])).toBeCloseTo(0.8)
  })
  it('refuses rounds of which one side is missing', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow(RangeError)
  })
})
