const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/**
 * How long to wait before the next attempt: doubling from 1 s to 30 s, with full jitter, so that a thousand clients of a
 * server that went away do not come back in the same instant (messaging R7.8).
 *
 * @param failures attempts that failed in a row, from 1
 * @returns milliseconds
 */
export function backOffMs(failures: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))
  return Math.round(ceiling * random())
}
