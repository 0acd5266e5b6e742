import { after, type ConversationId, days, type EpochMs, hours, minutes } from '@baton/base'
import type { Account } from '@baton/storage'
import type { Decider } from '../decider.ts'
import { describe } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { StorageGate } from '../storageGate.ts'

const LEASE = 'retention'
const LEASE_MS = minutes(2)
const EVERY_MS = hours(1)
const PAGE = 50
const JOURNAL_PAGE = 500
/** In one look; what is left comes with the next one, so that the day's work is not held up by the past's. */
const MOST_IN_A_LOOK = 5_000
const ACCOUNTS = 200

/**
 * Erases the words of conversations that closed longer ago than their account keeps them. One node does it, as long as it says
 * so; each erasure is a commit of its own, so that a crash anywhere leaves the rest to the next look.
 */
export class Retention {
  private readonly around: Surroundings
  private readonly decider: Decider
  private readonly gate: StorageGate
  private cancelAlarm: () => void = () => {}
  private round: Promise<void> | undefined
  private stopped = false

  constructor(around: Surroundings, decider: Decider, gate: StorageGate) {
    this.around = around
    this.decider = decider
    this.gate = gate
  }

  start(): void {
    this.cancelAlarm = this.around.alarm.at(after(this.around.clock.now(), minutes(1)), () => this.look())
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.cancelAlarm()
    await this.round
  }

  /** Somebody shortened it: what is too old by now need not wait for the hour. */
  settingsChanged(): void {
    if (this.stopped || this.round !== undefined) return
    this.cancelAlarm()
    this.cancelAlarm = this.around.alarm.at(after(this.around.clock.now(), minutes(1)), () => this.look())
  }

  private look(): void {
    if (this.stopped) return
    this.round = this.sweep()
      .catch((fault: unknown) => {
        this.around.log.warn({ cause: describe(fault) }, 'retention was held up')
        return false
      })
      .then((isMore) => {
        this.round = undefined
        if (this.stopped) return
        const next = after(this.around.clock.now(), isMore ? minutes(1) : EVERY_MS)
        this.cancelAlarm = this.around.alarm.at(next, () => this.look())
      })
  }

  /** @returns whether something is left for the next look */
  private async sweep(): Promise<boolean> {
    if (!this.gate.open || !(await this.hold())) return false
    await this.forgetWaits()
    let left = MOST_IN_A_LOOK
    if (await this.forgetJournal(left)) return true
    let last: Account['id'] | undefined
    for (;;) {
      const accounts = await this.around.storage.settings.listAccounts(ACCOUNTS, last)
      for (const account of accounts) {
        if (account.retentionDays === undefined) continue
        left -= await this.sweepAccount(account, left)
        if (left <= 0 || this.stopped) return true
      }
      last = accounts.at(-1)?.id
      if (accounts.length < ACCOUNTS) return false
    }
  }

  /** Records of turns grow old by themselves, whether or not an account erases its conversations. @returns whether some are left */
  private async forgetJournal(most: number): Promise<boolean> {
    const { storage, clock, limits } = this.around
    const before = (clock.now() - days(limits.journalDays)) as EpochMs
    let forgotten = 0
    while (forgotten < most && !this.stopped) {
      const done = await this.gate.through(() => storage.conversations.forgetJournal(before, JOURNAL_PAGE))
      forgotten += done
      if (done < JOURNAL_PAGE) break
    }
    if (forgotten > 0)
      this.around.log.info({ forgotten, days: limits.journalDays }, 'records of turns were removed by age')
    return forgotten >= most
  }

  /** How long people waited is told of the last day only. */
  private async forgetWaits(): Promise<void> {
    const { storage, clock } = this.around
    const before = (clock.now() - days(1)) as EpochMs
    while (!this.stopped && (await storage.desk.forgetTaken(before, PAGE * 10)) === PAGE * 10);
  }

  private async sweepAccount({ id, retentionDays = 0 }: Account, most: number): Promise<number> {
    const before = (this.around.clock.now() - days(retentionDays)) as EpochMs
    let erased = 0
    while (erased < most && !this.stopped) {
      const page = await this.around.storage.conversations.listKept(id, before, Math.min(PAGE, most - erased))
      if (page.length === 0) break
      if (!(await this.hold())) return most
      const done = await this.eraseAll(id, page)
      erased += done
      if (done < page.length) break // what could not be erased would only come again
    }
    if (erased > 0) this.around.log.info({ accountId: id, erased, retentionDays }, 'conversations were erased by age')
    return erased
  }

  private async eraseAll(accountId: Account['id'], page: readonly ConversationId[]): Promise<number> {
    let erased = 0
    for (const conversationId of page) {
      try {
        await this.decider.undertake({
          accountId,
          conversationId,
          boundary: 'command-committed',
          make: (_state, at) => ({ command: { type: 'erase', at } }),
        })
        erased += 1
      } catch (fault) {
        this.around.log.warn({ accountId, conversationId, cause: describe(fault) }, 'a conversation was not erased')
      }
    }
    return erased
  }

  private hold(): Promise<boolean> {
    const { nodeId, clock, storage } = this.around
    const now = clock.now()
    return this.gate.through(() => storage.words.holdLease(LEASE, nodeId, now, after(now, LEASE_MS)))
  }
}
