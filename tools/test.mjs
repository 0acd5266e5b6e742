/**
 * `npm test`: everything, unit tests first, then the journeys through sockets and a real browser.
 *
 *   --long              the long journeys too
 *   --strict-skips      a skipped test fails unless `.ci/allowed-skips.json` names it with a reason
 *   --failed-check=NAME a check that failed before, to be counted
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureClamd } from './clamd.mjs'
import { ensurePostgres } from './postgres.mjs'
import { addTally, checkSkips, readTally, slowestFiles } from './tally.mjs'

const root = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    'strict-skips': { type: 'boolean', default: false },
    'failed-check': { type: 'string', multiple: true, default: [] },
  },
})

/** With the files that are run of it; all of them where none are named. `unit*`: what is about the core runs beside the rest. */
const PROJECTS = /** @type {const} */ ([
  ['unit*', []],
  ['journeys', []],
  ['journeys alone', []],
  // In short those through sockets, and the story of one conversation in a browser; the other files at length.
  ['journeys on two nodes', options.long ? [] : ['journeys/sockets', 'journeys/browser/conversation.test.ts']],
])

/** So many of the slowest files of each project are named after its run. */
const SHOWN = 12

const scratch = mkdtempSync(join(tmpdir(), 'baton-test-'))
const tally = { passed: 0, failed: 0, skipped: /** @type {string[]} */ ([]) }
try {
  for (const name of options['failed-check']) fail(`The check of ${name} failed, see above.`)
  if (await prepare()) for (const [project, files] of PROJECTS) addTally(tally, runProject(project, files))
  if (options['strict-skips']) {
    const reasons = JSON.parse(readFileSync(join(root, '.ci/allowed-skips.json'), 'utf8'))
    for (const name of checkSkips(tally.skipped, reasons)) fail(`Skipped without a reason: ${name}`)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`)
process.exitCode = tally.failed === 0 ? 0 : 1

/** @param {string} message */
function fail(message) {
  console.log(message)
  tally.failed += 1
}

/** @returns {Promise<boolean>} whether the tests can run */
async function prepare() {
  try {
    process.env.CHROMIUM_PATH = ensureChromium()
    ensurePostgres()
    ensureClamd()
  } catch (cause) {
    fail(cause instanceof Error ? cause.message : String(cause))
    return false
  }
  try {
    await build({ quiet: true })
    return true
  } catch {
    fail('The build failed, see above.')
    return false
  }
}

/**
 * @param {string} project
 * @param {readonly string[]} files
 */
function runProject(project, files) {
  const outputFile = join(scratch, `${project.replace('*', '')}.json`)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${outputFile}`]
  const words = ['run', '--project', project, ...reporters, ...files]
  const run = spawnSync(process.execPath, [vitest, ...words], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(options.long && { BATON_LONG: '1' }),
      ...(!process.stdout.isTTY && { NO_COLOR: '1', FORCE_COLOR: undefined }),
    },
  })
  for (const { seconds, file } of slowestFiles(outputFile, SHOWN)) console.log(`${seconds} s ${relative(root, file)}`)
  return readTally(outputFile, run.status)
}
