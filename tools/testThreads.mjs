/**
 * A global setup of the unit tests: the files that threads are started from are bundled once for a run, as they are in the built
 * product. From source each thread would read and translate TypeScript anew, half a second and more, and hundreds are started.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { ownPackagesOnly } from './build.mjs'

const root = resolve(import.meta.dirname, '..')
const ENTRIES = [
  'edge/storage/src/sqlite/writerThread.ts',
  'edge/storage/src/sqlite/search/searchThread.ts',
  'edge/sandbox/src/sandboxThread.ts',
  'edge/files/src/preview/previewThread.ts',
  'edge/outbound/src/credentials/identity/identityThread.ts',
]

/** @param {{ onTestsRerun(again: () => Promise<void>): void }} project */
export default async function setup(project) {
  const cache = join(root, 'node_modules/.cache') // where the bundles find their packages
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'baton-threads-'))
  const bundle = async () => {
    await build({
      entryPoints: ENTRIES.map((entry) => join(root, entry)),
      outdir: folder,
      entryNames: '[name]',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      sourcemap: 'inline',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
      logLevel: 'warning',
    })
  }
  await bundle()
  process.env.BATON_THREADS = folder
  project.onTestsRerun(bundle)
  return () => rmSync(folder, { recursive: true, force: true })
}
