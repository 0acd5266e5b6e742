import type { SearchIndex } from '../../searchIndex.ts'
import type { CommitFeed } from '../../store.ts'
import { type Pool, row } from '../connection.ts'
import { asStorageError } from '../faults.ts'
import { prepareFind } from './findConversations.ts'
import { prepareIndexer, type Step } from './indexLog.ts'

/** Words need not be found in the moment in which they are said, in milliseconds. */
const PAUSE_MS = 500
/** A step that failed, or that another node is at, is tried again after so long. */
const RETRY_MS = 2_000
/** Somebody waits for it. */
const HURRY_MS = 20
/** Pauses between steps, in lengths of the step before: while many commit, the machine is theirs, as with the other dialect. */
const REST = 1
const BUSY_REST = 40
/** Events a second that make the installation a busy one. */
const BUSY_RATE = 500

const NEWEST = 'SELECT coalesce(max(position), 0) AS position FROM events'

/** The index of words is in the database, for all nodes; whichever has time reads on in the log. */
export function startSearch(pool: Pool, horizon: CommitFeed['horizon']): SearchIndex {
  const find = prepareFind(pool)
  const step = prepareIndexer(pool, horizon)
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<Step> | undefined
  let closed = false
  let seen: { readonly horizon: number; readonly at: number } | undefined

  function schedule(ms: number): void {
    if (timer !== undefined || closed) return
    timer = setTimeout(() => void work(), ms)
    timer.unref()
  }

  function stepOnce(): Promise<Step> {
    underWay ??= step().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  async function work(): Promise<void> {
    timer = undefined
    const began = performance.now()
    try {
      const { position, more, horizon } = await stepOnce()
      const rest = isBusy(horizon) ? BUSY_REST : REST
      if (more) schedule(position === undefined ? RETRY_MS : (performance.now() - began) * rest)
    } catch {
      schedule(RETRY_MS) // Nothing is lost, it goes on from where it was.
    }
  }

  /** By how the log grew since the step before. */
  function isBusy(horizon: number): boolean {
    const [before, now] = [seen, performance.now()]
    seen = { horizon, at: now }
    return before !== undefined && (horizon - before.horizon) * 1_000 > BUSY_RATE * (now - before.at)
  }

  return {
    find: (query) => find(query).catch((error) => Promise.reject(asStorageError(error))),
    wake: () => schedule(PAUSE_MS),
    async catchUp() {
      try {
        const until = (await row<{ position: number }>(pool, NEWEST))?.position ?? 0
        for (;;) {
          if (((await stepOnce()).position ?? -1) >= until) return
          await new Promise((resolve) => setTimeout(resolve, HURRY_MS))
        }
      } catch (error) {
        throw asStorageError(error)
      }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await underWay?.catch(() => {})
    },
  }
}
