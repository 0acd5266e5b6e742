import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { Boundary, BoundaryObserver } from '@baton/base'
import { openForWriting } from './connection.ts'
import { copyDatabase } from './copyDatabase.ts'
import { type Crossing, unpack } from './crossing.ts'
import { migrate } from './migrate.ts'
import { prepareOperations } from './operations.ts'
import { type Outcome, prepareGroup, type WriteItem } from './performGroup.ts'

/** What comes to a thread that writes. */
type Message = readonly Crossing[] | 'close'

/** What the thread is started for: to write, or to make one copy. */
export type ThreadTask =
  | {
      readonly task: 'write'
      readonly file: string
      /** For tests: the process kills itself at this boundary, at this passage of it (1: the first). */
      readonly crashAt?: Boundary
      readonly crashAtPassage?: number
      /** For tests: only the thread ends at `crashAt`, the process lives on. */
      readonly crashesThread?: true
    }
  | { readonly task: 'copy'; readonly from: string; readonly to: string }

type WriteTask = Extract<ThreadTask, { task: 'write' }>

export type ThreadMessage =
  | { readonly ready: true }
  | { readonly failed: string; readonly code: string }
  /** One for each item, in the order in which they came; an accepted commit is `null`. */
  | { readonly outcomes: readonly (Outcome | null)[] }

/** Larger groups would keep the first item waiting for longer than one flush takes. */
const MAX_GROUP = 512

/*
 * The one thread that writes. It sleeps until a message comes, takes all that has come by then as one group, and answers after
 * the flush. What comes during the flush is the next group: under load groups grow by themselves, and when idle nobody waits.
 */
const port = parentPort
if (!port) throw new Error('writerThread runs as a worker thread only')
const post = (message: ThreadMessage): void => port.postMessage(message)

const task = workerData as ThreadTask
try {
  if (task.task === 'copy') copyDatabase(task.from, task.to)
  else startWriting(task)
  post({ ready: true })
} catch (error) {
  const { message, code } = error as { message?: string; code?: string }
  post({ failed: message ?? String(error), code: code ?? 'unknown' })
}

function startWriting(task: WriteTask): void {
  const database = openForWriting(task.file)
  migrate(database)
  const performGroup = prepareGroup(database, prepareOperations(database), crashingAt(task))

  port?.on('message', (first: Message) => {
    const { items, closes } = drain(first)
    for (let start = 0; start < items.length; start += MAX_GROUP) {
      const group = items.slice(start, start + MAX_GROUP)
      post({ outcomes: performGroup(group).map(compact) })
      if (group.some(erasesBodies)) truncateLog()
    }
    if (closes) {
      truncateLog()
      database.close()
      port?.close()
    }
  })

  // The write-ahead log is emptied, so that the file alone holds everything, and nothing that was erased.
  function truncateLog(): void {
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // A full disk: all is in the log and stays there; the next start reads it from there.
    }
  }
}

function drain(first: Message): { items: WriteItem[]; closes: boolean } {
  const items: WriteItem[] = []
  for (let message: Message | undefined = first; message !== undefined; message = receive()) {
    if (message === 'close') return { items, closes: true }
    for (const crossing of message) items.push(unpack(crossing))
    if (items.length >= MAX_GROUP) break
  }
  return { items, closes: false }
}

function receive(): Message | undefined {
  return port ? receiveMessageOnPort(port)?.message : undefined
}

const compact = (outcome: Outcome): Outcome | null =>
  'answer' in outcome && outcome.answer === undefined ? null : outcome

const erasesBodies = ({ operation, argument }: WriteItem): boolean =>
  operation === 'commit' && (argument as { erasesBodies?: true }).erasesBodies === true

function crashingAt({ crashAt, crashAtPassage = 1, crashesThread }: WriteTask): BoundaryObserver {
  let left = crashAtPassage
  return (passed) => {
    if (passed !== crashAt || --left > 0) return
    // In a thread, `exit` ends the thread alone.
    if (crashesThread) process.exit(1)
    else process.kill(process.pid, 'SIGKILL')
  }
}
