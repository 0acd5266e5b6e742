/**
 * Which packages from the registry go into the product's bundle. A program that looks for a thousand files in node_modules starts
 * a second later than one that is a single file; and a package that is plain JavaScript runs from a bundle as it runs from there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Stay in node_modules: what is compiled for a machine, what loads files beside it, and what few installations ever load. */
const OUTSIDE = [
  'better-sqlite3',
  'pg-native',
  '@node-rs/',
  '@silvia-odwyer/photon-node',
  '@jitl/quickjs-wasmfile-release-sync',
  '@aws-sdk/',
]

/** Packages that were written for CommonJS call `require` for Node's own modules, and some name their own place. */
export const COMMON_JS = [
  "import { createRequire as createRequireHere } from 'node:module';",
  "import { fileURLToPath as pathOfHere } from 'node:url';",
  'const require = createRequireHere(import.meta.url);',
  "const __filename = pathOfHere(import.meta.url), __dirname = pathOfHere(new URL('.', import.meta.url));",
].join('\n')

const DOORS = 'doors'

/** Everything goes into the bundle but what has to stay outside. */
export const packagesToo = {
  name: 'packages-too',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      OUTSIDE.some((name) => path === name || path.startsWith(name.endsWith('/') ? name : `${name}/`))
        ? { path, external: true }
        : undefined,
    )
    // Of the HTTP client only the doors that are used: its index loads a browser's whole network beside them.
    build.onResolve({ filter: /^undici$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: DOORS,
      pluginData: resolveDir,
    }))
    build.onLoad({ filter: /^undici$/, namespace: DOORS }, ({ pluginData: resolveDir }) => ({
      contents: [
        "export { default as Agent } from 'undici/lib/dispatcher/agent.js'",
        "export { default as buildConnector } from 'undici/lib/core/connect.js'",
      ].join('\n'),
      resolveDir,
    }))
    // A file with a single letter beyond ASCII is kept and read as one with two bytes for each letter.
    build.onLoad({ filter: /node_modules\/chrono-node\/.*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /[^\p{ASCII}]/gu,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    }))
  },
}

const NOTICE = /^(licen[cs]e|copying|notice)/i

/**
 * Names, versions and licences of the packages in a bundle, as their licences want it.
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root that the metafile's paths begin at
 */
export function noticesOf({ inputs }, root) {
  const folders = new Set(
    Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  )
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const files = readdirSync(join(root, folder)).filter((file) => NOTICE.test(file))
    const notices = files.map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    return [`${name} ${version} (${license})`, ...notices].join('\n\n')
  })
  return `Baton's program holds these packages.\n\n${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`
}
