/**
 * `npm run bench`: builds what is stale, then measures Baton against a floor. `npm run bench -- --help` tells the options,
 * `bench/README.md` what is measured and why.
 */
import { spawn } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build as bundle } from 'esbuild'
import { build, ownPackagesOnly } from './build.mjs'

const root = resolve(import.meta.dirname, '..')
const bench = join(root, 'bench')
const src = join(bench, 'src')

await build({ quiet: true })
// As the product is built, so that both sides run under the same conditions.
await bundle({
  entryPoints: {
    main: join(src, 'main.ts'),
    meter: join(src, 'meter.ts'),
    echo: join(src, 'floor/echo.ts'),
    floor: join(src, 'floor/floor.ts'),
    floorWriter: join(src, 'floor/floorWriter.ts'),
    bot: join(src, 'floor/bot.ts'),
    filesFloor: join(src, 'floor/files.ts'),
    seed: join(src, 'growth/seed.ts'),
  },
  outdir: join(bench, 'dist'),
  bundle: true,
  plugins: [ownPackagesOnly],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
})
// Storage and sandbox look for their threads beside the program that uses it.
for (const thread of ['writerThread.js', 'searchThread.js', 'sandboxThread.js', 'previewThread.js']) {
  copyFileSync(join(root, 'dist', thread), join(bench, 'dist', thread))
}

const measuring = spawn(process.execPath, [join(bench, 'dist/main.js'), ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => measuring.kill(signal))
measuring.on('exit', (code) => {
  process.exitCode = code ?? 1
})
