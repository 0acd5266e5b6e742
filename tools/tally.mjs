import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Tally `skipped` holds full names */

/**
 * Counts the tests of one run from Vitest's JSON report. A file that could not even be loaded counts as one failure, and so
 * does a run that failed without naming any.
 * @param {string} file
 * @param {number | null} exitCode
 * @returns {Tally}
 */
export function readTally(file, exitCode) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: [] }
  for (const { status, assertionResults } of readReport(file)) {
    const failedBefore = tally.failed
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1
      else if (test.status === 'failed') tally.failed += 1
      else tally.skipped.push(test.fullName)
    }
    if (status === 'failed' && tally.failed === failedBefore) tally.failed += 1
  }
  if (exitCode !== 0 && tally.failed === 0) tally.failed = 1
  return tally
}

/**
 * @param {Tally} sum is added to
 * @param {Tally} more
 */
export function addTally(sum, more) {
  sum.passed += more.passed
  sum.failed += more.failed
  sum.skipped.push(...more.skipped)
}

/**
 * @param {readonly string[]} skipped
 * @param {Readonly<Record<string, string>>} reasons by full name
 * @returns {string[]} names that nobody gave a reason for
 */
export function checkSkips(skipped, reasons) {
  return skipped.filter((name) => !Object.hasOwn(reasons, name) || reasons[name]?.trim() === '')
}

/**
 * @param {string} file Vitest's JSON report
 * @param {number} count
 * @returns {{ seconds: number, file: string }[]} the files that took longest, with what they took
 */
export function slowestFiles(file, count) {
  return readReport(file)
    .map(({ name, startTime, endTime }) => ({ seconds: Math.round((endTime - startTime) / 1_000), file: name }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
}

/**
 * @typedef {{ name: string, startTime: number, endTime: number, status: string, assertionResults: { status: string, fullName: string }[] }} FileReport
 * @param {string} file
 * @returns {FileReport[]}
 */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : []
}
