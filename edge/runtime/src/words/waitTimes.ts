import { type AccountId, type EpochMs, minutes, type SkillId } from '@baton/base'
import { Lru } from '../lru.ts'
import type { Committed } from '../runtime.ts'

/** The estimate looks back so far (messaging R4.21). */
const LOOK_BACK_MS = minutes(30)
/** With fewer an estimate would be a guess. */
const ENOUGH = 3
const MOST_SKILLS = 10_000
/** Of one skill; older ones are beyond half an hour where so many are assigned. */
const MOST_REMEMBERED = 2_000

/**
 * How fast queues move: when agents took conversations of each skill. In memory only, since it is worth nothing after half an
 * hour; a node that has just started gives no estimate.
 */
export class WaitTimes {
  private readonly assigned = new Lru<string, number[]>(MOST_SKILLS)

  committed({ accountId, before, events }: Committed): void {
    if (before.phase === 'absent' || before.phase === 'closed' || before.assignee.kind !== 'queue') return
    const taken = events.find(({ event }) => event.type === 'assigned')
    if (taken === undefined) return
    const key = `${accountId}/${before.skillId}`
    const times = this.assigned.get(key) ?? []
    times.push(taken.at)
    if (times.length > MOST_REMEMBERED) times.splice(0, times.length - MOST_REMEMBERED)
    this.assigned.set(key, times)
  }

  /**
   * Position ÷ assignments per time in the last half hour (messaging R4.21).
   * @returns milliseconds; undefined when there is not enough to tell
   */
  estimate(accountId: AccountId, skillId: SkillId, position: number, now: EpochMs): number | undefined {
    const recent = (this.assigned.get(`${accountId}/${skillId}`) ?? []).filter((at) => at > now - LOOK_BACK_MS)
    if (recent.length < ENOUGH) return undefined
    return (position * LOOK_BACK_MS) / recent.length
  }
}
