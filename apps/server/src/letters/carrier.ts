import { randomUUID } from 'node:crypto'
import { after, type Clock, type EpochMs, hours, minutes } from '@baton/base'
import type { Alarm, Log } from '@baton/runtime'
import type { PeopleStore, Settings, StoredLetter } from '@baton/storage'
import type { Letter, LetterPost, Letters } from '../letters.ts'
import { createLetterSeal, LetterUnreadable } from './letterSeal.ts'

/** After each failed attempt, how long until the next one, in milliseconds; as many attempts follow the first. */
export const PAUSES_MS = [minutes(1), minutes(5), minutes(30), hours(2), hours(6)]
/** A taken letter is anybody's again after so long: whoever took it has died. Longer than any mail server is waited for. */
const CLAIM_MS = minutes(3)
/** Another node may have left one behind. */
const SWEEP_MS = minutes(1)
/** Under way at the same time. */
const AT_ONCE = 10
/** Letters without a link say what is true now. */
const NEWS_VALID_MS = hours(2)

export interface CarrierSource {
  readonly people: PeopleStore
  readonly settings: Settings
  readonly clock: Clock
  readonly alarm: Alarm
  readonly log: Log
  /** The operator's secret; without one, a key is made at the first start and kept. */
  readonly secret?: string | undefined
  /** Secrets that were used before: what was sealed with them still goes. */
  readonly formerSecrets?: readonly string[] | undefined
  /** Told how each attempt ended. */
  count(outcome: 'sent' | 'postponed' | 'given-up'): void
}

/**
 * Carries letters to the post. Each is a row before anybody is told that it is on its way; it goes again until the post took it,
 * refused it for good, or `PAUSES_MS` are used up, on whichever node is alive. At least once: a letter keeps its id over all attempts.
 */
export async function createCarrier(source: CarrierSource, post: LetterPost): Promise<Letters> {
  const { people, clock, alarm, log } = source
  const seal = await createLetterSeal(source)
  let stopped = false
  let cancel = (): void => {}
  let carrying: Promise<void> | undefined
  let again = false

  async function carryAll(): Promise<void> {
    while (again && !stopped) {
      again = false
      for (;;) {
        const now = clock.now()
        const taken = await people.takeLetters(now, after(now, CLAIM_MS), AT_ONCE)
        await Promise.all(taken.map(carry))
        if (taken.length < AT_ONCE || stopped) break
      }
    }
  }

  async function carry(stored: StoredLetter): Promise<void> {
    const { id, attempts, kind, accountId, personId } = stored
    const about = { accountId, personId, kind, attempts }
    const fault = await attempt(stored)
    if (fault === undefined) {
      source.count('sent')
      await people.removeLetter(id)
      return
    }
    const pause = PAUSES_MS[attempts - 1]
    const next = pause === undefined ? undefined : after(clock.now(), pause)
    if (next === undefined || next >= stored.expiresAt || fault.isFinal) {
      log.warn({ ...about, err: fault.cause }, 'a letter could not be sent, and is given up')
      source.count('given-up')
      if (fault.cause instanceof LetterUnreadable) await tellLost(stored, fault.cause)
      await people.removeLetter(id)
    } else {
      log.info({ ...about, err: fault.cause, next }, 'a letter could not be sent now')
      source.count('postponed')
      await people.postponeLetter(id, next)
    }
  }

  /** @returns why it did not go */
  async function attempt({ id, sealed }: StoredLetter): Promise<{ cause: unknown; isFinal: boolean } | undefined> {
    let letter: Letter
    try {
      letter = seal.open(sealed)
    } catch (cause) {
      return { cause, isFinal: true }
    }
    try {
      await post.send(letter, id)
      return undefined
    } catch (cause) {
      return { cause, isFinal: post.isFinal(cause) }
    }
  }

  /** Nobody but an administrator can make the link anew; the server's log is not theirs to read. */
  function tellLost({ accountId, personId, kind }: StoredLetter, why: LetterUnreadable): Promise<void> {
    const changes = { letter: { before: kind }, reason: { after: why.message } }
    const target = `person/${personId}`
    const who = { kind: 'installation' } as const
    return people.writeAudit({ accountId, at: clock.now(), who, action: 'letter.lost', target, changes })
  }

  function wake(): void {
    if (stopped) return
    again = true
    carrying ??= carryAll()
      .catch((fault: unknown) => log.warn({ err: fault }, 'letters could not be carried'))
      .then(plan)
      .finally(() => {
        carrying = undefined
        if (again) wake() // Woken while the alarm was being set.
      })
  }

  async function plan(): Promise<void> {
    if (stopped) return
    const sweep = after(clock.now(), SWEEP_MS)
    const due = await people.nextLetterAt().catch(() => undefined)
    const next = Math.max(clock.now() + BREATHER_MS, Math.min(sweep, due ?? sweep)) as EpochMs
    cancel()
    cancel = alarm.at(next, wake)
  }

  return {
    start: wake,
    async send(letter) {
      const createdAt = clock.now()
      const expiresAt = letter.kind === 'waiting' ? after(createdAt, NEWS_VALID_MS) : letter.expiresAt
      const { accountId, id: personId } = letter.person
      const sealed = seal.close(letter)
      await people.putLetter({ id: randomUUID(), accountId, personId, kind: letter.kind, sealed, createdAt, expiresAt })
      wake()
    },
    async close() {
      stopped = true
      cancel()
      // What is under way may hang at the mail server; its row is due again in any case.
      await Promise.race([carrying, new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref())])
    },
  }
}

/** What is under way gets this long to end, in milliseconds. */
const GOODBYE_MS = 1_000
/** Between two looks that nothing but time asked for, in milliseconds. */
const BREATHER_MS = 100
