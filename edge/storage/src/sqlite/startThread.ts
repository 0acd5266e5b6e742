import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

/** The files that threads are started from; each is a bundle of its own in the built product. */
export type ThreadFile = 'writerThread' | 'search/searchThread'

/**
 * A bundle has the thread's file beside it. From source the thread first needs a loader for TypeScript, but where the tests have
 * bundled it before (`tools/testThreads.mjs`).
 */
export function startThread(file: ThreadFile, task: object): Worker {
  const name = file.split('/').at(-1)
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL(`./${name}.js`, import.meta.url), { workerData: task })
  }
  const bundled = process.env.BATON_THREADS
  if (bundled) return new Worker(join(bundled, `${name}.mjs`), { workerData: task, execArgv: [] })
  const source = new URL(`./${file}.ts`, import.meta.url).href
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('dist/esm/api/index.mjs', manifest).href
  // On Node 20 `--import tsx` in a thread's execArgv does not reach the thread's own file: the loader registers itself in the
  // process's first thread only. Called from inside, it does.
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}') })`
  return new Worker(start, { eval: true, workerData: task, execArgv: [] })
}
