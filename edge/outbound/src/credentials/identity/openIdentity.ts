import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { GivenIdentity, IdentityAnswer } from './identityFile.ts'

/** For one file, with the start of its thread. */
const TIME_MS = 10_000
/** More may not wait at one time. */
const MOST_WAITING = 8

let waiting = 0
let busy: Promise<unknown> = Promise.resolve()

/**
 * Reads a client certificate in a thread of its own: the passwords of such files are slow on purpose, and how slow is up to whoever
 * made one. One after the other; it is done seldom. Never rejects.
 */
export function openIdentity(given: GivenIdentity, timeMs = TIME_MS): Promise<IdentityAnswer> {
  if (waiting >= MOST_WAITING) return Promise.resolve({ ok: false, problem: 'too-slow' })
  waiting += 1
  const turn = busy.then(() => ask(given, timeMs))
  busy = turn
  return turn.finally(() => {
    waiting -= 1
  })
}

async function ask(given: GivenIdentity, timeMs: number): Promise<IdentityAnswer> {
  const thread = startThread()
  const answer = await new Promise<IdentityAnswer>((resolve) => {
    const limit = setTimeout(() => resolve({ ok: false, problem: 'too-slow' }), timeMs)
    const settle = (said: IdentityAnswer) => {
      clearTimeout(limit)
      resolve(said)
    }
    thread.once('message', settle)
    for (const end of ['error', 'exit']) thread.once(end, () => settle({ ok: false, problem: 'unreadable' }))
    thread.postMessage(given)
  })
  await thread.terminate()
  return answer
}

/** From source the thread first needs a loader for TypeScript, if it was not bundled before; a bundle has the thread's file beside it. */
function startThread(): Worker {
  const options: WorkerOptions = { env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./identityThread.js', import.meta.url), options)
  const bundled = process.env.BATON_THREADS
  if (bundled) return new Worker(join(bundled, 'identityThread.mjs'), { ...options, execArgv: [] })
  const source = new URL('./identityThread.ts', import.meta.url).href
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('dist/esm/api/index.mjs', manifest).href
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}') })`
  return new Worker(start, { ...options, eval: true, execArgv: [] })
}
