import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.git'])

/**
 * Tells whether something has to be built again: an output is missing, or a source is younger than the oldest output.
 * @param {readonly string[]} sources files and folders
 * @param {readonly string[]} outputs files
 */
export function isStale(sources, outputs) {
  const built = Math.min(...outputs.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0))
  return built === 0 || sources.some((source) => hasYounger(source, built))
}

/**
 * @param {string} path
 * @param {number} than
 * @returns {boolean}
 */
function hasYounger(path, than) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return false
  if (!found.isDirectory()) return found.mtimeMs > than && !/\.test\.tsx?$/.test(path)
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .some((name) => hasYounger(join(path, name), than))
}
