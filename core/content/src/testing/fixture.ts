import type { Profile, RuleId } from '../index.ts'

/** A payload that is right on a channel, and one change that makes it wrong. */
export interface Fixture {
  /** The type of element, action or metadata that it is about. */
  readonly of: string
  readonly payload: unknown
  /** Where it is changed; a member that is taken out is told of the object that lacks it. */
  readonly at: string
  readonly to: unknown
  readonly rule: RuleId
  /** Absent: both. */
  readonly profile?: Profile
}
