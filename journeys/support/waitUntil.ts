import { setTimeout as pause } from 'node:timers/promises'

/** Long enough for a busy machine; what is waited for usually comes within milliseconds. */
const PATIENCE_MS = 20_000

/**
 * Asks again and again until there is an answer.
 * @param ask gives undefined or false while it is not yet so
 * @throws Error that says what was waited for
 */
export async function waitUntil<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > until) throw new Error(`waited ${patienceMs} ms in vain: ${what}`)
    await pause(20)
  }
}
