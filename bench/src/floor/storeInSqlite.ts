import { Worker } from 'node:worker_threads'
import type { OnFlushed, Store } from './appends.ts'

/** A thread that appends and flushes; what comes during one flush is its next group. */
export function storeInSqlite(file: string, onFlushed: OnFlushed): Store {
  const writer = new Worker(new URL('./floorWriter.js', import.meta.url), { workerData: { file } })
  writer.on('message', onFlushed)
  return { append: (group) => writer.postMessage(group) }
}
