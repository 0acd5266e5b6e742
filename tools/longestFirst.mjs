import { createHash } from 'node:crypto'
import { BaseSequencer } from 'vitest/node'

/** Files that take long, the longest first, where nothing is known of an earlier run: what begins last must not be what ends last. */
const LONG = [
  'journeys/crash/crashOnSqlite.test.ts',
  'journeys/workspace/administration.test.ts',
  'journeys/workspace/race.test.ts',
  'journeys/browser/cards.test.ts',
  'journeys/crash/crashOnPostgres.test.ts',
  'journeys/browser/comeBack.test.ts',
  'journeys/crash/transfers.test.ts',
  'journeys/browser/files.test.ts',
  'journeys/workspace/words.test.ts',
  'journeys/browser/foreignCards.test.ts',
  'journeys/crash/takeOver.test.ts',
  'journeys/workspace/transfers.test.ts',
  'journeys/crash/twoNodes.test.ts',
  'journeys/workspace/desk.test.ts',
  'journeys/crash/authored.test.ts',
  'edge/storage/src/sqlite/conformance.test.ts',
  'edge/storage/src/postgres/conformance.test.ts',
  'apps/server/src/buildServer.test.ts',
  'apps/server/src/twoNodes.test.ts',
  'tools/imports.test.ts',
  'edge/storage/src/sqlite/open.test.ts',
  'edge/exchange/src/liveperson/hostile.test.ts',
  'core/dialog/src/properties.test.ts',
]

/**
 * The order of the test files of a run: project by project, the long files before all. With `--sequence.seed=NUMBER` the files of
 * each project come in an order of that number, which shows whether those that share a process mind each other.
 */
export class LongestFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const place = new Map(
      files.map((file) => {
        const index = LONG.findIndex((name) => file.moduleId.endsWith(name))
        return [file, index === -1 ? LONG.length : index]
      }),
    )
    const others = await super.sort(files)
    const { seed } = this.ctx.config.sequence
    if (seed !== undefined) return others.sort((a, b) => shuffledKey(a, seed).localeCompare(shuffledKey(b, seed)))
    return others.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)) // stable: the rest as it was
  }
}

/**
 * @param {import('vitest/node').TestSpecification} file
 * @param {number} seed
 */
function shuffledKey({ project, moduleId }, seed) {
  return `${project.name} ${createHash('sha1').update(`${seed} ${moduleId}`).digest('hex')}`
}
