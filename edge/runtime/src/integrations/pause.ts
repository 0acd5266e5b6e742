import type { AbortSignalLike } from '@baton/base'

/** Waits between two attempts of a call. @returns early when the turn is taken back */
export const pause = (ms: number, signal: AbortSignalLike | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
