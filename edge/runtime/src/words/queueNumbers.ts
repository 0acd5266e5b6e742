import { type AccountId, days, type EpochMs, Lru, minutes, type SkillId } from '@baton/base'
import { estimateWait, NOT_ENOUGH_DATA, PACE_MS, queueState } from '@baton/routing'
import { type SeatSource, seatsOn } from '../dispatcher/seatsOn.ts'
import type { LiveNumbers, SkillQueue } from '../liveNumbers.ts'
import type { Surroundings } from '../ports.ts'

/** Numbers are at most this old, in milliseconds: many screens look at once. */
const FRESH_MS = 2_000
/** Of the last day, which moves slowly and costs more. */
const DAY_FRESH_MS = 30_000
const SOON_MS = minutes(5)
/** The newest of the last day; enough for a percentile of any day. */
const MOST_WAITS = 5_000
const REMEMBERED = 10_000

interface Kept {
  readonly readAt: EpochMs
  readonly reading: Promise<unknown>
}

/**
 * How queues stand and move. From rows that every node reads, so that all tell the same; what is kept here is a moment old and
 * spares the database.
 */
export class QueueNumbers {
  private readonly kept = new Lru<string, Kept>(REMEMBERED)

  constructor(
    private readonly around: Surroundings,
    private readonly seats: () => SeatSource,
  ) {}

  /** @param skillIds whose queues are wanted */
  async live(accountId: AccountId, skillIds: readonly SkillId[]): Promise<LiveNumbers> {
    const at = this.around.clock.now()
    const { desk } = this.around.storage
    const waiting = await this.once(`queues/${accountId}`, FRESH_MS, () => desk.readQueues(accountId))
    const open = await this.once(`open/${accountId}`, FRESH_MS, () =>
      desk.countOpen(accountId, at, (at + SOON_MS) as EpochMs),
    )
    const queues: SkillQueue[] = []
    for (const skillId of skillIds) queues.push(await this.queueOf(accountId, skillId, waiting))
    const sum = (of: 'inQueue' | 'actionable') => waiting.reduce((all, queue) => all + queue[of], 0)
    return { ...open, at, inQueue: sum('inQueue'), actionable: sum('actionable'), queues }
  }

  /**
   * Position ÷ assignments per time in the last half hour (messaging R4.21).
   * @returns milliseconds; undefined when there is not enough to tell
   */
  async estimate(accountId: AccountId, skillId: SkillId, position: number): Promise<number | undefined> {
    const wait = estimateWait(position, await this.takenLately(accountId, skillId))
    return wait === NOT_ENOUGH_DATA ? undefined : wait * 1_000
  }

  private queueOf(
    accountId: AccountId,
    skillId: SkillId,
    queues: readonly (NonNullable<Parameters<typeof queueState>[0]['waiting']> & { readonly skillId: SkillId })[],
  ): Promise<SkillQueue> {
    return this.once(`queue/${accountId}/${skillId}`, FRESH_MS, async () => {
      const now = this.around.clock.now()
      const { desk } = this.around.storage
      const dayAgo = (now - days(1)) as EpochMs
      const waits = await this.once(`waits/${accountId}/${skillId}`, DAY_FRESH_MS, () =>
        desk.readWaits(accountId, skillId, dayAgo, MOST_WAITS),
      )
      const waiting = queues.find((queue) => queue.skillId === skillId)
      const agents = await seatsOn(this.seats(), { id: accountId }, skillId, 'one')
      const takenLately = await this.takenLately(accountId, skillId)
      return { skillId, ...queueState({ waiting, agents, waits, takenLately }, now) }
    })
  }

  private takenLately(accountId: AccountId, skillId: SkillId): Promise<number> {
    const since = (this.around.clock.now() - PACE_MS) as EpochMs
    return this.once(`taken/${accountId}/${skillId}`, FRESH_MS, () =>
      this.around.storage.desk.countTaken(accountId, skillId, since),
    )
  }

  private once<T>(key: string, freshMs: number, read: () => Promise<T>): Promise<T> {
    const now = this.around.clock.now()
    const known = this.kept.get(key)
    if (known !== undefined && now - known.readAt < freshMs) return known.reading as Promise<T>
    const reading = read()
    this.kept.set(key, { readAt: now, reading })
    reading.catch(() => this.kept.delete(key))
    return reading
  }
}
