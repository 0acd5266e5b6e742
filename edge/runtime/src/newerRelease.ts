import type { UnknownEvent } from '@baton/conversation'

/** The conversation holds what a newer release wrote: that release's nodes decide on it, this one only shows it. */
export class NewerRelease extends Error {
  readonly code = 'newer-release'

  constructor({ type, v }: UnknownEvent) {
    super(`a newer release wrote ${type.slice(0, 100)} v${v}, which this one cannot read`)
    this.name = 'NewerRelease'
  }
}
