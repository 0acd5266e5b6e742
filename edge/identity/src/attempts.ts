import { createHash } from 'node:crypto'
import { type Clock, type EpochMs, hours, minutes, seconds } from '@baton/base'
import type { Attempts, PeopleStore } from '@baton/storage'

/** Mistakes that cost nothing. */
const FREE_FAILURES = 5
const FIRST_WAIT_MS = seconds(30)
const LONGEST_WAIT_MS = minutes(15)
/** After so long without another failure all is forgiven. */
const MEMORY_MS = hours(24)
/** How often what nobody asks about any more is thrown away, in attempts. */
const CLEAN_EVERY = 100

/**
 * How often one identity may be tried, wherever the tries come from. Counted in the database, so that a restart forgives
 * nothing; an address that guesses at many identities meets the limit per address first.
 */
export interface AttemptLimit {
  /** Counts an attempt before its outcome is known. @returns how long to wait, in milliseconds; 0 when it may go on */
  begin(name: string): Promise<number>
  /** It was no guess: all is forgiven. */
  succeeded(name: string): Promise<void>
}

export function createAttemptLimit(people: PeopleStore, clock: Clock): AttemptLimit {
  let untilCleaning = CLEAN_EVERY
  return {
    async begin(name) {
      const now = clock.now()
      untilCleaning -= 1
      if (untilCleaning <= 0) {
        untilCleaning = CLEAN_EVERY
        await people.forgetOld(now, (now - MEMORY_MS) as EpochMs)
      }
      let wait = 0
      await people.countAttempt(keyOf(name), (known) => {
        wait = waitMs(known, now)
        return wait > 0 ? undefined : { failures: failuresOf(known, now) + 1, lastAt: now }
      })
      return wait
    },
    succeeded: (name) => people.forgetAttempts(keyOf(name)),
  }
}

/** The first few are free, then each wait is twice as long as the one before. */
export function waitMs(known: Attempts | undefined, now: EpochMs): number {
  const failures = failuresOf(known, now)
  if (known === undefined || failures < FREE_FAILURES) return 0
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - FREE_FAILURES, 20))
  return Math.max(0, known.lastAt + wait - now)
}

const failuresOf = (known: Attempts | undefined, now: EpochMs): number =>
  known === undefined || now - known.lastAt >= MEMORY_MS ? 0 : known.failures

/** Of equal length, whatever was typed, and no list of people's addresses. */
const keyOf = (name: string): string => createHash('sha256').update(name).digest('hex')
