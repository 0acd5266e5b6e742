import { resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')

/**
 * Bundles the crashing server as the product is bundled, beside it, so that it finds the same threads. Journeys that run at the same
 * time have one each.
 * @returns the program's file
 */
export async function buildCrashingServer(): Promise<string> {
  const outdir = resolve(root, `dist/journeys-${process.env.VITEST_POOL_ID ?? 0}`)
  await build({
    entryPoints: {
      crashingServer: resolve(root, 'journeys/crash/crashingServer.ts'),
      writerThread: resolve(root, 'edge/storage/src/sqlite/writerThread.ts'),
      sandboxThread: resolve(root, 'edge/sandbox/src/sandboxThread.ts'),
      searchThread: resolve(root, 'edge/storage/src/sqlite/search/searchThread.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [
      {
        name: 'own packages are bundled, all others are found at run time',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@baton/') ? undefined : { path, external: true },
          )
        },
      },
    ],
  })
  return resolve(outdir, 'crashingServer.js')
}
