/**
 * Builds what the product is run from: `dist/baton.js` (command line and server), `dist/writerThread.js` (the storage's
 * writer), `dist/searchThread.js` (its search), `dist/sandboxThread.js` (runs builders' scripts), `dist/previewThread.js`
 * (makes small pictures of large ones), `dist/identityThread.js` (reads client certificates), `dist/messenger.js`
 * (the consumer's window) and `dist/workspace` (the brand's people's own). Only what
 * is stale is built again. `dist/THIRD-PARTY.txt` says which packages `dist/baton.js` holds, under which licences.
 *
 *   --force   build all of it
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { COMMON_JS, noticesOf, packagesToo } from './bundledPackages.mjs'
import { isStale } from './stale.mjs'

const root = resolve(import.meta.dirname, '..')
const at = (/** @type {string[]} */ ...names) => names.map((name) => join(root, name))

/** Every file that shapes all bundles. */
const SHARED = at('core', 'tools/build.mjs', 'tools/bundledPackages.mjs', 'package-lock.json')

/** Where the notices lie of the packages that the program holds. */
const NOTICES = join(root, 'dist/THIRD-PARTY.txt')

/** Node finds packages in node_modules; only our own, which are TypeScript, go into the bundle. */
export const ownPackagesOnly = {
  name: 'own-packages-only',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      path.startsWith('@baton/') || kind === 'entry-point' ? undefined : { path, external: true },
    )
  },
}

/** Style sheets are texts in the messenger's bundle; as short as they can be, since every page loads them. */
export const shortStyles = {
  name: 'short-styles',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await build.esbuild.transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code, loader: 'text' }
    })
  },
}

/** @type {{ sources: string[], options: import('esbuild').BuildOptions & { outfile: string } }[]} */
const BUNDLES = [
  {
    sources: [...SHARED, ...at('edge', 'web/client', 'apps/server', 'apps/cli')],
    options: {
      entryPoints: at('apps/cli/src/bin.ts'),
      outfile: join(root, 'dist/baton.js'),
      platform: 'node',
      target: 'node20',
      plugins: [packagesToo],
      banner: { js: COMMON_JS },
      // What is short is read and compiled sooner; names stay, for whoever reads a stack or a profile.
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      metafile: true,
    },
  },
  {
    sources: [...SHARED, ...at('edge/storage')],
    options: {
      entryPoints: at('edge/storage/src/sqlite/writerThread.ts'),
      outfile: join(root, 'dist/writerThread.js'),
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
    },
  },
  {
    sources: [...SHARED, ...at('edge/storage')],
    options: {
      entryPoints: at('edge/storage/src/sqlite/search/searchThread.ts'),
      outfile: join(root, 'dist/searchThread.js'),
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
    },
  },
  {
    sources: [...SHARED, ...at('edge/sandbox')],
    options: {
      entryPoints: at('edge/sandbox/src/sandboxThread.ts'),
      outfile: join(root, 'dist/sandboxThread.js'),
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
    },
  },
  {
    sources: [...SHARED, ...at('edge/files')],
    options: {
      entryPoints: at('edge/files/src/preview/previewThread.ts'),
      outfile: join(root, 'dist/previewThread.js'),
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
    },
  },
  {
    sources: [...SHARED, ...at('edge/outbound')],
    options: {
      entryPoints: at('edge/outbound/src/credentials/identity/identityThread.ts'),
      outfile: join(root, 'dist/identityThread.js'),
      platform: 'node',
      target: 'node20',
      plugins: [ownPackagesOnly],
    },
  },
  {
    sources: [...SHARED, ...at('web', 'apps/messenger')],
    options: {
      entryPoints: at('apps/messenger/src/index.ts'),
      outfile: join(root, 'dist/messenger.js'),
      platform: 'browser',
      format: 'iife',
      target: ['es2022', 'safari16'],
      minify: true,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.svg': 'text' },
      plugins: [shortStyles],
      legalComments: 'none',
    },
  },
]

const WORKSPACE = {
  sources: [...SHARED, ...at('web', 'apps/workspace')],
  folder: join(root, 'dist/workspace'),
}

// Bundlers are loaded only when they are needed: a start without changes should not wait for them.

/** @param {import('esbuild').BuildOptions} options */
async function buildBundle(options) {
  const { build: bundle } = await import('esbuild')
  const { metafile } = await bundle({
    ...{ format: 'esm', bundle: true, sourcemap: true, logLevel: 'warning', absWorkingDir: root },
    ...options,
  })
  if (metafile !== undefined) writeFileSync(NOTICES, noticesOf(metafile, root))
}

async function buildWorkspace() {
  const { build: buildPages } = await import('vite')
  await buildPages({
    configFile: join(root, 'apps/workspace/vite.config.ts'),
    logLevel: 'warn',
  })
}

/**
 * Builds what is stale.
 * @param {{ quiet?: boolean, force?: boolean }} [how]
 * @returns {Promise<string[]>} the files that were built
 */
export async function build({ quiet = false, force = false } = {}) {
  const seen = new Map()
  const stale = BUNDLES.filter(({ sources, options }) => force || isStale(sources, [options.outfile], seen))
  const page = join(WORKSPACE.folder, 'index.html')
  const isWorkspaceStale = force || isStale(WORKSPACE.sources, [page], seen)
  await Promise.all([...stale.map(({ options }) => buildBundle(options)), isWorkspaceStale && buildWorkspace()])
  const built = [...stale.map(({ options }) => options.outfile), ...(isWorkspaceStale ? [page] : [])]
  if (!quiet) for (const file of built) console.log(`${file}  ${Math.ceil(readFileSync(file).length / 1024)} kB`)
  return built
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  await build({ force: process.argv.includes('--force') })
}
