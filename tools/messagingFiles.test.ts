import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { HELD, OTHERWISE } from './requirements/messagingFiles.ts'

const house = resolve(import.meta.dirname, '..')
const reference = resolve(house, '../shared/reference/messaging.md')

it('files: a test that holds a requirement of messaging is there, and says so', () => {
  const gone = Object.values(HELD)
    .flat()
    .filter(
      ([file, words]) => !existsSync(join(house, file)) || !readFileSync(join(house, file), 'utf8').includes(words),
    )
  expect(gone).toEqual([])
})

it.skipIf(!existsSync(reference))(
  'files: every requirement of messaging has a test (skipped where the reference is absent)',
  () => {
    const text = readFileSync(reference, 'utf8')
    const numbers = [...text.matchAll(/^(?:\*\*|\| )(R6\.\d+|FIL-\d+)\b/gm)].map(([, number = '']) => number)
    expect(Object.keys(HELD)).toEqual(numbers)
    expect(Object.keys(OTHERWISE).filter((number) => !numbers.includes(number))).toEqual([])
  },
)
