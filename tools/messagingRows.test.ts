import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { LEFT_OUT_ROWS } from './requirements/messaging.ts'

const house = resolve(import.meta.dirname, '..')
const reference = resolve(house, '../shared/reference/messaging.md')

/** Rows that a test of this house names: `messaging TRF-06`. */
function cited(): Set<string> {
  const files = ['core', 'edge', 'apps', 'journeys'].flatMap((top) =>
    readdirSync(join(house, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.tsx?$/.test(name) && !/node_modules|dist\//.test(name))
      .map((name) => join(house, top, name)),
  )
  return new Set(files.flatMap((file) => readFileSync(file, 'utf8').match(/\b(?:LIF|TRF)-\d\d\b/g) ?? []))
}

it.skipIf(!existsSync(reference))(
  'every row of the checklist about transfers and the end of a conversation has a test, or a reason (skipped where the reference is absent)',
  () => {
    const rows = [...readFileSync(reference, 'utf8').matchAll(/^\| ((?:LIF|TRF)-\d\d) \|/gm)].map(
      ([, row]) => row ?? '',
    )
    expect(rows.length).toBeGreaterThan(40)
    const tested = cited()
    const excused = Object.keys(LEFT_OUT_ROWS)
    expect(rows.filter((row) => !tested.has(row) && !excused.includes(row))).toEqual([])
    expect(excused.filter((row) => !rows.includes(row))).toEqual([])
    // What has a test by now is excused no longer.
    expect(excused.filter((row) => tested.has(row))).toEqual([])
  },
)
