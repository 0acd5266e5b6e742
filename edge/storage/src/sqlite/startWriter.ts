import type { Worker } from 'node:worker_threads'
import { StorageUnavailable } from '../commit.ts'
import { pack } from './crossing.ts'
import { StorageFault } from './faults.ts'
import { StorageTooNew } from './migrate.ts'
import type { Answer, Argument, OperationName } from './operations.ts'
import type { Outcome, WriteItem } from './performGroup.ts'
import { startThread } from './startThread.ts'
import type { ThreadMessage, ThreadTask } from './writerThread.ts'

/** Items that may wait for the disk; at some kilobytes each this is what the process can afford. */
const MAX_PENDING = 10_000
/** One batch is written while the next one already lies before the thread; more would only be copied earlier. */
const MAX_BATCHES_AHEAD = 2
/** The thread's largest group, so that a batch is one flush. */
const MAX_BATCH = 512

/** The main thread's end of the writer thread. */
export interface Writer {
  /**
   * @param nothing what to answer where the thread has nothing to say
   * @returns after the flush
   * @throws StorageUnavailable when the disk refuses, or when too much waits for it
   */
  perform<N extends OperationName>(operation: N, argument: Argument<N>): Promise<Answer<N>>
  perform<N extends OperationName, T>(
    operation: N,
    argument: Argument<N>,
    nothing: T,
  ): Promise<Exclude<Answer<N>, undefined> | T>
  /** Why nothing could be written the last time; undefined when it could. */
  fault(): string | undefined
  /** Writes what waits, empties the write-ahead log, ends the thread. */
  close(): Promise<void>
}

interface Pending {
  readonly nothing: unknown
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** So much already makes a flush worth its price: an idle thread need not wait for the rest of this turn of the event loop. */
const WORTH_A_FLUSH = 32

export type WriterTask = Extract<ThreadTask, { task: 'write' }>

/** @param onLost called once when the thread ends without having been asked to */
export async function startWriter(task: WriterTask, onLost: () => void = () => {}): Promise<Writer> {
  const thread = startThread('writerThread', task)
  await started(thread)
  return writerOver(thread, onLost)
}

function writerOver(thread: Worker, onLost: () => void): Writer {
  // Answers come in the order of the questions, so that neither needs a number.
  let pending: Pending[] = []
  let answered = 0
  let outbox: WriteItem[] = []
  const batchesAhead: number[] = []
  let scheduled = false
  let fault: string | undefined
  let ended: string | undefined

  function sendScheduled(): void {
    scheduled = false
    send()
  }

  function send(): void {
    while (outbox.length > 0 && batchesAhead.length < MAX_BATCHES_AHEAD) {
      const batch = outbox.length <= MAX_BATCH ? outbox : outbox.slice(0, MAX_BATCH)
      outbox = outbox.length <= MAX_BATCH ? [] : outbox.slice(MAX_BATCH)
      batchesAhead.push(batch.length)
      thread.postMessage(batch.map(pack))
    }
  }

  function takeOutcomes(outcomes: readonly (Outcome | null)[]): void {
    let left = outcomes.length
    while (left > 0 && batchesAhead.length > 0) {
      const open = batchesAhead[0] ?? 0
      if (open > left) batchesAhead[0] = open - left
      else batchesAhead.shift()
      left -= Math.min(open, left)
    }
    // First the thread gets its next work, then the world its answers.
    send()
    for (const outcome of outcomes) settle(outcome)
    if (answered > MAX_PENDING || answered === pending.length) {
      pending = pending.slice(answered)
      answered = 0
    }
  }

  function settle(outcome: Outcome | null): void {
    const waiting = pending[answered++]
    if (outcome === null || 'answer' in outcome) {
      fault = undefined
      waiting?.resolve(outcome === null ? waiting.nothing : outcome.answer)
    } else if ('unavailable' in outcome) {
      fault = outcome.unavailable
      waiting?.reject(new StorageUnavailable(`Nothing can be saved: ${outcome.unavailable}.`))
    } else {
      waiting?.reject(new StorageFault(`A write failed by itself: ${outcome.fault} (${outcome.code}).`))
    }
  }

  function end(why: string): void {
    if (ended === undefined) queueMicrotask(onLost)
    ended ??= why
    const lost = pending.slice(answered)
    pending = []
    answered = 0
    outbox = []
    for (const { reject } of lost) reject(new StorageUnavailable(ended))
  }

  thread.on('message', (message: ThreadMessage) => {
    if ('outcomes' in message) takeOutcomes(message.outcomes)
  })
  thread.on('error', (error) => end(`The writer thread failed: ${error.message}`))
  thread.on('exit', (code) => end(`The writer thread ended by itself (exit code ${code}).`))

  return {
    perform: <N extends OperationName>(operation: N, argument: Argument<N>, nothing?: unknown) => {
      if (ended !== undefined) return Promise.reject(new StorageUnavailable(ended))
      if (pending.length - answered >= MAX_PENDING) {
        return Promise.reject(new StorageUnavailable('The disk is overloaded: too many writes wait for it.'))
      }
      return new Promise<Answer<N>>((resolve, reject) => {
        pending.push({ nothing, resolve: resolve as (answer: unknown) => void, reject })
        outbox.push({ operation, argument })
        if (batchesAhead.length === 0 && outbox.length >= WORTH_A_FLUSH) return send()
        if (scheduled || batchesAhead.length >= MAX_BATCHES_AHEAD) return
        scheduled = true
        setImmediate(sendScheduled) // after all that this turn of the event loop brings, so that it is one batch and one flush
      })
    },
    fault: () => ended ?? fault,
    close: () => {
      if (ended !== undefined) return Promise.resolve()
      ended = 'The storage is closed.'
      return new Promise((resolve) => {
        thread.once('exit', () => resolve())
        flushAll()
      })

      function flushAll(): void {
        if (outbox.length > 0) thread.postMessage(outbox.map(pack))
        outbox = []
        thread.postMessage('close')
      }
    },
  }
}

function started(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(startFault(error.message, 'no answer'))
    const exit = (code: number): void => fail(new Error(`the writer thread ended at its start (exit code ${code})`))
    thread.once('error', fail)
    thread.once('exit', exit)
    thread.once('message', (message: ThreadMessage) => {
      thread.off('error', fail)
      thread.off('exit', exit)
      if (!('failed' in message)) return resolve()
      reject(startFault(message.failed, message.code))
      void thread.terminate()
    })
  })
}

function startFault(message: string, code: string): Error {
  if (code === 'storage-too-new') return new StorageTooNew(message)
  return new StorageUnavailable(`The database cannot be opened: ${message} (${code}).`)
}
