import type { Worker } from 'node:worker_threads'
import { StorageUnavailable } from '../../commit.ts'
import type { SearchIndex, SearchPage } from '../../searchIndex.ts'
import { startThread } from '../startThread.ts'
import type { SearchAnswer, SearchQuestion } from './searchThread.ts'

/** Questions that may wait for an answer. */
const MAX_OPEN = 200
/** A wake-up is passed on at most so often, in milliseconds. */
const WAKE_EVERY_MS = 500
/** A thread that failed is not started again sooner. */
const PAUSE_MS = 10_000

interface Open {
  resolve(answer: SearchPage | undefined): void
  reject(fault: Error): void
}

/** The main thread's end of the search's thread, which is started when it is first needed. */
export function startSearch(directory: string): SearchIndex {
  const open = new Map<number, Open>()
  let thread: Worker | undefined
  let asked = 0
  let wakeTimer: NodeJS.Timeout | undefined
  let failedAt = Number.NEGATIVE_INFINITY
  let closed = false

  function running(): Worker {
    if (thread !== undefined) return thread
    if (closed || performance.now() - failedAt < PAUSE_MS) throw new StorageUnavailable('The search is not running.')
    const started = startThread('search/searchThread', { directory })
    started.unref()
    started.on('message', hear)
    const lost = (cause: string): void => {
      if (thread !== started) return
      thread = undefined
      failedAt = performance.now()
      for (const { reject } of open.values()) reject(new StorageUnavailable(`The search ended: ${cause}`))
      open.clear()
    }
    started.on('error', (fault) => lost(fault.message))
    started.on('exit', (code) => lost(`exit code ${code}`))
    thread = started
    return started
  }

  function hear(answer: SearchAnswer): void {
    const waiting = open.get(answer.id)
    open.delete(answer.id)
    if ('failed' in answer) waiting?.reject(new StorageUnavailable(`The search failed: ${answer.failed}`))
    else waiting?.resolve('page' in answer ? answer.page : undefined)
  }

  function ask(question: (id: number) => SearchQuestion): Promise<SearchPage | undefined> {
    return new Promise((resolve, reject) => {
      if (open.size >= MAX_OPEN) throw new StorageUnavailable('Too many search at once.')
      const to = running()
      asked += 1
      open.set(asked, { resolve, reject })
      to.postMessage(question(asked))
    })
  }

  return {
    find: async (query) => (await ask((id) => ({ ask: 'find', id, query }))) ?? { items: [] },
    catchUp: async () => void (await ask((id) => ({ ask: 'catchUp', id }))),
    wake() {
      if (wakeTimer !== undefined || closed) return
      wakeTimer = setTimeout(() => {
        wakeTimer = undefined
        try {
          running().postMessage({ ask: 'wake' } satisfies SearchQuestion)
        } catch {
          // It is looked for again at the next wake-up.
        }
      }, WAKE_EVERY_MS)
      wakeTimer.unref()
    },
    async close() {
      closed = true
      clearTimeout(wakeTimer)
      const ending = thread
      thread = undefined
      if (ending === undefined) return
      for (const { reject } of open.values()) reject(new StorageUnavailable('The storage is closed.'))
      open.clear()
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve())
        ending.postMessage({ ask: 'close' } satisfies SearchQuestion)
      })
    },
  }
}
