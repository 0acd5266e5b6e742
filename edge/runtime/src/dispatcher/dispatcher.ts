import { type AccountId, after, type EpochMs, type SkillId } from '@baton/base'
import type { Commit, DirtySkill } from '@baton/storage'
import { describe } from '../outcomes.ts'
import type { StorageGate } from '../storageGate.ts'
import type { Dispatching } from './dispatching.ts'
import { tidyGoneAgents } from './goneAgents.ts'
import { LEASE_MS } from './presences.ts'
import { Ranks } from './ranks.ts'
import { serveQueue } from './serveQueue.ts'

const BATCH = 200

interface Queue {
  readonly accountId: AccountId
  readonly skillId: SkillId
}
interface PlannedLook extends Queue {
  readonly at: EpochMs
}

/**
 * Decides who is offered what. Told as a story: it sleeps → (a commit that queued something or freed a seat, a status, an alarm)
 * → whose lease is over is found, and what follows is done → each skill whose flag is set is looked at, by the one node that
 * holds the account → the flag is cleared, unless it was set again meanwhile → it sleeps. Flags are rows, set in the commit that
 * gives cause: a crash at any place leaves them set. Nothing is polled, but for one look per lease, which finds what another
 * node left behind.
 */
export class Dispatcher {
  private readonly parts: Dispatching
  private readonly gate: StorageGate
  private readonly ranks: Ranks
  private readonly planned = new Map<string, PlannedLook>()
  private started = false
  private stopped = false
  private again = false
  private round: Promise<void> | undefined
  private cancelAlarm: () => void = () => {}

  constructor(parts: Dispatching, gate: StorageGate) {
    this.parts = parts
    this.gate = gate
    this.ranks = new Ranks(parts.around, parts.conversations)
  }

  async start(): Promise<void> {
    this.started = true
    // Looks that were planned in the memory of a process that is gone.
    for (const queue of await this.desk.listWaitingSkills()) this.plan(queue, this.now)
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.cancelAlarm()
    this.parts.presences.stop()
    await this.round
    await this.desk.releaseDispatchers(this.parts.around.nodeId).catch(() => {})
  }

  /** After every commit: was something queued, or a seat freed? */
  committed({ effects }: Commit): void {
    if (effects.some((change) => change.do === 'wakeDispatcher' || change.do === 'release')) this.wake()
  }

  /** Skills, capacities or the way of ringing may be others now. */
  settingsChanged(accountId: AccountId): void {
    if (!this.takes) return
    this.desk.listWaitingSkills().then(
      (queues) => {
        for (const queue of queues) if (queue.accountId === accountId) this.plan(queue, this.now)
        this.wake()
      },
      (fault: unknown) => this.parts.around.log.warn({ cause: describe(fault) }, 'queues could not be read'),
    )
  }

  /** Looks as soon as possible; many calls make one look. */
  wake(): void {
    if (!this.takes) return
    this.again = true
    this.round ??= this.rounds().finally(() => {
      this.round = undefined
      if (this.again) this.wake() // Woken while the alarm was being set.
    })
  }

  private get takes(): boolean {
    return this.started && !this.stopped && this.gate.open
  }
  private get desk() {
    return this.parts.around.storage.desk
  }
  private get now(): EpochMs {
    return this.parts.around.clock.now()
  }

  private async rounds(): Promise<void> {
    let leaseEnds: EpochMs | undefined
    try {
      while (this.again && this.takes) {
        this.again = false
        leaseEnds = await this.parts.presences.lapse()
        await tidyGoneAgents(this.parts)
        await this.serveAll()
      }
    } catch (fault) {
      this.parts.around.log.warn({ cause: describe(fault) }, 'the dispatcher was held up')
    }
    if (this.takes) this.setAlarm(leaseEnds)
  }

  private async serveAll(): Promise<void> {
    const flagged = await this.parts.around.storage.mailbox.listDirtySkills(BATCH)
    const due = [...this.planned.values()].filter(({ at }) => at <= this.now)
    const queues = new Map<string, Queue>([...due, ...flagged].map((queue) => [keyOf(queue), queue]))
    const flags = new Map(flagged.map((flag): [string, DirtySkill] => [keyOf(flag), flag]))
    const held = new Map<AccountId, boolean>()
    for (const [key, queue] of queues) {
      if (!this.takes) return
      const { accountId, skillId } = queue
      const isOurs = held.get(accountId) ?? (await this.hold(accountId))
      held.set(accountId, isOurs)
      if (!isOurs) {
        this.plan(queue, after(this.now, LEASE_MS))
        continue
      }
      this.planned.delete(key)
      const next = await serveQueue(this.parts, accountId, skillId, this.ranks)
      if (next !== undefined) this.plan(queue, next)
      const flag = flags.get(key)
      if (flag !== undefined) await this.parts.around.storage.mailbox.clearDirty(flag)
    }
    if (flagged.length === BATCH && [...held.values()].some(Boolean)) this.again = true
  }

  private hold(accountId: AccountId): Promise<boolean> {
    const { nodeId } = this.parts.around
    return this.gate.through(() => this.desk.holdDispatcher(accountId, nodeId, this.now, after(this.now, LEASE_MS)))
  }

  private plan(queue: Queue, at: EpochMs): void {
    const before = this.planned.get(keyOf(queue))
    if (before === undefined || at < before.at) this.planned.set(keyOf(queue), { ...queue, at })
  }

  private setAlarm(leaseEnds: EpochMs | undefined): void {
    const sweep = after(this.now, LEASE_MS)
    const looks = [...this.planned.values()].map(({ at }) => at)
    const next = Math.min(sweep, leaseEnds ?? sweep, ...looks)
    const instant = Math.max(next, after(this.now, BREATHER_MS)) as EpochMs
    this.cancelAlarm()
    this.cancelAlarm = this.parts.around.alarm.at(instant, () => this.wake())
  }
}

/** Between two looks that nothing but time asked for, in milliseconds. */
const BREATHER_MS = 100

const keyOf = ({ accountId, skillId }: Queue): string => `${accountId}/${skillId}`
