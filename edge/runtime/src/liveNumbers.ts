import type { EpochMs, SkillId } from '@baton/base'
import type { QueueState } from '@baton/routing'
import type { OpenCount } from '@baton/storage'

export interface SkillQueue extends QueueState {
  readonly skillId: SkillId
}
/** How an account's work stands now (messaging R8.2). */
export interface LiveNumbers extends OpenCount {
  readonly inQueue: number
  readonly actionable: number
  readonly at: EpochMs
  /** Of every enabled skill, in their order. */
  readonly queues: readonly SkillQueue[]
}
