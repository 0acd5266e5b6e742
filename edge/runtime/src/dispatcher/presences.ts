import { type AccountId, type AgentId, after, type EpochMs } from '@baton/base'
import type { Presence, PresenceStatus } from '@baton/storage'
import { describe } from '../outcomes.ts'
import type { Surroundings } from '../ports.ts'
import type { StorageGate } from '../storageGate.ts'

/** Presence without a word from its node lasts so long, in milliseconds. */
export const LEASE_MS = 30_000
const RENEW_MS = LEASE_MS / 3

interface Here {
  readonly accountId: AccountId
  readonly agentId: AgentId
  sockets: number
}

/**
 * Who is there. While an agent has a socket on this node their lease is renewed; when the last one is gone it runs out, so that
 * a reload, a change of networks or a restart of the server within the lease changes nothing.
 */
export class Presences {
  private readonly here = new Map<string, Here>()
  private cancelRenewal: (() => void) | undefined
  private readonly around: Surroundings
  private readonly gate: StorageGate
  private readonly onChange: (presence: Presence) => void

  /** @param onChange an agent's status, or when their lease ends, changed here */
  constructor(around: Surroundings, gate: StorageGate, onChange: (presence: Presence) => void) {
    this.around = around
    this.gate = gate
    this.onChange = onChange
  }

  async arrived(accountId: AccountId, agentId: AgentId): Promise<Presence> {
    const key = `${accountId}/${agentId}`
    const here = this.here.get(key) ?? { accountId, agentId, sockets: 0 }
    here.sockets += 1
    this.here.set(key, here)
    await this.renew([here])
    this.keepRenewing()
    const presence = await this.around.storage.desk.findPresence(accountId, agentId)
    return presence ?? { accountId, agentId, status: 'offline', since: this.around.clock.now() }
  }

  async left(accountId: AccountId, agentId: AgentId): Promise<void> {
    const key = `${accountId}/${agentId}`
    const here = this.here.get(key)
    if (here === undefined) return
    here.sockets -= 1
    if (here.sockets > 0) return
    this.here.delete(key)
    // Counted from now, not from the last renewal.
    await this.renew([here])
  }

  async setStatus(
    accountId: AccountId,
    agentId: AgentId,
    status: PresenceStatus,
    reason: string | undefined,
    by?: AgentId,
  ): Promise<Presence> {
    const now = this.around.clock.now()
    const presence = await this.gate.through(() =>
      this.around.storage.desk.setStatus({ accountId, agentId }, status, reason, now, by),
    )
    this.onChange(presence)
    return presence
  }

  /** Whether they can be expected to answer what is theirs. */
  async isThere(accountId: AccountId, agentId: AgentId): Promise<boolean> {
    const presence = await this.around.storage.desk.findPresence(accountId, agentId)
    return presence !== undefined && presence.status !== 'offline' && this.isLeased(presence)
  }

  isLeased({ accountId, agentId, leaseUntil }: Presence): boolean {
    return this.here.has(`${accountId}/${agentId}`) || (leaseUntil ?? 0) > this.around.clock.now()
  }

  /** Finds those whose lease is over, on whichever node they were. @returns when to look again */
  async lapse(): Promise<EpochMs | undefined> {
    // A process that was stopped for a while must not take its own agents for gone.
    await this.renew([...this.here.values()])
    const lapsed = await this.around.storage.desk.lapseLeases(this.around.clock.now(), BATCH)
    for (const presence of lapsed) this.onChange(presence)
    return lapsed.length === BATCH ? this.around.clock.now() : this.around.storage.desk.nextLeaseEnd()
  }

  stop(): void {
    this.cancelRenewal?.()
  }

  private async renew(agents: readonly Here[]): Promise<void> {
    if (agents.length === 0) return
    const now = this.around.clock.now()
    await this.gate.through(() => this.around.storage.desk.keepLeases(agents, after(now, LEASE_MS), now))
  }

  private keepRenewing(): void {
    if (this.cancelRenewal !== undefined) return
    this.cancelRenewal = this.around.alarm.at(after(this.around.clock.now(), RENEW_MS), () => {
      this.cancelRenewal = undefined
      if (this.here.size === 0 || this.gate.stopped) return
      this.keepRenewing()
      this.renew([...this.here.values()]).catch((fault: unknown) => {
        // An outage is no loss: nobody else can find the lease to be over either.
        this.around.log.warn({ cause: describe(fault) }, 'presence could not be renewed')
      })
    })
  }
}

const BATCH = 200
