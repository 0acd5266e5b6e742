import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { PreviewAnswer, PreviewRequest } from './preview.ts'

export type Preview = Extract<PreviewAnswer, { ok: true }>

/** Makes small pictures of large ones, in a thread of its own, one after the other. */
export interface Previewer {
  /**
   * @param read gives the whole picture when its turn is: those that wait are not in memory. It is moved to the thread
   * @returns undefined when none can be made, or nobody has the time for it: a file is sent without one all the same
   */
  make(read: () => Promise<Uint8Array>, isJpeg: boolean, pixels: number): Promise<Preview | undefined>
  close(): Promise<void>
}

/** For one picture. */
const TIME_MS = 10_000
/** More may not wait: whoever comes then goes without. */
const MOST_WAITING = 32
/** The memory of WebAssembly grows and never shrinks; a thread that met a large picture is not kept. */
const LARGE_PIXELS = 6_000_000
/** A thread that nobody needs goes, with its memory. */
const IDLE_MS = 20_000

export function createPreviewer(): Previewer {
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let waiting = 0
  let nextId = 1
  let busy: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    const ended = thread
    thread = undefined
    await ended?.terminate()
  }

  async function makeOne(
    read: () => Promise<Uint8Array>,
    isJpeg: boolean,
    pixels: number,
  ): Promise<Preview | undefined> {
    const image = await read()
    clearTimeout(idle)
    thread ??= startThread()
    const id = nextId++
    const answer = await ask(thread, { id, image, isJpeg })
    if (answer === undefined || pixels > LARGE_PIXELS) await end()
    else idle = setTimeout(() => void end(), IDLE_MS).unref()
    return answer?.ok ? answer : undefined
  }

  return {
    make(read, isJpeg, pixels) {
      if (waiting >= MOST_WAITING) return Promise.resolve(undefined)
      waiting += 1
      const turn = busy
        .then(() => makeOne(read, isJpeg, pixels))
        .finally(() => {
          waiting -= 1
        })
      busy = turn.catch(() => {})
      return turn
    },
    async close() {
      clearTimeout(idle)
      await end()
    },
  }
}

/** @returns undefined when the thread ended or took too long: it is of no use any more */
function ask(thread: Worker, request: PreviewRequest): Promise<PreviewAnswer | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: PreviewAnswer | undefined) => {
      clearTimeout(limit)
      thread.off('message', hear).off('error', fail).off('exit', fail)
      resolve(answer)
    }
    const hear = (answer: PreviewAnswer) => answer.id === request.id && settle(answer)
    const fail = () => settle(undefined)
    const limit = setTimeout(fail, TIME_MS)
    thread.on('message', hear).once('error', fail).once('exit', fail)
    thread.postMessage(request, movable(request.image))
  })
}

/** Small ones lie in memory that is shared with others, and are copied. */
const movable = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []

/** From source the thread first needs a loader for TypeScript, if it was not bundled before; a bundle has the thread's file beside it. */
function startThread(): Worker {
  const options: WorkerOptions = { env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } }
  if (!import.meta.url.endsWith('.ts'))
    return unheld(new Worker(new URL('./previewThread.js', import.meta.url), options))
  const bundled = process.env.BATON_THREADS
  if (bundled) return unheld(new Worker(join(bundled, 'previewThread.mjs'), { ...options, execArgv: [] }))
  const source = new URL('./previewThread.ts', import.meta.url).href
  const manifest = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  const loader = new URL('dist/esm/api/index.mjs', manifest).href
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}') })`
  return unheld(new Worker(start, { ...options, eval: true, execArgv: [] }))
}

/** The process may end while it waits for work. */
function unheld(worker: Worker): Worker {
  worker.on('error', () => {}) // told to whoever asked
  worker.unref()
  return worker
}
