import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { HELD, LEFT_OUT, OF_SCREENS } from './requirements/dialogs.ts'

const house = resolve(import.meta.dirname, '..')
const reference = resolve(house, '../shared/reference/dialogs.md')

/** Every requirement that a test of this house names: `dialogs R7.20, R7.21`, `dialogs R7.20–R7.24`. */
function cited(): Set<string> {
  const found = new Set<string>()
  for (const file of testFiles()) {
    for (const [, list = ''] of readFileSync(file, 'utf8').matchAll(
      /\bdialogs ((?:R\d+\.\d+|[\s,;–]|and|[a-l]\b|messaging [^:]*|scripting [^:]*)+)/g,
    )) {
      for (const [, part, from, to] of list.matchAll(/R(\d+)\.(\d+)(?:–R\d+\.(\d+))?/g)) {
        for (let at = Number(from); at <= Number(to ?? from); at += 1) found.add(`R${part}.${at}`)
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

it('a test that holds a requirement under another name is there, and says so', () => {
  const gone = Object.entries(HELD).filter(
    ([, [file, words]]) => !existsSync(join(house, file)) || !readFileSync(join(house, file), 'utf8').includes(words),
  )
  expect(gone).toEqual([])
})

it.skipIf(!existsSync(reference))(
  'every requirement of dialogs has a test, or a reason (skipped where the reference is absent)',
  () => {
    const numbers = [...readFileSync(reference, 'utf8').matchAll(/^\s*- \*\*(R\d+\.\d+)\*\*/gm)].map(
      ([, it]) => it ?? '',
    )
    expect(numbers.length).toBeGreaterThan(250)
    const tested = cited()
    const excused = new Set<string>([...Object.keys(HELD), ...OF_SCREENS, ...Object.keys(LEFT_OUT)])
    expect(numbers.filter((number) => !tested.has(number) && !excused.has(number))).toEqual([])
    expect([...excused].filter((number) => !numbers.includes(number))).toEqual([])
    // What has a test by now is excused no longer.
    expect([...OF_SCREENS, ...Object.keys(LEFT_OUT)].filter((number) => tested.has(number))).toEqual([])
  },
)
