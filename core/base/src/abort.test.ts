import { describe, expect, it } from 'vitest'
import { Abort, type AbortSignalLike } from './abort.ts'

describe('an abort', () => {
  it('is told once, with the first reason', () => {
    const abort = new Abort()
    const told: unknown[] = []
    abort.addEventListener('abort', () => told.push(abort.reason))
    expect(abort.aborted).toBe(false)
    abort.abort('taken back')
    abort.abort('stopping')
    expect([abort.aborted, abort.reason]).toEqual([true, 'taken back'])
    expect(told).toEqual(['taken back'])
  })

  it('tells nobody who stopped listening, also while it tells the others', () => {
    const abort = new Abort()
    const told: string[] = []
    const leaves = () => told.push('left before')
    const isSentAway = () => told.push('left meanwhile')
    abort.addEventListener('abort', leaves)
    abort.addEventListener('abort', () => abort.removeEventListener('abort', isSentAway))
    abort.addEventListener('abort', isSentAway)
    abort.addEventListener('abort', () => told.push('stayed'))
    abort.removeEventListener('abort', leaves)
    abort.abort('over')
    expect(told).toEqual(['stayed'])
  })

  it("is asked in the words of the platform's own signal", () => {
    const platform: AbortSignalLike = new AbortController().signal
    const own: AbortSignalLike = new Abort()
    expect([own.aborted, own.reason]).toEqual([platform.aborted, platform.reason])
  })
})
