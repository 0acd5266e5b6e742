/**
 * `npm start`: builds what is stale, starts Baton, and with it the demo, which is set up through the public API only.
 *
 *   HOST, PORT, DATA_DIR, PUBLIC_URL …   as `baton start` takes them
 *   BATON_DEMO=off                       Baton alone
 *   DEMO_PORT                            of the brand's page; its bots take the next one. Default: PORT + 1
 */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build as buildProduct } from './build.mjs'
import { NODE_FLAGS } from './nodeFlags.mjs'
import { isStale } from './stale.mjs'

const root = resolve(import.meta.dirname, '..')
const BATON = join(root, 'dist/baton.js')
const DEMO = join(root, 'examples/dist/demo.js')
const READY_WITHIN_MS = 30_000

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)
const dataDir = resolve(process.env.DATA_DIR ?? 'data')
const withDemo = process.env.BATON_DEMO !== 'off'
const pagePort = Number(process.env.DEMO_PORT ?? port + 1)
const botPort = pagePort + 1
/** Under which this machine reaches it. */
const localUrl = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`
const publicUrl = process.env.PUBLIC_URL ?? localUrl

await build()
const product = startProduct()
/** Loaded while the product starts. */
const demoProgram = withDemo ? import(DEMO) : undefined
/** @type {{ stop(): Promise<void> } | undefined} */
let demo
let ending = false
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void end(signal))
product.on('exit', (code, signal) => void end(signal ?? 'SIGTERM', code ?? 1))

try {
  await untilReady()
  if (withDemo) await startDemo()
  else console.log(`\nBaton answers at ${publicUrl} (without the demo).\n`)
} catch (cause) {
  if (!ending) console.error(cause instanceof Error ? cause.message : cause)
  await end('SIGTERM', 1)
}

async function build() {
  await buildProduct()
  if (withDemo && isStale([join(root, 'examples'), join(root, 'package-lock.json')], [DEMO])) {
    const { build: bundle } = await import('esbuild')
    await bundle({
      entryPoints: [join(root, 'examples/demo/startDemo.ts')],
      outfile: DEMO,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    })
  }
}

function startProduct() {
  const allowed = [process.env.OUTBOUND_ALLOW, ...(withDemo ? [`127.0.0.1:${botPort}`] : [])]
  return spawn(process.execPath, [...NODE_FLAGS, BATON, 'start'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      HOST: host,
      PORT: String(port),
      DATA_DIR: dataDir,
      OUTBOUND_ALLOW: allowed.filter(Boolean).join(','),
    },
  })
}

async function untilReady() {
  const until = Date.now() + READY_WITHIN_MS
  while (!ending) {
    const answer = await fetch(`${localUrl}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > until) throw new Error(`Baton was not ready within ${READY_WITHIN_MS / 1_000} seconds.`)
    await pause(25)
  }
}

async function startDemo() {
  const program = await demoProgram
  demo = await program?.startDemo({
    productUrl: localUrl,
    publicUrl,
    dataDir,
    host: '127.0.0.1',
    pagePort,
    botPort,
    pageDirectory: join(root, 'examples/brand-page'),
  })
}

/**
 * Ends both, Baton first told and then waited for.
 * @param {NodeJS.Signals} signal
 * @param {number} [code]
 */
async function end(signal, code = 0) {
  if (ending) return
  ending = true
  await demo?.stop()
  if (product.exitCode === null && product.signalCode === null) {
    const gone = new Promise((done) => product.once('exit', done))
    product.kill(signal)
    await gone
  }
  process.exit(code)
}
