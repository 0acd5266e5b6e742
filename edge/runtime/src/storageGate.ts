import { StorageUnavailable } from '@baton/storage'
import type { Surroundings } from './ports.ts'

/**
 * Whether the storage can save at present. One `StorageUnavailable` closes the gate: orders are refused and nothing new is
 * performed until a probe finds the storage writable again. No restart is needed.
 */
export class StorageGate {
  private closedBecause: string | undefined
  private isStopped = false
  private waiting: (() => void)[] = []
  private probe: NodeJS.Timeout | undefined
  private readonly around: Surroundings
  private readonly onOpen: () => void

  /** @param onOpen called each time that the storage works again */
  constructor(around: Surroundings, onOpen: () => void) {
    this.around = around
    this.onOpen = onOpen
  }

  get open(): boolean {
    return this.closedBecause === undefined && !this.isStopped
  }
  get stopped(): boolean {
    return this.isStopped
  }
  get cause(): string | undefined {
    return this.closedBecause
  }

  /** Passes the work's own result or fault on, and closes the gate on `StorageUnavailable`. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (fault) {
      this.noteFault(fault)
      throw fault
    }
  }

  /** For whoever waits for the storage without the gate. */
  noteFault(fault: unknown): void {
    if (fault instanceof StorageUnavailable) this.shut(fault.message)
  }

  /** @throws StorageUnavailable while the gate is closed */
  check(): void {
    if (!this.open) throw new StorageUnavailable(this.closedBecause ?? 'this server is stopping')
  }

  /** Somebody met an outage. Resolves when the gate is open again, or for good after `stop`. */
  async shutBy(fault: StorageUnavailable): Promise<void> {
    this.shut(fault.message)
    if (this.isStopped) return
    await new Promise<void>((resolve) => this.waiting.push(resolve))
  }

  stop(): void {
    this.isStopped = true
    clearTimeout(this.probe)
    this.release()
  }

  private shut(cause: string): void {
    if (this.closedBecause !== undefined || this.isStopped) return
    this.closedBecause = cause
    this.around.meter.count('storage-outages')
    this.around.log.error({ cause }, 'storage cannot save; nothing is accepted')
    this.probeAfter(this.around.limits.probeMs)
  }

  private probeAfter(pauseMs: number): void {
    // Real time on purpose: a disk does not follow the clock of the conversations.
    this.probe = setTimeout(() => void this.ask(pauseMs), pauseMs)
    this.probe.unref()
  }

  private async ask(pauseMs: number): Promise<void> {
    const writable = await this.around.storage.health().then(
      (health) => health.writable,
      () => false,
    )
    if (this.isStopped) return
    if (!writable) return this.probeAfter(Math.min(pauseMs * 2, this.around.limits.longestProbeMs))
    this.closedBecause = undefined
    this.around.log.info({}, 'storage saves again')
    this.release()
    this.onOpen()
  }

  private release(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resolve of waiting) resolve()
  }
}
