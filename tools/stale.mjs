import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.git'])

/**
 * Tells whether something has to be built again: an output is missing, or a source is younger than the oldest output.
 * @param {readonly string[]} sources files and folders
 * @param {readonly string[]} outputs files
 * @param {Map<string, number>} [seen] what is known of sources; whoever asks for several outputs at once looks at each source once
 */
export function isStale(sources, outputs, seen = new Map()) {
  const built = Math.min(...outputs.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0))
  return built === 0 || sources.some((source) => youngestIn(source, seen) > built)
}

/**
 * When the youngest file in there was changed, in milliseconds; 0 where there is none.
 * @param {string} path
 * @param {Map<string, number>} seen
 * @returns {number}
 */
function youngestIn(path, seen) {
  const known = seen.get(path)
  if (known !== undefined) return known
  const found = statSync(path, { throwIfNoEntry: false })
  const youngest =
    found === undefined ? 0 : found.isDirectory() ? youngestBelow(path, seen) : ownTime(path, found.mtimeMs)
  seen.set(path, youngest)
  return youngest
}

/** @param {string} path @param {Map<string, number>} seen @returns {number} */
const youngestBelow = (path, seen) =>
  readdirSync(path).reduce(
    (youngest, name) => (SKIPPED.has(name) ? youngest : Math.max(youngest, youngestIn(join(path, name), seen))),
    0,
  )

/** @param {string} path @param {number} changed */
const ownTime = (path, changed) => (/\.test\.tsx?$/.test(path) ? 0 : changed)
