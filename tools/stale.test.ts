import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStale } from './stale.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-stale-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** @param second the file's age, as a point in time */
function write(path: string, second: number): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, second, second)
  return file
}

describe('what has to be built again', () => {
  it('is what was never built', () => {
    write('src/a.ts', 100)
    expect(isStale([join(folder, 'src')], [join(folder, 'dist/a.js')])).toBe(true)
  })

  it('is what is older than a source, however deep it lies', () => {
    write('src/deep/a.ts', 300)
    expect(isStale([join(folder, 'src')], [write('dist/a.js', 200)])).toBe(true)
  })

  it('is nothing when only tests, outputs and libraries are younger', () => {
    write('src/a.ts', 100)
    write('src/a.test.ts', 300)
    write('src/node_modules/b.js', 300)
    write('src/dist/c.js', 300)
    expect(isStale([join(folder, 'src')], [write('dist/a.js', 200)])).toBe(false)
  })
})
