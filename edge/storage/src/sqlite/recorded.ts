import type { EpochMs } from '@baton/base'
import type { ConversationEvent, Recorded } from '@baton/conversation'

export interface EventColumns {
  readonly seq: number
  readonly at: number
  readonly event: string
  readonly body: string | null
}

/** Puts an event together again from its facts and, unless it was erased, its body. */
export function toRecorded({ seq, at, event, body }: EventColumns): Recorded {
  const facts = JSON.parse(event) as ConversationEvent
  const whole = body === null ? facts : ({ ...facts, body: JSON.parse(body) } as ConversationEvent)
  return { seq, at: at as EpochMs, event: whole }
}
