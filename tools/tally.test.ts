import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkSkips, readTally, slowestFiles } from './tally.mjs'

const folder = mkdtempSync(join(tmpdir(), 'baton-tally-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(...testResults: object[]): string {
  const file = join(folder, `${testResults.length}-${Math.floor(performance.now() * 1000)}.json`)
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}
const test = (status: string, fullName = 'a test') => ({ status, fullName })

describe('the count of tests', () => {
  it('counts what passed, failed and was skipped', () => {
    const assertionResults = [
      test('passed'),
      test('passed'),
      test('failed'),
      test('skipped', 'no data'),
      test('todo', 'later'),
    ]
    expect(readTally(report({ status: 'failed', assertionResults }), 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: ['no data', 'later'],
    })
  })

  it('counts a file that could not be loaded as a failure', () => {
    expect(readTally(report({ status: 'failed', assertionResults: [] }), 1).failed).toBe(1)
  })

  it('counts a run that ended without a report as a failure', () => {
    expect(readTally(join(folder, 'absent.json'), null).failed).toBe(1)
  })

  it('names the files that took longest', () => {
    const file = (name: string, startTime: number, endTime: number) => ({
      name,
      startTime,
      endTime,
      assertionResults: [],
    })
    const run = report(file('quick', 0, 900), file('slow', 1_000, 61_400), file('middling', 500, 4_500))
    expect(slowestFiles(run, 2)).toEqual([
      { seconds: 60, file: 'slow' },
      { seconds: 4, file: 'middling' },
    ])
    expect(slowestFiles(join(folder, 'absent.json'), 2)).toEqual([])
  })

  it('lets a skipped test pass only with a reason', () => {
    const reasons = { 'needs the published examples': 'they are not part of this repository', empty: ' ' }
    expect(checkSkips(['needs the published examples', 'empty', 'unknown'], reasons)).toEqual(['empty', 'unknown'])
  })
})
