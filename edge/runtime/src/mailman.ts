import { type AbortSignalLike, type AccountId, after, type BotId, type EffectId, type EpochMs } from '@baton/base'
import type { CopyFile, Job, TellBot, TurnWork } from '@baton/conversation'
import type { ClaimedWork } from '@baton/storage'
import type { Reservation } from './decider.ts'
import type { Copies } from './files/copying.ts'
import type { Invocation, Invocations } from './invocations.ts'
import { describe } from './outcomes.ts'
import type { Surroundings } from './ports.ts'
import type { StorageGate } from './storageGate.ts'
import type { Tellings } from './tellings.ts'
import type { Timers } from './timers.ts'
import type { Turns } from './turns.ts'
import { type Work, WorkPool } from './workPool.ts'

interface Performers {
  readonly gate: StorageGate
  readonly turns: Turns
  readonly tellings: Tellings
  /** Absent where no files are taken. */
  readonly copies?: Copies | undefined
  readonly invocations: Invocations
  readonly timers: Timers
}

/** Taken from the mailbox in one go, at most. */
const BATCH = 32
/** Between two looks at the mailbox when something is due that this node could not take, in milliseconds. */
const BREATHER_MS = 100
const BOTS_PAGE = 200

/**
 * Takes due work and timers out of the mailbox. Most work never waits here: it is claimed in the commit that gives birth to it.
 * The rest (retries, what found no room, what a crash left) is found when a commit, a freed place or the alarm wakes this up;
 * nothing is polled, but for one look per claim period, which finds what another node left behind.
 */
export class Mailman {
  readonly turns: WorkPool
  readonly jobs: WorkPool
  private readonly around: Surroundings
  private readonly gate: StorageGate
  private readonly timers: Timers
  private timersUnderWay = 0
  private started = false
  private stopped = false
  private round: Promise<void> | undefined
  private again = false
  /** True when work was left in the mailbox for want of room. */
  private leftBehind = false
  private ringsAt: EpochMs | undefined
  private cancelAlarm: () => void = () => {}
  private cancelKeeping: (() => void) | undefined
  private readonly idle: (() => void)[] = []

  constructor(around: Surroundings, parts: Performers) {
    this.around = around
    this.gate = parts.gate
    this.timers = parts.timers
    const { limits } = around
    const onFree = () => this.placeFreed()
    this.turns = new WorkPool(
      { overall: limits.turns, perAccount: limits.turnsPerAccount, perBot: limits.turnsPerBot },
      (work, signal) => (isTurn(work) ? parts.turns.perform(work, signal) : Promise.resolve()),
      onFree,
    )
    this.jobs = new WorkPool(
      { overall: limits.jobs, perAccount: limits.jobsPerAccount, perBot: limits.jobsPerBot },
      (work, signal) => performJob(parts, work, signal),
      onFree,
    )
  }

  get performing(): number {
    return this.turns.size + this.jobs.size + this.timersUnderWay
  }

  start(): void {
    this.started = true
    this.wake()
  }

  /** Takes nothing new; what is under way goes on. */
  stop(): void {
    this.stopped = true
    this.cancelAlarm()
    this.cancelKeeping?.()
  }

  /** Resolves when nothing is under way. */
  async whenIdle(): Promise<void> {
    await this.round
    if (this.performing > 0) await new Promise<void>((resolve) => this.idle.push(resolve))
  }

  /** Places for all of the work that a commit gives birth to, or for none. */
  reserve(accountId: AccountId, born: readonly (TurnWork | Job)[]): Reservation | undefined {
    if (!this.takes) return undefined
    const promised: (TurnWork | Job)[] = []
    const release = () => {
      for (const effect of promised.splice(0)) this.poolOf(effect).release(accountId, effect.botId)
    }
    for (const effect of born) {
      if (!this.poolOf(effect).reserve(accountId, effect.botId)) {
        release()
        return undefined
      }
      promised.push(effect)
    }
    return {
      release,
      start: (conversationId) => {
        for (const effect of promised.splice(0)) {
          this.poolOf(effect).startReserved({ accountId, conversationId, effect, attempt: 1 })
        }
        this.keepClaims()
      },
    }
  }

  /** Something in the mailbox is due then. */
  dueAt(instant: EpochMs): void {
    if (!this.takes || (this.ringsAt !== undefined && this.ringsAt <= instant)) return
    this.cancelAlarm()
    this.ringsAt = instant
    this.cancelAlarm = this.around.alarm.at(instant, () => {
      this.ringsAt = undefined
      this.wake()
    })
  }

  /** Looks into the mailbox as soon as possible; many calls make one look. */
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

  private async rounds(): Promise<void> {
    try {
      let taken = 0
      while (this.again && this.takes) {
        this.again = false
        this.leftBehind = false
        taken = await this.takeWork('turn', this.turns)
        taken += await this.takeWork('job', this.jobs)
        taken += await this.takeTimers()
      }
      if (!this.takes) return
      const next = await this.gate.through(() => this.around.storage.mailbox.nextDueAt())
      // Something fell due while the rest was being taken.
      if (taken > 0 && next !== undefined && next <= this.around.clock.now()) this.again = true
      this.setAlarm(next)
    } catch (fault) {
      this.around.log.warn({ cause: describe(fault) }, 'the mailbox could not be read')
      this.setAlarm(undefined)
    }
  }

  private setAlarm(next: EpochMs | undefined): void {
    const now = this.around.clock.now()
    const sweep = after(now, this.around.limits.claimMs)
    const soonest = after(now, BREATHER_MS)
    this.dueAt(next === undefined || next > sweep ? sweep : next < soonest && next <= now ? soonest : next)
  }

  /** @returns how much was taken */
  private async takeWork(kind: 'turn' | 'job', pool: WorkPool): Promise<number> {
    for (let taken = 0; ; ) {
      const limit = Math.min(BATCH, pool.room)
      const busyBots = await this.busyBots(pool)
      if (busyBots.length > 0 || limit === 0) this.leftBehind = true
      if (limit === 0 || !this.takes) return taken
      const claimed = await this.gate.through(() =>
        this.around.storage.mailbox.claimWork({ ...this.claimRequest(limit), kind, busyBots }),
      )
      for (const work of claimed) pool.take(toWork(work))
      if (claimed.length > 0) this.keepClaims()
      taken += claimed.length
      if (claimed.length < limit) return taken
    }
  }

  /** An account at its cap keeps all its bots busy. */
  private async busyBots(pool: WorkPool): Promise<BotId[]> {
    const busy = new Set(pool.busyBots())
    for (const accountId of pool.busyAccounts()) {
      for (const botId of await this.botsOf(accountId)) busy.add(botId)
    }
    return [...busy]
  }

  private async botsOf(accountId: AccountId): Promise<BotId[]> {
    const bots: BotId[] = []
    for (;;) {
      const after = bots.at(-1)
      const page = await this.around.storage.settings.listBots(accountId, {
        limit: BOTS_PAGE,
        ...(after !== undefined && { after }),
      })
      bots.push(...page.map(({ id }) => id))
      if (page.length < BOTS_PAGE) return bots
    }
  }

  private async takeTimers(): Promise<number> {
    for (let taken = 0; ; ) {
      const limit = this.around.limits.timers - this.timersUnderWay
      if (limit <= 0) this.leftBehind = true
      if (limit <= 0 || !this.takes) return taken
      const claimed = await this.gate.through(() => this.around.storage.mailbox.claimTimers(this.claimRequest(limit)))
      for (const timer of claimed) {
        this.timersUnderWay += 1
        void this.timers.perform(timer).finally(() => {
          this.timersUnderWay -= 1
          this.placeFreed()
        })
      }
      taken += claimed.length
      if (claimed.length < limit) return taken
    }
  }

  private claimRequest(limit: number) {
    const now = this.around.clock.now()
    return { by: this.around.nodeId, now, until: after(now, this.around.limits.claimMs), limit }
  }

  private placeFreed(): void {
    if (this.leftBehind) this.wake()
    if (this.performing === 0) for (const resolve of this.idle.splice(0)) resolve()
  }

  private poolOf(effect: TurnWork | Job): WorkPool {
    return effect.kind === 'turn' ? this.turns : this.jobs
  }

  /** While anything is held, its claims are renewed three times per period. */
  private keepClaims(): void {
    if (this.cancelKeeping !== undefined || this.stopped) return
    const next = after(this.around.clock.now(), this.around.limits.claimMs / 3)
    this.cancelKeeping = this.around.alarm.at(next, () => {
      void this.extendAll().finally(() => {
        this.cancelKeeping = undefined
        if (this.turns.held.length + this.jobs.held.length > 0) this.keepClaims()
      })
    })
  }

  private async extendAll(): Promise<void> {
    const until = after(this.around.clock.now(), this.around.limits.claimMs)
    const extend = async (pool: WorkPool, id: EffectId): Promise<void> => {
      // An outage is no loss: nobody else can take the work either.
      const kept = await this.around.storage.mailbox.extendClaim(id, this.around.nodeId, until).catch(() => true)
      if (!kept) pool.abort(id)
    }
    await Promise.all([this.turns, this.jobs].flatMap((pool) => pool.held.map((id) => extend(pool, id))))
  }
}

const isTurn = (work: Work): work is Work & { effect: TurnWork } => work.effect.kind === 'turn'
const isTelling = (work: Work): work is Work & { effect: TellBot } =>
  work.effect.kind === 'job' && work.effect.name === 'tellBot'
const isCopying = (work: Work): work is Work & { effect: CopyFile } =>
  work.effect.kind === 'job' && work.effect.name === 'copyFile'
const isInvocation = (work: Work): work is Invocation =>
  work.effect.kind === 'job' && work.effect.name === 'invokeFunction'

async function performJob(
  { tellings, copies, invocations }: Performers,
  work: Work,
  signal: AbortSignalLike,
): Promise<void> {
  if (isTelling(work)) return tellings.perform(work, signal)
  if (isInvocation(work)) return invocations.perform(work, signal)
  if (isCopying(work)) return copies?.perform(work, signal)
}

const toWork = ({ accountId, conversationId, effect, attempt }: ClaimedWork): Work => ({
  accountId,
  conversationId,
  effect,
  attempt,
})
