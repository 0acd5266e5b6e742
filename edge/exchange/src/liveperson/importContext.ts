import type { Domain } from '@baton/dialog'

/** What is known where the bot is going to live; what is not given is not known. */
export interface ImportContext {
  readonly skillIds?: ReadonlySet<string>
  /** Found again by their names and by the names of their intents. */
  readonly domains?: readonly Domain[]
}
