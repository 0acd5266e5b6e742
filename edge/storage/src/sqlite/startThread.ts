import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ThreadTask } from './writerThread.ts'

/** From source the thread first needs a loader for TypeScript; a bundle has the thread's file beside it. */
export function startThread(task: ThreadTask): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./writerThread.js', import.meta.url), { workerData: task })
  }
  const source = new URL('./writerThread.ts', import.meta.url).href
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('dist/esm/api/index.mjs', manifest).href
  // On Node 20 `--import tsx` in a thread's execArgv does not reach the thread's own file: the loader registers itself in the
  // process's first thread only. Called from inside, it does.
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}') })`
  return new Worker(start, { eval: true, workerData: task, execArgv: [] })
}
