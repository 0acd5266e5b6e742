import {
  Abort,
  type AbortSignalLike,
  type AccountId,
  type BotId,
  type ConversationId,
  type EffectId,
} from '@baton/base'
import type { Job, TurnWork } from '@baton/conversation'

/** One piece of work that this node holds. */
export interface Work {
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  readonly effect: TurnWork | Job
  /** 1 for the first time. */
  readonly attempt: number
}

/** Why a work's signal was aborted. */
export type AbortReason = 'taken-back' | 'stopping'

export interface PoolLimits {
  readonly overall: number
  readonly perAccount: number
  readonly perBot: number
}

interface UnderWay {
  readonly work: Work
  readonly abort: Abort
}

/**
 * Work under way, with its caps. A bot that hangs fills its own places and no other bot's. What was taken from the mailbox
 * beyond a cap waits here for a place, still under this node's claim.
 */
export class WorkPool {
  private readonly running = new Map<EffectId, UnderWay>()
  private readonly parked = new Map<EffectId, Work>()
  /** Places that are promised to work whose commit is under way, and those that are used, by bot and by account. */
  private readonly byBot = new Map<BotId, number>()
  private readonly byAccount = new Map<AccountId, number>()
  private reserved = 0
  private readonly limits: PoolLimits
  private readonly perform: (work: Work, signal: AbortSignalLike) => Promise<void>
  private readonly onFree: () => void

  /**
   * @param perform carries one work out; never rejects
   * @param onFree called when a place became free and nothing parked here took it
   */
  constructor(limits: PoolLimits, perform: (work: Work, signal: AbortSignalLike) => Promise<void>, onFree: () => void) {
    this.limits = limits
    this.perform = perform
    this.onFree = onFree
  }

  get size(): number {
    return this.running.size
  }
  /** How much more may be taken from the mailbox. */
  get room(): number {
    return Math.max(0, this.limits.overall - this.running.size - this.reserved - this.parked.size)
  }
  /** Everything that this node must keep its claim on. */
  get held(): EffectId[] {
    return [...this.running.keys(), ...this.parked.keys()]
  }

  /** Bots that can be given nothing more: at their cap, or with work parked. */
  busyBots(): BotId[] {
    const busy = new Set([...this.parked.values()].map(({ effect }) => effect.botId))
    for (const [botId, count] of this.byBot) if (count >= this.limits.perBot) busy.add(botId)
    return [...busy]
  }
  busyAccounts(): AccountId[] {
    return [...this.byAccount].filter(([, count]) => count >= this.limits.perAccount).map(([accountId]) => accountId)
  }

  /** Promises a place; either `start` or `release` must follow. */
  reserve(accountId: AccountId, botId: BotId): boolean {
    if (this.room === 0 || !this.hasPlace(accountId, botId)) return false
    this.reserved += 1
    this.count(accountId, botId, 1)
    return true
  }
  release(accountId: AccountId, botId: BotId): void {
    this.reserved -= 1
    this.count(accountId, botId, -1)
  }
  startReserved(work: Work): void {
    this.release(work.accountId, work.effect.botId)
    this.begin(work)
  }

  /**
   * Takes over claimed work: at once, or when its bot and its account have a place. What runs already is left alone; but its
   * next attempt, which may be claimed while the former one is still on its way out, follows it. So does the same attempt where this
   * node slept, lost its claim, gave up what it was at and was given the work once more.
   */
  take(work: Work): void {
    const before = this.running.get(work.effect.id)
    if (before !== undefined && before.work.attempt >= work.attempt && !before.abort.aborted) return
    if (this.canBegin(work)) this.begin(work)
    else this.parked.set(work.effect.id, work)
  }

  /** The work was taken back, or belongs to somebody else now. */
  abort(effectId: EffectId): void {
    this.parked.delete(effectId)
    this.running.get(effectId)?.abort.abort('taken-back' satisfies AbortReason)
  }
  abortAll(): void {
    this.parked.clear()
    for (const { abort } of this.running.values()) abort.abort('stopping' satisfies AbortReason)
  }

  private begin(work: Work): void {
    const { accountId, effect } = work
    const abort = new Abort()
    this.running.set(effect.id, { work, abort })
    this.count(accountId, effect.botId, 1)
    void this.perform(work, abort).finally(() => {
      this.running.delete(effect.id)
      this.count(accountId, effect.botId, -1)
      this.placeFreed()
    })
  }

  private placeFreed(): void {
    for (const [id, work] of this.parked) {
      if (!this.canBegin(work)) continue
      this.parked.delete(id)
      return this.begin(work)
    }
    this.onFree()
  }

  private canBegin({ accountId, effect }: Work): boolean {
    return !this.running.has(effect.id) && this.hasPlace(accountId, effect.botId)
  }

  private hasPlace(accountId: AccountId, botId: BotId): boolean {
    return (
      (this.byBot.get(botId) ?? 0) < this.limits.perBot && (this.byAccount.get(accountId) ?? 0) < this.limits.perAccount
    )
  }

  private count(accountId: AccountId, botId: BotId, by: 1 | -1): void {
    add(this.byBot, botId, by)
    add(this.byAccount, accountId, by)
  }
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
