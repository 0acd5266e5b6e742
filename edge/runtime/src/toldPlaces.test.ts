import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ToldPlaces } from './toldPlaces.ts'

const KEY = 'brand/conversation'

it('what another node wrote just before is still to be told, and what was written here is not told twice', () => {
  const told = new ToldPlaces(10)
  told.read(KEY, 4)
  told.wrote(KEY, 6, 7) // 5 is another node’s
  const known = [4, 5, 6, 7, 8].map((seq) => told.has(KEY, seq))
  expect(known).toEqual([true, false, true, true, false])
  told.read(KEY, 5)
  expect([5, 6, 7, 8].map((seq) => told.has(KEY, seq))).toEqual([true, true, true, false])
})

it('of a conversation that was never heard of here, only what is written here is known', () => {
  const told = new ToldPlaces(10)
  told.wrote(KEY, 9, 9)
  expect([8, 9, 10].map((seq) => told.has(KEY, seq))).toEqual([false, true, false])
})

it('whoever writes in whatever order it is read, each place is told once', () => {
  const places = fc.array(fc.record({ here: fc.boolean(), readBefore: fc.boolean() }), { minLength: 1, maxLength: 15 })
  fc.assert(
    fc.property(places, (written) => {
      const told = new ToldPlaces(10)
      const heard: number[] = []
      let readUpTo = 0
      const readOn = (upTo: number) => {
        for (; readUpTo < upTo; readUpTo += 1) {
          const seq = readUpTo + 1
          if (told.has(KEY, seq)) continue
          heard.push(seq)
          told.read(KEY, seq)
        }
      }
      written.forEach(({ here, readBefore }, index) => {
        if (readBefore) readOn(index)
        if (!here) return
        heard.push(index + 1)
        told.wrote(KEY, index + 1, index + 1)
      })
      readOn(written.length)
      expect(heard.toSorted((a, b) => a - b)).toEqual(written.map((_, index) => index + 1))
    }),
  )
})

it('gives up the oldest of very many gaps, and tells nothing twice for it', () => {
  const told = new ToldPlaces(10)
  for (let seq = 2; seq <= 200; seq += 2) told.wrote(KEY, seq, seq)
  expect(told.has(KEY, 1)).toBe(true)
  expect(told.has(KEY, 199)).toBe(false)
  for (let seq = 2; seq <= 200; seq += 2) expect(told.has(KEY, seq)).toBe(true)
})
