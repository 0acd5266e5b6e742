import { StorageUnavailable } from '../commit.ts'
import type { Argument, OperationName } from './operations.ts'
import { startWriter, type Writer, type WriterTask } from './startWriter.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

/**
 * A writer that is there again when its thread was lost. What was under way is refused with StorageUnavailable, since nobody can
 * say whether it was flushed: whoever asked loads and decides again, and a client's id finds its first answer. Until a new
 * thread has opened the file everything is refused and `fault` says why; attempts come after 100 ms, then ever more rarely, at
 * least every 10 s.
 * @throws StorageUnavailable, StorageTooNew when the first thread cannot start
 */
export async function keepWriter(task: WriterTask): Promise<Writer> {
  let closed = false
  let lost: string | undefined
  let pauseMs = FIRST_PAUSE_MS
  let startedAt = performance.now()
  let retry: NodeJS.Timeout | undefined
  let starting: Promise<void> | undefined
  let writer = await startWriter(task, onLost)

  function onLost(): void {
    if (closed) return
    lost = `${writer.fault()} It is being started again.`
    // A thread that held for a while was not lost for what made the one before it fail.
    if (performance.now() - startedAt > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS
    tryLater()
  }

  function tryLater(): void {
    retry = setTimeout(() => {
      starting = startAgain()
    }, pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }

  async function startAgain(): Promise<void> {
    try {
      writer = await startWriter(task, onLost)
      startedAt = performance.now()
      lost = undefined
    } catch (error) {
      lost = `The writer thread cannot be started again: ${(error as Error).message}`
      if (!closed) tryLater()
    }
  }

  return {
    perform: <N extends OperationName>(operation: N, argument: Argument<N>, nothing?: unknown) =>
      lost === undefined
        ? writer.perform(operation, argument, nothing as undefined)
        : Promise.reject(new StorageUnavailable(lost)),
    fault: () => lost ?? writer.fault(),
    async close() {
      closed = true
      clearTimeout(retry)
      await starting
      await writer.close()
    },
  }
}
