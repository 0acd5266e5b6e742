import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Of a machine that has nothing else to do; what is waited for usually comes within milliseconds. */
const PATIENCE_MS = 20_000
/** A machine with more to do than it has cores is given more time, up to this many times as much. */
export const SLOWEST = 8

/** How much longer everything takes now, by how many wait for each core: 1 on a machine that is not overloaded. */
export const slowness = (): number => Math.max(1, Math.min(SLOWEST, (loadavg()[0] ?? 0) / cpus().length))

export interface Patience {
  /** Without progress, in milliseconds of a machine that is not overloaded. */
  readonly ms: number
  /** Whatever changes while it goes on: as long as it does, there is reason to wait. */
  readonly progress?: () => unknown
}

/**
 * Asks again and again until there is an answer. Patience ends when nothing moved for long, not when much was to be done.
 * @param ask gives undefined or false while it is not yet so
 * @throws Error that says what was waited for
 */
export async function waitUntil<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  patience: number | Patience = PATIENCE_MS,
): Promise<T> {
  const { ms, progress = () => undefined } = typeof patience === 'number' ? { ms: patience } : patience
  let since = Date.now()
  let seen = progress()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    const now = progress()
    if (now !== seen) since = Date.now()
    seen = now
    if (Date.now() - since > ms * slowness()) throw new Error(`waited ${Date.now() - since} ms in vain: ${what}`)
    await pause(20)
  }
}
