import { getHeapSpaceStatistics } from 'node:v8'

/*
 * Loaded into every measured process before its own program (`node --import`), so that all are measured by the same means and
 * none needs a line of code for it. Answers the bench over the channel between parent and child.
 */

export interface Reading {
  /** Of all threads, user and system, in milliseconds since the start. */
  readonly cpuMs: number
  /** Resident memory of the whole process, after a collection where the process was started with `--expose-gc`; in bytes. */
  readonly rss: number
  /** Of it, the room of the main thread's young generation, in bytes: it grows with the rush and not with what is kept. */
  readonly young: number
  /** Live JavaScript objects of the main thread, and what they hold outside of the heap, in bytes. */
  readonly heapUsed: number
  readonly external: number
}

process.on('message', (message) => {
  if (message !== 'read' && message !== 'collect and read') return
  if (message === 'collect and read') {
    // Twice: what only a finaliser held is free after the second.
    globalThis.gc?.()
    globalThis.gc?.()
  }
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  const young = getHeapSpaceStatistics()
    .filter(({ space_name: name }) => name.startsWith('new_'))
    .reduce((sum, space) => sum + space.physical_space_size, 0)
  process.send?.({ cpuMs: (user + system) / 1000, rss, young, heapUsed, external } satisfies Reading)
})
// Nobody is left to measure, and nobody to stop this process.
process.on('disconnect', () => process.exit(1))
process.channel?.unref()
