import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** The engine recurses on the thread's own stack; with the usual four megabytes that would end before the engine's own limit. */
const STACK_MB = 16
const HEAP_MB = 192

/** From source the thread first needs a loader for TypeScript, if it was not bundled before; a bundle has the thread's file beside it. */
export function startThread(program: WebAssembly.Module): Worker {
  const options: WorkerOptions = {
    workerData: { program },
    // Nothing of the process is passed on: a thread that runs strangers' code has no business with it.
    env: {},
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
  }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./sandboxThread.js', import.meta.url), options)
  const bundled = process.env.BATON_THREADS
  if (bundled) return new Worker(join(bundled, 'sandboxThread.mjs'), { ...options, execArgv: [] })
  const source = new URL('./sandboxThread.ts', import.meta.url).href
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('dist/esm/api/index.mjs', manifest).href
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}') })`
  return new Worker(start, { ...options, eval: true, execArgv: [] })
}
