import { resolve } from 'node:path'
import { build } from 'esbuild'
import { ownPackagesOnly } from '../../tools/build.mjs'
import { COMMON_JS, packagesToo } from '../../tools/bundledPackages.mjs'

const root = resolve(import.meta.dirname, '../..')

/**
 * Bundles the crashing server as the product is bundled, beside it, so that it finds the same threads. Journeys that run at the same
 * time have one each.
 * @returns the program's file
 */
export async function buildCrashingServer(): Promise<string> {
  const outdir = resolve(root, `dist/journeys-${process.env.VITEST_POOL_ID ?? 0}`)
  const options = { outdir, bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const
  await Promise.all([
    // With all packages in it, as the product has them: it is started again after each kill, and looks for no thousand files.
    build({
      ...options,
      entryPoints: { crashingServer: resolve(root, 'journeys/crash/crashingServer.ts') },
      plugins: [packagesToo],
      banner: { js: COMMON_JS },
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
    }),
    build({
      ...options,
      entryPoints: {
        writerThread: resolve(root, 'edge/storage/src/sqlite/writerThread.ts'),
        sandboxThread: resolve(root, 'edge/sandbox/src/sandboxThread.ts'),
        searchThread: resolve(root, 'edge/storage/src/sqlite/search/searchThread.ts'),
      },
      plugins: [ownPackagesOnly],
    }),
  ])
  return resolve(outdir, 'crashingServer.js')
}
