import type { EpochMs } from '@baton/base'
import { type Recorded, readStored } from '@baton/conversation'

export interface EventColumns {
  readonly seq: number
  readonly at: number
  readonly event: string
  readonly body: string | null
}

/** Puts an event together again from its facts and, unless it was erased, its body; whatever release wrote it. */
export function toRecorded({ seq, at, event, body }: EventColumns): Recorded {
  const facts: unknown = JSON.parse(event)
  const whole = body === null ? facts : { ...(facts as object), body: JSON.parse(body) }
  return { seq, at: at as EpochMs, event: readStored(whole) }
}
