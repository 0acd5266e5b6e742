import { after, type EpochMs, minutes } from '@baton/base'
import { describe } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { Committed } from '../runtime.ts'
import type { StorageGate } from '../storageGate.ts'
import type { FileDesk } from './fileDesk.ts'

const LEASE = 'files'
const LEASE_MS = minutes(2)
const EVERY_MS = minutes(5)
const PAGE = 100

/**
 * Takes files away whose time is over: never finished, never sent, or erased with their conversation. The rows tell which; bytes go
 * first and the row after them, so that what a crash interrupts is found again.
 */
export class FileSweep {
  private readonly around: Surroundings
  private readonly desk: FileDesk
  private readonly gate: StorageGate
  private cancelAlarm: () => void = () => {}
  private readonly rounds = new Set<Promise<void>>()
  private stopped = false

  constructor(around: Surroundings, desk: FileDesk, gate: StorageGate) {
    this.around = around
    this.desk = desk
    this.gate = gate
  }

  start(): void {
    this.again(minutes(1))
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.cancelAlarm()
    await Promise.all(this.rounds)
  }

  /** An erasure need not wait for the next round. */
  committed({ accountId, conversationId, events }: Committed): void {
    if (!events.some(({ event }) => event.type === 'erased')) return
    this.run(async () => {
      for (;;) {
        const doomed = await this.around.storage.files.listDoomed(accountId, conversationId, PAGE)
        for (const file of doomed) await this.desk.takeAway(file)
        if (doomed.length < PAGE) return
      }
    })
  }

  /** One round over all that is due; for tests and for the alarm. */
  async sweep(): Promise<void> {
    const { nodeId, clock, storage } = this.around
    const now = clock.now()
    const isOurs = await this.gate.through(() => storage.words.holdLease(LEASE, nodeId, now, after(now, LEASE_MS)))
    if (!isOurs) return
    for (;;) {
      const expired = await storage.files.listExpired(now, PAGE)
      for (const file of expired) {
        // Somebody may send it in this very moment; then it stays.
        const goes = file.state === 'doomed' || (await storage.files.dropFile(file.accountId, file.id))
        if (goes) await this.desk.takeAway(file)
      }
      if (expired.length < PAGE || this.stopped) break
    }
    await storage.files.forgetLinks((now - minutes(5)) as EpochMs)
  }

  private again(ms: number): void {
    if (this.stopped) return
    this.cancelAlarm = this.around.alarm.at(after(this.around.clock.now(), ms), () => {
      this.run(() => this.sweep())
      this.again(EVERY_MS)
    })
  }

  private run(work: () => Promise<void>): void {
    if (this.stopped) return
    const round: Promise<void> = work()
      .catch((fault: unknown) => {
        this.around.log.warn({ cause: describe(fault) }, 'files could not be taken away')
      })
      .finally(() => this.rounds.delete(round))
    this.rounds.add(round)
  }
}
