import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import type { HeldBy } from './dialogs.ts'

const house = resolve(import.meta.dirname, '../..')

interface Numbered {
  /** As tests cite it: `scripting A-44`. */
  readonly document: string
  readonly file: string
  /** Of its numbers, such as `A-`. */
  readonly prefix: string
  /** Fewer were not all read. */
  readonly atLeast: number
  /** Held by a test that is named after something else. */
  readonly held: Readonly<Record<string, HeldBy>>
  /** Not here, and why. */
  readonly leftOut: Readonly<Record<string, string>>
}

/** Every number of a document is cited by a test, or excused: `scripting A-44, A-45`, `scripting A-53–A-57`. */
export function itHoldsEveryNumber({ document, file, prefix, atLeast, held, leftOut }: Numbered): void {
  const reference = resolve(house, '../shared/reference', file)

  it(`${document}: a test that holds a requirement under another name is there, and says so`, () => {
    const gone = Object.entries(held).filter(
      ([, [path, words]]) => !existsSync(join(house, path)) || !readFileSync(join(house, path), 'utf8').includes(words),
    )
    expect(gone).toEqual([])
  })

  it.skipIf(!existsSync(reference))(
    `every requirement of ${document} has a test, or a reason (skipped where the reference is absent)`,
    () => {
      const numbers = [
        ...readFileSync(reference, 'utf8').matchAll(new RegExp(`^\\s*- \\*\\*(${prefix}\\d+[a-z]?)\\*\\*`, 'gm')),
      ].map(([, number = '']) => number)
      expect(numbers.length).toBeGreaterThanOrEqual(atLeast)
      const tested = cited(document, prefix)
      const excused = new Set([...Object.keys(held), ...Object.keys(leftOut)])
      expect(numbers.filter((number) => !tested.has(number) && !excused.has(number))).toEqual([])
      expect([...excused].filter((number) => !numbers.includes(number))).toEqual([])
      // What has a test by now is excused no longer; what a test cites is there.
      expect([...excused].filter((number) => tested.has(number))).toEqual([])
      expect([...tested].filter((number) => !numbers.includes(number))).toEqual([])
    },
  )
}

function cited(document: string, prefix: string): Set<string> {
  const found = new Set<string>()
  const list = new RegExp(`\\b${document} ((?:${prefix}\\d+[a-z]?|[\\s,;–]|and)+)`, 'g')
  const part = new RegExp(`${prefix}(\\d+)([a-z]?)(?:–${prefix}(\\d+))?`, 'g')
  for (const file of testFiles()) {
    for (const [, numbers = ''] of readFileSync(file, 'utf8').matchAll(list)) {
      for (const [, from, letter, to] of numbers.matchAll(part)) {
        for (let at = Number(from); at <= Number(to ?? from); at += 1) found.add(`${prefix}${at}${letter}`)
      }
    }
  }
  return found
}

const testFiles = (): string[] =>
  ['core', 'edge', 'apps', 'web', 'examples', 'journeys'].flatMap((top) =>
    readdirSync(join(house, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.tsx?$/.test(name) && !/node_modules|dist\//.test(name))
      .map((name) => join(house, top, name)),
  )
